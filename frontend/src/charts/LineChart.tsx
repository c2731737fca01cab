import { useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import "uplot/dist/uPlot.min.css";
import "./charts.css";
import { align, type Curve, type Frame, lastFinite, xValues } from "./curves";
import { EndLabels, endLabelWidth } from "./EndLabels";
import { HoverReadings } from "./HoverReadings";
import { createPlot, type Mark, type Plot, plotData, plotOptions } from "./plotOptions";
import { LOG_PROJECTION, linearProjection } from "./projection";
import { extent, isLog, valueRange, type XAxis, xRange, type YScale } from "./scales";
import { nothingToDraw, unseen } from "./unseen";
import { useTheme, useWidth } from "./watching";

/** A point of the run's life that every x axis can show: its step and its time (epoch seconds). */
export interface Moment {
  step: number;
  wallTime: number;
  label: string;
}

interface LineChartProps {
  title: string;
  curves: readonly Curve[];
  better: "up" | "down" | null;
  axis: XAxis;
  scale: YScale;
  weight: number;
  /** Lets outliers run out of the chart. */
  clip: boolean;
  format: (value: number) => string;
  /** The points are on their way. */
  reading?: boolean;
  moments?: readonly Moment[];
  height?: number;
}

interface View {
  plot: Plot;
  x: number | null;
  left: number;
  drawn: number;
}

const X_NAMES: Record<XAxis, string> = { step: "step", relative: "time", wall: "UTC" };

/** The projections of all that the chart may come to show; the part in view is the plot's to choose. */
function frameOf(curves: readonly Curve[], axis: XAxis, log: boolean): Frame {
  const [first, last] = extent(curves.flatMap((curve) => xValues(curve, axis)).filter(Number.isFinite));
  const { low, high } = valueRange(
    curves.map((curve) => curve.values),
    log ? "log" : "linear",
    null,
  );
  const x = first <= last ? linearProjection(...xRange(first, last, axis)) : linearProjection(0, 1);
  return { x, y: log ? LOG_PROJECTION : linearProjection(low, high) };
}

/** Curves over one x axis, labelled at their ends; says what it does not show, and why where there is nothing. */
export function LineChart(props: LineChartProps) {
  const { title, curves, scale, better, reading = false, height = 208 } = props;
  const log = useMemo(
    () =>
      isLog(
        curves.flatMap((curve) => curve.values),
        scale,
        better,
      ),
    [curves, scale, better],
  );
  const nothing = nothingToDraw(curves, reading);
  const notes = nothing === null ? unseen(curves, log) : "";
  return (
    <figure class="chart">
      <figcaption title={notes}>
        {title}
        {log && <span class="quiet">, log scale</span>}
        {notes && <span class="faint"> · {notes}</span>}
      </figcaption>
      {nothing === null ? (
        <Lines {...props} log={log} />
      ) : (
        <p class="chart-nothing quiet" style={{ height: `${height}px` }}>
          {nothing}
        </p>
      )}
    </figure>
  );
}

/** The lines themselves: hovering reads all of them, dragging opens a stretch of x. */
function Lines(props: LineChartProps & { log: boolean }) {
  const { title, curves, better, axis, scale, weight, clip, format, log, moments = [], height = 208 } = props;
  const target = useRef<HTMLDivElement>(null);
  const width = useWidth(target);
  const theme = useTheme();
  const [view, setView] = useState<View | null>(null);
  const [inside, setInside] = useState(false);
  const smoothed = weight > 0;
  const frame = useMemo(() => frameOf(curves, axis, log), [curves, axis, log]);
  const latest = useRef(frame);
  latest.current = frame;
  const data = useMemo(
    () => plotData(align(curves, axis, weight, frame), smoothed),
    [curves, axis, weight, frame, smoothed],
  );
  const labelWidth = endLabelWidth(curves, format);
  const marks = useRef<readonly Mark[]>([]);
  marks.current = moments.map((moment) => ({ x: momentX(moment, axis, curves), label: moment.label }));

  const plot = useRef<Plot | null>(null);
  const shape = [
    axis,
    log,
    better,
    clip,
    smoothed,
    frame.x.same,
    ...curves.map((curve) => `${curve.key}:${curve.colour}:${curve.dash}`),
  ].join();
  useLayoutEffect(() => {
    if (!target.current || width === 0) return;
    const refresh = (drawn: Plot) =>
      setView((last) => ({ plot: drawn, x: last?.x ?? null, left: last?.left ?? 0, drawn: (last?.drawn ?? 0) + 1 }));
    const follow = (moved: Plot) => {
      const left = moved.cursor.left ?? -1;
      const x = left < 0 ? null : latest.current.x.fromPlot(moved.posToVal(left, "x"));
      setView((last) => last && { ...last, plot: moved, left, x });
    };
    const input = { curves, axis, log, scale, better, clip, smoothed, rightPadding: labelWidth };
    const options = plotOptions(
      { ...input, frame: () => latest.current, marks: () => marks.current, onDraw: refresh, onCursor: follow },
      width,
      height,
    );
    plot.current = createPlot(options, data, target.current);
    return () => {
      plot.current?.destroy();
      plot.current = null;
      setView(null);
    };
  }, [shape, width > 0, height, labelWidth]);

  useLayoutEffect(() => {
    if (width > 0) plot.current?.setSize({ width, height });
  }, [width, height]);

  useLayoutEffect(() => {
    const current = plot.current;
    if (!current || current.data === data) return;
    current.setData(data, !frame.x.same || !isZoomed(current));
    current.redraw();
  }, [data]);

  useLayoutEffect(() => plot.current?.redraw(false), [theme]);

  return (
    <div
      class="chart-plot"
      ref={target}
      role="img"
      aria-label={describe(title, axis, curves, format)}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the arrow keys read the curves point by point
      tabIndex={0}
      onKeyDown={(event) => {
        if (plot.current && moveCursor(plot.current, event.key)) event.preventDefault();
      }}
      onFocus={() => setInside(true)}
      onBlur={() => setInside(false)}
      style={{ height: `${height}px` }}
      onPointerEnter={() => setInside(true)}
      onPointerLeave={() => setInside(false)}
    >
      {view && <EndLabels plot={view.plot} xName={X_NAMES[axis]} {...{ curves, frame, weight, format }} />}
      {view && inside && view.x !== null && (
        <HoverReadings plot={view.plot} left={view.left} x={view.x} {...{ curves, axis, frame, weight, format }} />
      )}
    </div>
  );
}

/** The arrows go from point to point, Home and End to the ends, Escape lets go. */
function moveCursor(plot: Plot, key: string): boolean {
  const xs = plot.data[0];
  const last = xs.length - 1;
  const at = plot.cursor.idx ?? (key === "ArrowLeft" ? last + 1 : -1);
  const steps: Record<string, number> = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: last };
  if (key === "Escape") plot.setCursor({ left: -10, top: -10 });
  const wanted = steps[key];
  if (wanted === undefined || last < 0) return false;
  const x = xs[Math.max(0, Math.min(last, wanted))] ?? 0;
  plot.setCursor({ left: plot.valToPos(x, "x"), top: 10 });
  return true;
}

function isZoomed(plot: Plot): boolean {
  const xs = plot.data[0];
  const { min, max } = plot.scales.x ?? {};
  return min != null && max != null && (min > (xs[0] ?? 0) || max < (xs[xs.length - 1] ?? 0));
}

function momentX(moment: Moment, axis: XAxis, curves: readonly Curve[]): number {
  if (axis === "step") return moment.step;
  if (axis === "wall") return moment.wallTime;
  return moment.wallTime - Math.min(...curves.map((curve) => curve.wallTimes[0] ?? Number.POSITIVE_INFINITY));
}

function describe(title: string, axis: XAxis, curves: readonly Curve[], format: (value: number) => string): string {
  const ends = curves.map((curve) => {
    const value = lastFinite(curve.values);
    return `${curve.letter ? `${curve.letter} ` : ""}${curve.label} ${value === null ? "no value" : format(value)}`;
  });
  return `${title} by ${X_NAMES[axis]}; last values: ${ends.join(", ")}`;
}
