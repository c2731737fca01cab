import type uPlot from "uplot";
import { bottomAxis, leftAxis, type Plot, ticksOf } from "../plotOptions";
import { valueRange, type XAxis } from "../scales";
import { tickLabels } from "../tickLabels";
import { linearTicks, logTicks } from "../ticks";
import type { Drawing, QuantileBands } from "./lines";
import { yExtent } from "./outliers";

interface FrameInput {
  axis: XAxis;
  against: string | null;
  /** Smaller is further right. */
  reversed: boolean;
  clip: boolean;
  better: "up" | "down" | null;
  rightPadding: number;
  /** Asked at every draw: it changes as data comes. */
  drawing: () => Drawing;
  /** Quantiles, the lowest and the highest among them, that are drawn as well. */
  bands: () => QuantileBands | null;
  onDraw: (plot: Plot) => void;
  onCursor: (plot: Plot) => void;
}

/** Axes, zoom and cursor of a chart whose lines are drawn by its `onDraw`. */
export function frameOptions(input: FrameInput, width: number, height: number): uPlot.Options {
  const { axis, against, reversed, drawing } = input;
  const { frame, log, xLog } = drawing();
  const frames = () => drawing().frame;
  const bottom = bottomAxis({ axis, frame: frames });
  return {
    width,
    height,
    padding: [8, input.rightPadding, 0, 0],
    legend: { show: false },
    cursor: {
      y: false,
      points: { show: false },
      drag: { x: true, y: false, dist: 4 },
      ...((frame.x.same || against !== null) && { sync: { key: `lifecycle-${against ?? ""}-${axis}` } }),
    },
    scales: {
      x: { time: false, dir: reversed ? -1 : 1, range: (_plot, low, high) => [low, high] },
      y: { range: (plot) => yRange(plot, input) },
    },
    series: [{}, { show: true, points: { show: false } }],
    axes: [against === null ? bottom : { ...bottom, ...metricTicks(xLog, frames) }, leftAxis({ log, frame: frames })],
    hooks: { draw: [input.onDraw], setCursor: [input.onCursor] },
  };
}

/** The two ends of x, without a value: the plot needs a column to have a range. */
export function frameData({ range, frame }: Drawing): uPlot.AlignedData {
  return [range.map(frame.x.toPlot), [null, null]];
}

function metricTicks(log: boolean, frame: () => Drawing["frame"]): uPlot.Axis {
  const find = log ? logTicks : linearTicks;
  const { splits, filter, values } = ticksOf(
    (low, high, plot) => find(low, high, Math.max(2, Math.floor((plot.width - 120) / 64))),
    () => frame().x,
  );
  return { splits, filter, values: values((ticks) => tickLabels(ticks, log)) };
}

export function xEnds(plot: Plot): [number, number] {
  const { min, max } = plot.scales.x ?? {};
  return [min ?? Number.NEGATIVE_INFINITY, max ?? Number.POSITIVE_INFINITY];
}

/** The y range of what is in view: dragging a stretch of x open shows its detail. */
function yRange(plot: Plot, { drawing, bands, clip, better }: FrameInput): [number, number] {
  const { lines, frame, log } = drawing();
  const [low, high] = yExtent(lines, ...xEnds(plot), clip);
  const ends = low <= high ? [frame.y.fromPlot(low), frame.y.fromPlot(high)] : [];
  const shown = bands();
  const [from, to] = xEnds(plot);
  shown?.x.forEach((place, index) => {
    const at = frame.x.toPlot(place);
    if (at >= from && at <= to) for (const row of shown.quantiles) ends.push(row[index] ?? Number.NaN);
  });
  const padded = valueRange([ends], log ? "log" : "linear", better);
  return [frame.y.toPlot(padded.low), frame.y.toPlot(padded.high)];
}
