import { extent } from "../scales";
import { inView, type Line } from "./lines";

const FEWEST_POINTS = 20;
const FEWEST_LINES = 5;
const CUT = 0.05;
/** A line whose end lies further from the others' than so many of their quartile distances is an outlier. */
const FENCE = 3;

function quantile(sorted: readonly number[], part: number): number {
  return sorted[Math.round((sorted.length - 1) * part)] ?? Number.NaN;
}

function valuesInView(line: Line, from: number, to: number): number[] {
  const [first, end] = inView(line, from, to);
  const values: number[] = [];
  for (let index = first; index < end; index++) {
    const [x, y] = [line.xs[index] ?? Number.NaN, line.ys[index] ?? Number.NaN];
    if (x >= from && x <= to && !Number.isNaN(y)) values.push(y);
  }
  return values;
}

/** The y of all lines between two x, in the plot's numbers; what lies off at the ends of each line, and lines off the others, left out with `clip`. */
export function yExtent(lines: readonly Line[], from: number, to: number, clip: boolean): [number, number] {
  if (clip) {
    const shown = lines.map((line) => valuesInView(line, from, to)).filter((values) => values.length > 0);
    return extent(bulkOf(withoutStrangers(shown)));
  }
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  const take = (xs: Float64Array, ys: Float64Array) => {
    for (let index = 0; index < xs.length; index++) {
      const [x, y] = [xs[index] as number, ys[index] as number];
      if (!(x >= from && x <= to)) continue;
      if (y < low) low = y;
      if (y > high) high = y;
    }
  };
  for (const line of lines) {
    take(line.xs, line.ys);
    if (line.raw) take(line.xs, line.raw);
    if (line.low && line.high && line.curve.letter) {
      take(line.xs, line.low);
      take(line.xs, line.high);
    }
  }
  return [low, high];
}

/** The lines whose ends lie among the others'. */
function withoutStrangers(shown: readonly number[][]): readonly number[][] {
  if (shown.length < FEWEST_LINES) return shown;
  const last = shown.map((values) => quantile(values.slice(Math.floor(values.length * 0.9)).toSorted(byNumber), 0.5));
  const sorted = last.toSorted(byNumber);
  const [lower, upper] = [quantile(sorted, 0.25), quantile(sorted, 0.75)];
  const room = (upper - lower) * FENCE;
  const kept = shown.filter((_, index) => {
    const end = last[index] ?? Number.NaN;
    return end >= lower - room && end <= upper + room;
  });
  return kept.length > 0 ? kept : shown;
}

const byNumber = (a: number, b: number): number => a - b;

/** Values are counted out to so many before they are sorted: which 5 % lie furthest off is a picture's matter. */
const MOST_SORTED = 20_000;

/** All values' least and greatest without the 5 % that lie furthest off on either side; where lines end is always in it. */
function bulkOf(lines: readonly (readonly number[])[]): number[] {
  const all = lines.flat();
  if (all.length < FEWEST_POINTS) return all;
  const every = Math.ceil(all.length / MOST_SORTED);
  const sorted = all.filter((_, index) => index % every === 0).toSorted(byNumber);
  return [quantile(sorted, CUT), quantile(sorted, 1 - CUT), ...lines.map((line) => line.at(-1) ?? Number.NaN)];
}

/** The runs with points beyond a chart's y range, and those of them that end there. */
export interface Beyond {
  below: string[];
  above: string[];
  endBelow: number;
  endAbove: number;
}

export function beyond(lines: readonly Line[], [low, high]: [number, number], from: number, to: number): Beyond {
  const found: Beyond = { below: [], above: [], endBelow: 0, endAbove: 0 };
  for (const line of lines) {
    const values = valuesInView(line, from, to);
    const last = values.at(-1) ?? Number.NaN;
    if (values.some((value) => value < low)) found.below.push(line.curve.key);
    if (values.some((value) => value > high)) found.above.push(line.curve.key);
    if (last < low) found.endBelow += 1;
    if (last > high) found.endAbove += 1;
  }
  return found;
}
