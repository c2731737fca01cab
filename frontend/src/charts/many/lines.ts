import { type Curve, drawnValues, type Frame, xValues } from "../curves";
import { LOG_PROJECTION, linearProjection } from "../projection";
import { isLog, valueRange, type XAxis, xRange, type YScale } from "../scales";

/** A curve as it is drawn: in the plot's own numbers, NaN where there is a gap. */
export interface Line {
  curve: Curve;
  xs: Float64Array;
  ys: Float64Array;
  /** Unsmoothed, where smoothing changes it. */
  raw: Float64Array | null;
  low: Float64Array | null;
  high: Float64Array | null;
  /** Whether x only grows, as it does but against another metric. */
  ascending: boolean;
}

/** Quantiles over more runs than can be told apart: 10, 25, 50, 75 and 90 %. */
export interface QuantileBands {
  x: readonly number[];
  quantiles: readonly (readonly number[])[];
}

export interface Look {
  axis: XAxis;
  /** The metric on the x axis; null for steps or time. */
  against: string | null;
  scale: YScale;
  better: "up" | "down" | null;
  xBetter: "up" | "down" | null;
}

/** What a chart's axes are, whatever the smoothing. */
export interface Scales {
  frame: Frame;
  log: boolean;
  xLog: boolean;
  /** The ends of x, in true numbers. */
  range: [number, number];
}

export interface Drawing extends Scales {
  lines: Line[];
}

/** The least and greatest of many numbers, and of those above zero; how many are finite, and above zero. */
interface Summary {
  low: number;
  high: number;
  lowest: number;
  highest: number;
  finite: number;
  positive: number;
}

function summaryOf(rows: readonly (readonly number[])[]): Summary {
  const none = { low: Infinity, high: -Infinity, lowest: Infinity, highest: -Infinity, finite: 0, positive: 0 };
  return rows.reduce((sum: Summary, row) => {
    for (const value of row) {
      if (!Number.isFinite(value)) continue;
      sum.finite += 1;
      if (value < sum.low) sum.low = value;
      if (value > sum.high) sum.high = value;
      if (value <= 0) continue;
      sum.positive += 1;
      if (value < sum.lowest) sum.lowest = value;
      if (value > sum.highest) sum.highest = value;
    }
    return sum;
  }, none);
}

/** As many numbers as tell what all of them would: whether some are not above zero, and how far they reach. */
function extremesOf({ low, high, lowest, highest, finite, positive }: Summary): number[] {
  if (finite === 0) return [];
  return positive > 0 && positive < finite ? [low, lowest, highest, high] : [low, high];
}

/** The axes of a chart of these curves. */
export function scalesOf(curves: readonly Curve[], look: Look): Scales {
  const columns = summaryOf(curves.map((curve) => xValues(curve, look.axis)));
  const values = extremesOf(summaryOf(curves.map((curve) => curve.values)));
  const log = isLog(values, look.scale, look.better);
  const xLog = look.against !== null && isLog(extremesOf(columns), "auto", look.xBetter);
  const [first, last] = xLog ? [columns.lowest, columns.highest] : [columns.low, columns.high];
  const range: [number, number] = first <= last ? rangeOf(first, last, look, xLog) : [0, 1];
  const { low, high } = valueRange([values], log ? "log" : "linear", null);
  const x = xLog ? LOG_PROJECTION : linearProjection(...range);
  return { frame: { x, y: log ? LOG_PROJECTION : linearProjection(low, high) }, log, xLog, range };
}

/** Everything that a chart draws. */
export function drawing(curves: readonly Curve[], axis: XAxis, weight: number, scales: Scales): Drawing {
  return { ...scales, lines: curves.map((curve) => toLine(curve, axis, weight, scales.frame)) };
}

function rangeOf(first: number, last: number, look: Look, xLog: boolean): [number, number] {
  if (!xLog) return look.against === null ? xRange(first, last, look.axis) : xRange(first, last, "wall");
  return first === last ? [first / 2, first * 2] : [first, last];
}

function toLine(curve: Curve, axis: XAxis, weight: number, { x, y }: Frame): Line {
  const smoothed = weight > 0 ? drawnValues(curve, weight) : curve.values;
  return {
    curve,
    xs: projected(xValues(curve, axis), x.same, x.toPlot),
    ys: projected(smoothed, y.same, y.toPlot),
    raw: smoothed === curve.values || !curve.letter ? null : projected(curve.values, y.same, y.toPlot),
    low: curve.band ? projected(curve.band.low, y.same, y.toPlot) : null,
    high: curve.band ? projected(curve.band.high, y.same, y.toPlot) : null,
    ascending: curve.own === undefined,
  };
}

function projected(values: readonly number[], same: boolean, toPlot: (value: number) => number): Float64Array {
  const drawn = new Float64Array(values.length);
  for (let index = 0; index < values.length; index++) {
    const value = same ? (values[index] as number) : toPlot(values[index] as number);
    drawn[index] = Number.isFinite(value) ? value : Number.NaN;
  }
  return drawn;
}

/** The places of the points of a line that lie in [from, to] of x: a stretch, or all where x goes to and fro. */
export function inView({ xs, ascending }: Line, from: number, to: number): [number, number] {
  if (!ascending) return [0, xs.length];
  let first = 0;
  while (first < xs.length && (xs[first] ?? 0) < from) first += 1;
  let end = xs.length;
  while (end > first && (xs[end - 1] ?? 0) > to) end -= 1;
  return [first, end];
}
