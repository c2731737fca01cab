import uPlot from "uplot";
import { type Aligned, type Curve, type Frame, lonePoints } from "./curves";
import { valueRange, type XAxis, xRange, type YScale } from "./scales";
import { clockLabels, elapsedLabel, stepLabels, tickLabels } from "./tickLabels";
import { linearTicks, logTicks, timeTicks } from "./ticks";

export interface Mark {
  x: number;
  label: string;
}

interface PlotInput {
  curves: readonly Curve[];
  axis: XAxis;
  log: boolean;
  scale: YScale;
  better: "up" | "down" | null;
  clip: boolean;
  smoothed: boolean;
  rightPadding: number;
  /** Asked at every draw: both change as data comes. */
  frame: () => Frame;
  marks: () => readonly Mark[];
  onDraw: (plot: uPlot) => void;
  onCursor: (plot: uPlot) => void;
}

const FONT = '11px Roboto, "Helvetica Neue", Arial, sans-serif';

/** The value of a CSS variable now: charts follow the theme because they ask at every draw. */
export function colour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

/** uPlot's columns: x, then the faint raw lines where smoothing is on, then the lines themselves. */
export function plotData(aligned: Aligned, smoothed: boolean): uPlot.AlignedData {
  return smoothed ? [aligned.x, ...aligned.raw, ...aligned.smoothed] : [aligned.x, ...aligned.smoothed];
}

export function plotOptions(input: PlotInput, width: number, height: number): uPlot.Options {
  const faint = input.smoothed ? input.curves.map((curve) => line(curve, 1, 0.3, [])) : [];
  return {
    width,
    height,
    padding: [8, input.rightPadding, 0, 0],
    legend: { show: false },
    cursor: {
      y: false,
      points: { show: false },
      drag: { x: true, y: false, dist: 4 },
      ...(input.frame().x.same && { sync: { key: `lifecycle-${input.axis}` } }),
    },
    scales: {
      x: { time: false, range: (_plot, low, high) => drawnXRange(input, low, high) },
      y: { range: (plot) => yRange(plot, input) },
    },
    series: [{}, ...faint, ...input.curves.map((curve) => line(curve, 1.6, 1, curve.dash))],
    axes: [bottomAxis(input), leftAxis(input)],
    hooks: { draw: [(plot) => drawMarks(plot, input), input.onDraw], setCursor: [input.onCursor] },
  };
}

function drawnXRange({ frame, axis }: PlotInput, low: number, high: number): [number, number] {
  const { x } = frame();
  const [from, to] = xRange(x.fromPlot(low), x.fromPlot(high), axis);
  return [x.toPlot(from), x.toPlot(to)];
}

function line(curve: Curve, width: number, alpha: number, dash: readonly number[]): uPlot.Series {
  return {
    width,
    alpha,
    stroke: () => colour(curve.colour),
    dash: dash.map((length) => length * devicePixelRatio),
    points: {
      show: true,
      size: 6,
      fill: () => colour(curve.colour),
      filter: (plot, series) => lonePoints((plot.data[series] ?? []) as (number | null | undefined)[]),
    },
  };
}

/** The y range of what is in view: dragging a stretch of x open shows its detail. */
function yRange(plot: uPlot, { frame, log, better, clip }: PlotInput): [number, number] {
  const { y } = frame();
  const { min, max } = plot.scales.x ?? {};
  const [xs, ...rows] = plot.data;
  const inView = (x: number) => (min == null || x >= min) && (max == null || x <= max);
  const lines = rows.map((row) => {
    const values: number[] = [];
    row.forEach((value, index) => {
      if (value != null && inView(xs[index] ?? 0)) values.push(y.fromPlot(value));
    });
    return values;
  });
  const { low, high } = valueRange(lines, log ? "log" : "linear", better, clip);
  return [y.toPlot(low), y.toPlot(high)];
}

/** Ticks are found among the true numbers, drawn where those are, and labelled by them. */
export function ticksOf(find: (low: number, high: number, plot: uPlot) => number[], projection: () => Frame["x"]) {
  let ticks: number[] = [];
  return {
    splits: (plot: uPlot, _axis: number, low: number, high: number) => {
      const { toPlot, fromPlot } = projection();
      ticks = find(fromPlot(low), fromPlot(high), plot);
      return ticks.map(toPlot);
    },
    filter: (_plot: uPlot, splits: number[]) => splits,
    values: (label: (ticks: number[]) => string[]) => () => label(ticks),
  };
}

export function bottomAxis({ axis, frame }: Pick<PlotInput, "axis" | "frame">): uPlot.Axis {
  const count = (plot: uPlot) => Math.max(2, Math.floor((plot.width - 120) / 64));
  const find = axis === "step" ? linearTicks : timeTicks;
  const { splits, filter, values } = ticksOf(
    (low, high, plot) => find(low, high, count(plot)),
    () => frame().x,
  );
  const label = (ticks: number[]): string[] => {
    const span = (ticks.at(-1) ?? 0) - (ticks[0] ?? 0);
    if (axis === "step") return stepLabels(ticks);
    return axis === "wall" ? clockLabels(ticks, span) : ticks.map((tick) => elapsedLabel(tick, span));
  };
  return {
    font: FONT,
    stroke: () => colour("--ink-3"),
    grid: { show: false },
    ticks: { stroke: () => colour("--edge"), size: 4, width: 1 },
    border: { show: true, stroke: () => colour("--edge"), width: 1 },
    size: 26,
    gap: 4,
    splits,
    filter,
    values: values(label),
  };
}

export function leftAxis({ log, frame }: Pick<PlotInput, "log" | "frame">): uPlot.Axis {
  const find = log ? logTicks : linearTicks;
  const { splits, filter, values } = ticksOf(
    (low, high, plot) => find(low, high, Math.max(2, Math.floor((plot.height - 34) / 34))),
    () => frame().y,
  );
  return {
    font: FONT,
    stroke: () => colour("--ink-3"),
    grid: { stroke: () => colour("--line"), width: 1 },
    ticks: { show: false },
    gap: 6,
    size: (plot, labels) => {
      if (!labels) return 34;
      plot.ctx.save();
      plot.ctx.font = FONT;
      const widest = Math.max(0, ...labels.map((label) => plot.ctx.measureText(label).width));
      plot.ctx.restore();
      return Math.max(34, Math.ceil(widest) + 10);
    },
    splits,
    filter,
    values: values((ticks) => tickLabels(ticks, log)),
  };
}

function drawMarks(plot: uPlot, { marks, frame }: PlotInput): void {
  const { ctx, bbox } = plot;
  ctx.save();
  ctx.font = FONT.replace("11px", `${11 * devicePixelRatio}px`);
  ctx.textAlign = "right";
  ctx.setLineDash([devicePixelRatio * 2, devicePixelRatio * 2]);
  ctx.lineWidth = devicePixelRatio;
  for (const mark of marks()) {
    const x = Math.round(plot.valToPos(frame().x.toPlot(mark.x), "x", true)) + 0.5;
    if (!(x >= bbox.left) || x > bbox.left + bbox.width) continue;
    ctx.strokeStyle = colour("--ink-3");
    ctx.fillStyle = colour("--ink-2");
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
    ctx.fillText(mark.label, x - 4 * devicePixelRatio, bbox.top + bbox.height - 7 * devicePixelRatio);
  }
  ctx.restore();
}

export type Plot = uPlot;

export function createPlot(options: uPlot.Options, data: uPlot.AlignedData, target: HTMLElement): Plot {
  return new uPlot(options, data, target);
}
