import { BINS, mixed, type Rgb } from "./colours";
import type { Axis } from "./parallelAxes";

export const TOP = 8;
/** Below the axes, for the marks of NaN and of what is missing. */
const BELOW = 52;

export interface Frame {
  width: number;
  height: number;
  /** Where each axis stands. */
  xs: readonly number[];
}

export const yOf = (frame: Frame, place: number): number => {
  const room = frame.height - TOP - BELOW;
  return TOP + (1 - place) * room;
};

export const placeOf = (frame: Frame, y: number): number => 1 - (y - TOP) / (frame.height - TOP - BELOW);

/** Adds the line of one run to the path. */
function trace(
  context: CanvasRenderingContext2D,
  axes: readonly Axis[],
  ys: readonly Float32Array[],
  frame: Frame,
  row: number,
): void {
  const { xs } = frame;
  context.moveTo(xs[0] as number, (ys[0] as Float32Array)[row] as number);
  for (let place = 1; place < axes.length; place++) {
    const [x0, x1] = [xs[place - 1] as number, xs[place] as number];
    const y0 = (ys[place - 1] as Float32Array)[row] as number;
    const y1 = (ys[place] as Float32Array)[row] as number;
    const middle = (x0 + x1) / 2;
    context.bezierCurveTo(middle, y0, middle, y1, x1, y1);
  }
}

/** Where each run crosses each axis, in pixels; runs at one place lie a little beside each other. */
export function crossings(axes: readonly Axis[], frame: Frame): Float32Array[] {
  return axes.map((axis) => axis.places.map((place, row) => yOf(frame, place) + (((row * 40503) % 17) / 16 - 0.5) * 3));
}

export interface Picture {
  axes: readonly Axis[];
  ys: readonly Float32Array[];
  frame: Frame;
  rows: Uint32Array;
}

function begin(canvas: HTMLCanvasElement, frame: Frame): CanvasRenderingContext2D | null {
  const ratio = Math.min(2, window.devicePixelRatio || 1);
  const [wide, high] = [Math.round(frame.width * ratio), Math.round(frame.height * ratio)];
  if (canvas.width !== wide || canvas.height !== high) Object.assign(canvas, { width: wide, height: high });
  const context = canvas.getContext("2d");
  context?.setTransform(ratio, 0, 0, ratio, 0, 0);
  context?.clearRect(0, 0, frame.width, frame.height);
  return context;
}

/** All lines, grey: what a brush does not hold. */
export function drawCloud(canvas: HTMLCanvasElement, picture: Picture, colour: Rgb): void {
  const context = begin(canvas, picture.frame);
  if (!context || picture.axes.length < 2) return;
  context.lineWidth = 1;
  context.strokeStyle = `rgb(${colour.join(" ")})`;
  context.globalAlpha = Math.max(0.12, Math.min(0.55, 120 / picture.rows.length));
  context.beginPath();
  picture.rows.forEach((row, drawn) => {
    trace(context, picture.axes, picture.ys, picture.frame, row);
    // One path of thousands of curves is slower than several.
    if (drawn % 200 === 199) {
      context.stroke();
      context.beginPath();
    }
  });
  context.stroke();
  context.globalAlpha = 1;
}

export interface Held {
  held: Uint8Array;
  bins: Int8Array;
  from: Rgb;
  to: Rgb;
  nan: Rgb;
  base: Uint8Array | null;
  baseColour: Rgb;
  /** While a brush is drawn so many lines at most, that each frame is in time; all of them at its end. */
  most: number;
}

/** The lines that the brushes hold, the best on top, and the baseline's dashed. */
export function drawHeld(canvas: HTMLCanvasElement, picture: Picture, held: Held): void {
  const context = begin(canvas, picture.frame);
  if (!context || picture.axes.length < 2) return;
  const { axes, ys, frame, rows } = picture;
  const some = rows.reduce((sum, row) => sum + (held.held[row] as number), 0);
  const stride = Math.max(1, Math.ceil(some / held.most));
  let met = 0;
  context.lineWidth = 1.2;
  context.globalAlpha = Math.max(0.3, Math.min(0.85, 200 / Math.max(1, some)));
  for (let bin = -1; bin < BINS; bin++) {
    context.strokeStyle =
      bin < 0 ? `rgb(${held.nan.join(" ")})` : mixed(held.from, held.to, 0.12 + (0.88 * bin) / (BINS - 1));
    context.beginPath();
    let drawn = 0;
    for (const row of rows) {
      if (!held.held[row] || held.bins[row] !== bin) continue;
      met += 1;
      if (met % stride) continue;
      trace(context, axes, ys, frame, row);
      drawn += 1;
      if (drawn % 100 === 0) {
        context.stroke();
        context.beginPath();
      }
    }
    context.stroke();
  }
  context.globalAlpha = 1;
  if (!held.base) return;
  context.setLineDash([5, 3]);
  context.lineWidth = 1.6;
  context.strokeStyle = `rgb(${held.baseColour.join(" ")})`;
  context.beginPath();
  const first = rows.find((row) => held.base?.[row] === 1);
  if (first !== undefined) trace(context, axes, ys, frame, first);
  context.stroke();
  context.setLineDash([]);
}
