import type { Line } from "./lines";
import type { Placing } from "./paint";

/** The line that passes nearest to a place on the canvas, if one does within `reach` pixels. */
export function nearestLine(
  lines: readonly Line[],
  placing: Placing,
  x: number,
  y: number,
  reach: number,
): Line | null {
  let best: Line | null = null;
  let least = reach;
  for (const line of lines) {
    const distance = line.ascending ? heightAt(line, placing, x, y, reach) : pointAt(line, placing, x, y);
    if (distance < least) [best, least] = [line, distance];
  }
  return best;
}

/** How far above or below the place an ascending line passes; without end where it does not come by. */
function heightAt({ xs, ys }: Line, { ax, bx, ay, by }: Placing, x: number, y: number, reach: number): number {
  const wanted = (x - bx) / ax;
  let [low, high] = [0, xs.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((xs[middle] as number) < wanted) low = middle + 1;
    else high = middle;
  }
  const [before, after] = [low - 1, low];
  const [left, right] = [xs[before], xs[after]];
  const [upper, lower] = [ys[before], ys[after]];
  const at = (value: number) => Math.abs(value * ay + by - y);
  const near = (place: number) => Math.abs(place * ax + bx - x) < reach;
  if (left === undefined || upper === undefined || Number.isNaN(upper))
    return right !== undefined && lower !== undefined && near(right) ? or(at(lower)) : Infinity;
  if (right === undefined || lower === undefined || Number.isNaN(lower)) return near(left) ? or(at(upper)) : Infinity;
  const part = right === left ? 0 : (wanted - left) / (right - left);
  return or(at(upper + (lower - upper) * part));
}

const or = (distance: number): number => (Number.isNaN(distance) ? Infinity : distance);

/** How far its nearest point is. */
function pointAt({ xs, ys }: Line, { ax, bx, ay, by }: Placing, x: number, y: number): number {
  let least = Infinity;
  for (let index = 0; index < xs.length; index++) {
    const dx = (xs[index] as number) * ax + bx - x;
    const dy = (ys[index] as number) * ay + by - y;
    const squared = dx * dx + dy * dy;
    if (squared < least) least = squared;
  }
  return Math.sqrt(least);
}
