import { type Curve, drawnValues, type Frame, xValues } from "../curves";
import { LOG_PROJECTION, linearProjection } from "../projection";
import { extent, isLog, valueRange, type XAxis, xRange, type YScale } from "../scales";

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

export interface Look {
  axis: XAxis;
  /** The metric on the x axis, and whether it is drawn as powers of ten. */
  against: string | null;
  scale: YScale;
  better: "up" | "down" | null;
  xBetter: "up" | "down" | null;
  weight: number;
}

export interface Drawing {
  lines: Line[];
  frame: Frame;
  log: boolean;
  xLog: boolean;
  /** The ends of x, in true numbers. */
  range: [number, number];
}

/** Everything that a chart draws, made once for its curves and settings. */
export function drawing(curves: readonly Curve[], look: Look): Drawing {
  const columns = curves.map((curve) => xValues(curve, look.axis));
  const values = curves.map((curve) => curve.values);
  const flat = values.flat();
  const log = isLog(flat, look.scale, look.better);
  const xs = columns.flat();
  const xLog = look.against !== null && isLog(xs, "auto", look.xBetter);
  const [first, last] = extent(xs.filter((x) => Number.isFinite(x) && (!xLog || x > 0)));
  const range: [number, number] = first <= last ? rangeOf(first, last, look, xLog) : [0, 1];
  const { low, high } = valueRange(values, log ? "log" : "linear", null);
  const frame = {
    x: xLog ? LOG_PROJECTION : linearProjection(...range),
    y: log ? LOG_PROJECTION : linearProjection(low, high),
  };
  const lines = curves.map((curve, index) => toLine(curve, columns[index] ?? [], frame, look));
  return { lines, frame, log, xLog, range };
}

function rangeOf(first: number, last: number, look: Look, xLog: boolean): [number, number] {
  if (!xLog) return look.against === null ? xRange(first, last, look.axis) : xRange(first, last, "wall");
  return first === last ? [first / 2, first * 2] : [first, last];
}

function toLine(curve: Curve, column: readonly number[], frame: Frame, look: Look): Line {
  const project = (values: readonly number[]) => {
    const drawn = Float64Array.from(values, frame.y.toPlot);
    for (let index = 0; index < drawn.length; index++) if (!Number.isFinite(drawn[index])) drawn[index] = Number.NaN;
    return drawn;
  };
  const smoothed = look.weight > 0 ? drawnValues(curve, look.weight) : curve.values;
  const xs = Float64Array.from(column, frame.x.toPlot);
  return {
    curve,
    xs,
    ys: project(smoothed),
    raw: smoothed === curve.values ? null : project(curve.values),
    low: curve.band ? project(curve.band.low) : null,
    high: curve.band ? project(curve.band.high) : null,
    ascending: curve.own === undefined,
  };
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
