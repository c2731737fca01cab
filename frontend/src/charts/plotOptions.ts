import uPlot from "uplot";
import type { Aligned, Curve } from "./curves";
import { type Range, valueRange, type XAxis, xRange, type YScale } from "./scales";
import { clockLabel, elapsedLabel, linearTicks, logTicks, shortNumber, tickLabels, timeTicks } from "./ticks";

export interface Mark {
  x: number;
  label: string;
}

export interface PlotInput {
  curves: readonly Curve[];
  axis: XAxis;
  log: boolean;
  scale: YScale;
  better: "up" | "down" | null;
  smoothed: boolean;
  rightPadding: number;
  marks: () => readonly Mark[];
  onDraw: (plot: uPlot) => void;
  onCursor: (plot: uPlot) => void;
}

const FONT = '11px Roboto, "Helvetica Neue", Arial, sans-serif';

/** The value of a CSS variable now: charts follow the theme because they ask at every draw. */
function colour(name: string): string {
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
      sync: { key: `lifecycle-${input.axis}` },
    },
    scales: {
      x: { time: false, range: (_plot, low, high) => xRange(low, high, input.axis) },
      y: { distr: input.log ? 3 : 1, range: (plot) => yRange(plot, input) },
    },
    series: [{}, ...faint, ...input.curves.map((curve) => line(curve, 1.6, 1, curve.dash))],
    axes: [bottomAxis(input.axis), leftAxis(input.log)],
    hooks: { draw: [(plot) => drawMarks(plot, input.marks()), input.onDraw], setCursor: [input.onCursor] },
  };
}

function line(curve: Curve, width: number, alpha: number, dash: readonly number[]): uPlot.Series {
  const single = curve.values.length === 1;
  return {
    width,
    alpha,
    stroke: () => colour(curve.colour),
    dash: dash.map((length) => length * devicePixelRatio),
    points: single ? { show: true, size: 6, fill: () => colour(curve.colour) } : { show: false },
  };
}

/** The y range of what is in view: dragging a stretch of x open shows its detail. */
function yRange(plot: uPlot, input: PlotInput): [number, number] {
  const { min, max } = plot.scales.x ?? {};
  const [xs, ...rows] = plot.data;
  const values: number[] = [];
  for (const row of rows) {
    row.forEach((value, index) => {
      const x = xs[index] ?? 0;
      if (value != null && (min == null || x >= min) && (max == null || x <= max)) values.push(value);
    });
  }
  const range: Range = valueRange(values, input.log ? "log" : "linear", input.better);
  return [range.low, range.high];
}

function bottomAxis(axis: XAxis): uPlot.Axis {
  const count = (plot: uPlot) => Math.max(2, Math.floor((plot.width - 120) / 64));
  return {
    font: FONT,
    stroke: () => colour("--ink-3"),
    grid: { show: false },
    ticks: { stroke: () => colour("--edge"), size: 4, width: 1 },
    border: { show: true, stroke: () => colour("--edge"), width: 1 },
    size: 26,
    gap: 4,
    splits: (plot, _axis, low, high) =>
      axis === "step" ? linearTicks(low, high, count(plot)) : timeTicks(low, high, count(plot)),
    values: (plot, splits) => {
      const span = (plot.scales.x?.max ?? 0) - (plot.scales.x?.min ?? 0);
      if (axis === "step") return splits.map(shortNumber);
      return splits.map((tick) => (axis === "wall" ? clockLabel(tick, span) : elapsedLabel(tick, span)));
    },
  };
}

function leftAxis(log: boolean): uPlot.Axis {
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
    splits: (plot, _axis, low, high) => {
      const count = Math.max(2, Math.floor((plot.height - 34) / 34));
      return log ? logTicks(low, high, count) : linearTicks(low, high, count);
    },
    filter: (_plot, splits) => splits,
    values: (_plot, splits) => tickLabels(splits, log),
  };
}

function drawMarks(plot: uPlot, marks: readonly Mark[]): void {
  const { ctx, bbox } = plot;
  ctx.save();
  ctx.font = FONT.replace("11px", `${11 * devicePixelRatio}px`);
  ctx.textAlign = "right";
  ctx.setLineDash([devicePixelRatio * 2, devicePixelRatio * 2]);
  ctx.lineWidth = devicePixelRatio;
  for (const mark of marks) {
    const x = Math.round(plot.valToPos(mark.x, "x", true)) + 0.5;
    if (x < bbox.left || x > bbox.left + bbox.width) continue;
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
