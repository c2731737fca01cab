import type { Projection } from "./projection";
import { extent, type XAxis } from "./scales";
import { smooth } from "./smoothing";

/** One line of a chart. Colour is the name of a CSS variable; `dash` is in CSS pixels, empty for a whole line. */
export interface Curve {
  key: string;
  label: string;
  letter?: string;
  colour: string;
  dash: readonly number[];
  steps: readonly number[];
  wallTimes: readonly number[];
  values: readonly number[];
  /** How many points were recorded: more than there are values where these are a sample. Null where nobody counted. */
  count: number | null;
  /** Its places on the x axis, where that is another metric: NaN where that one has no value. */
  own?: readonly number[];
  /** The interval of a mean of several runs. */
  band?: { low: readonly number[]; high: readonly number[] };
}

/** How numbers of a chart are drawn. */
export interface Frame {
  x: Projection;
  y: Projection;
}

/** As drawn: one x column and, for each curve, its raw and its smoothed values there: undefined where it has no point. */
export interface Aligned {
  x: number[];
  raw: (number | null | undefined)[][];
  smoothed: (number | null | undefined)[][];
}

const FEWEST_TO_SMOOTH = 40;

/** A curve's values as they are drawn: a few points are left as they are, for there smoothing hides more than noise. */
export function drawnValues(curve: Curve, weight: number): readonly number[] {
  return curve.values.length < FEWEST_TO_SMOOTH ? curve.values : smooth(curve.values, weight);
}

/** The x of each point: its own, or its step, seconds since the curve's first point, or epoch seconds. */
export function xValues(curve: Curve, axis: XAxis): readonly number[] {
  if (curve.own) return curve.own;
  if (axis === "step") return curve.steps;
  if (axis === "wall") return curve.wallTimes;
  const first = curve.wallTimes[0] ?? 0;
  return curve.wallTimes.map((time) => time - first);
}

/** All curves over the union of their x; a value that is not finite, or cannot be drawn on a log axis, is a gap. */
export function align(curves: readonly Curve[], axis: XAxis, weight: number, frame: Frame): Aligned {
  const columns = curves.map((curve) => xValues(curve, axis).map(frame.x.toPlot));
  const x = [...new Set(columns.flat())].filter(Number.isFinite).sort((a, b) => a - b);
  const place = new Map(x.map((value, index) => [value, index]));
  const spread = (values: readonly number[], column: readonly number[]) => {
    const row = new Array<number | null | undefined>(x.length).fill(undefined);
    values.forEach((value, index) => {
      const at = place.get(column[index] ?? Number.NaN);
      const drawn = frame.y.toPlot(value);
      if (at !== undefined) row[at] = Number.isFinite(drawn) ? drawn : null;
    });
    return row;
  };
  return {
    x,
    raw: curves.map((curve, index) => spread(curve.values, columns[index] ?? [])),
    smoothed: curves.map((curve, index) => spread(drawnValues(curve, weight), columns[index] ?? [])),
  };
}

/** The points of a row that no line touches: a gap, or an end, on either side. */
export function lonePoints(row: readonly (number | null | undefined)[]): number[] {
  const lone: number[] = [];
  let [length, last] = [0, -1];
  const end = () => {
    if (length === 1) lone.push(last);
    length = 0;
  };
  row.forEach((value, index) => {
    if (value === null) end();
    else if (value !== undefined) [length, last] = [length + 1, index];
  });
  end();
  return lone;
}

export interface Reading {
  curve: Curve;
  value: number;
  smoothed: number;
  step: number;
  wallTime: number;
}

/** Each curve's point nearest to `x`; a curve that ends more than `slack` before it, or begins after, has none. */
export function readAt(curves: readonly Curve[], axis: XAxis, weight: number, x: number, slack = 0): Reading[] {
  const readings: Reading[] = [];
  for (const curve of curves) {
    const column = xValues(curve, axis);
    const [first, last] = extent(column);
    if (column.length === 0 || x < first - slack || x > last + slack) continue;
    const index = nearest(column, x);
    const value = curve.values[index];
    const smoothed = drawnValues(curve, weight)[index];
    if (value === undefined || smoothed === undefined) continue;
    readings.push({ curve, value, smoothed, step: curve.steps[index] ?? 0, wallTime: curve.wallTimes[index] ?? 0 });
  }
  return readings;
}

/** The place of the value nearest to `wanted` in ascending `column`. */
export function nearest(column: ArrayLike<number>, wanted: number): number {
  let low = 0;
  let high = column.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((column[middle] ?? 0) < wanted) low = middle + 1;
    else high = middle;
  }
  const before = column[low - 1];
  return before !== undefined && wanted - before < (column[low] ?? 0) - wanted ? low - 1 : low;
}

/** The last finite value, where the label at the line's end stands. */
export function lastFinite(values: ArrayLike<number>): number | null {
  for (let index = values.length - 1; index >= 0; index--) {
    const value = values[index];
    if (value !== undefined && Number.isFinite(value)) return value;
  }
  return null;
}
