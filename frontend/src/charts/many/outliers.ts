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
  const shown = lines.map((line) => valuesInView(line, from, to)).filter((values) => values.length > 0);
  const bands = lines.flatMap((line) =>
    line.low && line.high ? [extent(known(line.low)), extent(known(line.high))] : [],
  );
  if (!clip) {
    const ends = shown.map(extent);
    return extent([...ends.flat(), ...bands.flat().filter(Number.isFinite)]);
  }
  const kept = withoutStrangers(shown);
  return extent(kept.flatMap(bulkOf));
}

const known = (values: Float64Array): number[] => [...values].filter((value) => !Number.isNaN(value));

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

/** A line's least and greatest without the 5 % that lie furthest off on either side. */
function bulkOf(values: readonly number[]): [number, number] {
  if (values.length < FEWEST_POINTS) return extent(values);
  const sorted = values.toSorted(byNumber);
  return [quantile(sorted, CUT), quantile(sorted, 1 - CUT)];
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
