import { useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import "uplot/dist/uPlot.min.css";
import "./charts.css";
import { align, type Curve, lastFinite } from "./curves";
import { EndLabels, endLabelWidth } from "./EndLabels";
import { HoverReadings } from "./HoverReadings";
import { createPlot, type Mark, type Plot, plotData, plotOptions } from "./plotOptions";
import { isLog, type XAxis, type YScale } from "./scales";
import { useTheme, useWidth } from "./watching";

/** A point of the run's life that every x axis can show: its step and its time (epoch seconds). */
export interface Moment {
  step: number;
  wallTime: number;
  label: string;
}

export interface LineChartProps {
  title: string;
  curves: readonly Curve[];
  better: "up" | "down" | null;
  axis: XAxis;
  scale: YScale;
  weight: number;
  format: (value: number) => string;
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

/** Curves over one x axis, labelled at their ends; hovering reads all of them, dragging opens a stretch of x. */
export function LineChart(props: LineChartProps) {
  const { title, curves, better, axis, scale, weight, format, moments = [], height = 208 } = props;
  const target = useRef<HTMLDivElement>(null);
  const width = useWidth(target);
  const theme = useTheme();
  const [view, setView] = useState<View | null>(null);
  const [inside, setInside] = useState(false);
  const log = useMemo(
    () =>
      isLog(
        curves.flatMap((curve) => curve.values),
        scale,
        better,
      ),
    [curves, scale, better],
  );
  const smoothed = weight > 0;
  const data = useMemo(
    () => plotData(align(curves, axis, weight, log), smoothed),
    [curves, axis, weight, log, smoothed],
  );
  const labelWidth = endLabelWidth(curves, format);
  const marks = useRef<readonly Mark[]>([]);
  marks.current = moments.map((moment) => ({ x: momentX(moment, axis, curves), label: moment.label }));

  const plot = useRef<Plot | null>(null);
  const shape = [
    axis,
    log,
    better,
    smoothed,
    ...curves.map((curve) => `${curve.key}:${curve.colour}:${curve.dash}`),
  ].join();
  useLayoutEffect(() => {
    if (!target.current || width === 0) return;
    const refresh = (drawn: Plot) =>
      setView((last) => ({ plot: drawn, x: last?.x ?? null, left: last?.left ?? 0, drawn: (last?.drawn ?? 0) + 1 }));
    const follow = (moved: Plot) => {
      const left = moved.cursor.left ?? -1;
      setView((last) => last && { ...last, plot: moved, left, x: left < 0 ? null : moved.posToVal(left, "x") });
    };
    const input = { curves, axis, log, scale, better, smoothed, rightPadding: labelWidth };
    const options = plotOptions(
      { ...input, marks: () => marks.current, onDraw: refresh, onCursor: follow },
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
    current.setData(data, !isZoomed(current));
    current.redraw();
  }, [data]);

  useLayoutEffect(() => plot.current?.redraw(false), [theme]);

  return (
    <figure class="chart">
      <figcaption>
        {title}
        {log && <span class="quiet">, log scale</span>}
      </figcaption>
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
        {view && <EndLabels plot={view.plot} curves={curves} weight={weight} format={format} xName={X_NAMES[axis]} />}
        {view && inside && view.x !== null && (
          <HoverReadings plot={view.plot} left={view.left} x={view.x} {...{ curves, axis, weight, format }} />
        )}
      </div>
    </figure>
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
