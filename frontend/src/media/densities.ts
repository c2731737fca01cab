import type { MediaValue } from "../shared/api";
import { toNumber } from "../shared/format";

/** A histogram as a line: its density at the bins' middles, from its lowest edge to its highest. */
interface Density {
  run: string;
  points: [number, number][];
  /** Where all counted numbers are one: a line upwards has no height of its own. */
  spikes: number[];
}

export function densityOf({ run, bins = [] }: Pick<MediaValue, "run" | "bins">): Density {
  const density: Density = { run, points: [], spikes: [] };
  for (const [from, to, height] of bins) {
    const [left, right, high] = [toNumber(from), toNumber(to), toNumber(height)];
    if (left === null || right === null) continue;
    if (high === null) density.spikes.push(left);
    else density.points.push([left / 2 + right / 2, high]);
  }
  const drawn = bins.filter(([, , height]) => height !== null);
  const [first, last] = [toNumber(drawn[0]?.[0]), toNumber(drawn.at(-1)?.[1])];
  if (first !== null && last !== null) density.points = [[first, 0], ...density.points, [last, 0]];
  return density;
}

/** The x and y that all of them take. */
export function extentOf(densities: readonly Density[]): { x: [number, number]; y: [number, number] } {
  const xs = densities.flatMap(({ points, spikes }) => [...points.map(([x]) => x), ...spikes]);
  const ys = densities.flatMap(({ points }) => points.map(([, y]) => y));
  const [low, high] = [Math.min(...xs), Math.max(...xs)];
  const top = Math.max(0, ...ys) || 1;
  return { x: low < high ? [low, high] : [low - 1, high + 1], y: [0, Math.min(Number.MAX_VALUE, top * 1.06)] };
}
