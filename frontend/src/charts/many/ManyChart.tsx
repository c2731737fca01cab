import { useSignalEffect } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import "uplot/dist/uPlot.min.css";
import "../charts.css";
import "./many.css";
import { count, grouped } from "../../shared/format";
import { type Curve, lastFinite, nearest } from "../curves";
import { endLabelWidth } from "../EndLabels";
import { colour, createPlot, type Plot } from "../plotOptions";
import { nothingToDraw, unseen } from "../unseen";
import { useTheme, useWidth } from "../watching";
import { frameData, frameOptions, xEnds } from "./frameOptions";
import { hovered, reportClipped } from "./hovered";
import { LetterEnds } from "./LetterEnds";
import { drawing as drawingOf, type Line, type Look, type QuantileBands, scalesOf } from "./lines";
import { type Beyond, beyond } from "./outliers";
import { fillBetween, placingOf, stroke, within } from "./paint";
import { nearestLine } from "./picking";
import { Tip } from "./Tip";

interface ManyChartProps extends Look {
  name: string;
  title: ComponentChildren;
  /** Beside the title, shown when the chart is pointed at. */
  tool?: ComponentChildren;
  /** Those with letters are drawn above the others. */
  curves: readonly Curve[];
  bands?: QuantileBands | null;
  clip: boolean;
  weight: number;
  format: (value: number) => string;
  /** What is on the x axis, in a word. */
  xName: string;
  /** The points are on their way. */
  reading: boolean;
  notes?: readonly string[];
  onPick: (run: string) => void;
  height?: number;
}

interface View {
  plot: Plot;
  left: number;
  top: number;
  drawn: number;
}

/** So many CSS pixels from a line it is pointed at. */
const REACH = 24;
const HIGHLIGHT = 2.6;

/** A chart of a few lettered lines above any number of grey ones, of which the pointer brings out one. */
export function ManyChart(props: ManyChartProps) {
  const { name, title, tool, curves, bands = null, reading, notes = [], height = 208 } = props;
  const nothing = useMemo(() => (bands ? null : nothingToDraw(curves, reading)), [bands, curves, reading]);
  const [lies, setLies] = useState<Beyond | null>(null);
  const [log, setLog] = useState(false);
  const missing = useMemo(() => unseen(curves, log), [curves, log]);
  const quiet = nothing === null ? [...notes, missing].filter(Boolean).join(", ") : "";
  return (
    <figure class="chart many-chart" data-chart={name}>
      <figcaption title={quiet}>
        <span class="many-title">
          {title}
          {log && <span class="quiet"> log</span>}
          {quiet && <span class="faint"> · {quiet}</span>}
        </span>
        {tool && <span class="many-tool">{tool}</span>}
        {nothing === null && <Edges lies={lies} curves={curves} format={props.format} />}
      </figcaption>
      {nothing === null ? (
        <Lines {...props} onLies={setLies} onLog={setLog} />
      ) : (
        <p class="chart-nothing quiet" style={{ height: `${height}px` }}>
          {nothing}
        </p>
      )}
    </figure>
  );
}

/** What lies beyond the chart, and which lines end in no number. */
function Edges({
  lies,
  curves,
  format,
}: { lies: (Beyond & Limits) | null } & Pick<ManyChartProps, "curves" | "format">) {
  const ended = curves.filter(({ values }) => values.length > 0 && !Number.isFinite(values.at(-1)));
  const [one] = ended;
  const from = one && one.values.findLastIndex(Number.isFinite) + 1;
  return (
    <span class="many-edges bad">
      {lies && lies.below.length > 0 && (
        <span>▼ {told(lies.below.length, lies.endBelow, "below", lies.low, format)}</span>
      )}
      {lies && lies.above.length > 0 && (
        <span>▲ {told(lies.above.length, lies.endAbove, "above", lies.high, format)}</span>
      )}
      {one && ended.length === 1 && (
        <span title={one.label}>
          × 1 run is {endOf(one)} from step {grouped(one.steps[from ?? 0] ?? 0)}
        </span>
      )}
      {ended.length > 1 && <span>× {grouped(ended.length)} runs end in NaN or ∞</span>}
    </span>
  );
}

const endOf = (curve: Curve): string => (Number.isNaN(curve.values.at(-1)) ? "NaN" : "infinite");

interface Limits {
  low?: number;
  high?: number;
}

function told(runs: number, ends: number, side: string, limit = 0, format: (value: number) => string): string {
  const whole = `${grouped(runs)} ${runs === 1 ? "run" : "runs"} ${side} ${format(limit)}`;
  return ends > 0 && ends < runs
    ? `${whole}, ${grouped(ends)} to the end`
    : ends === runs
      ? `${whole} to the end`
      : whole;
}

type LinesProps = ManyChartProps & { onLies: (lies: (Beyond & Limits) | null) => void; onLog: (log: boolean) => void };

function Lines(props: LinesProps) {
  const { name, curves, bands = null, axis, against, xBetter, clip, better, format, height = 208 } = props;
  const { scale, weight, onLies, onLog, onPick } = props;
  const target = useRef<HTMLDivElement>(null);
  const over = useRef<HTMLCanvasElement>(null);
  const width = useWidth(target);
  const theme = useTheme();
  const scales = useMemo(
    () => scalesOf(curves, { axis, against, scale, better, xBetter }),
    [curves, axis, against, scale, better, xBetter],
  );
  const drawing = useMemo(() => drawingOf(curves, axis, weight, scales), [curves, axis, weight, scales]);
  const latest = useRef({ drawing, bands, onLies });
  latest.current = { drawing, bands, onLies };
  const [view, setView] = useState<View | null>(null);
  const [inside, setInside] = useState(false);
  const lettered = useMemo(() => curves.filter((curve) => curve.letter), [curves]);
  const labelled = lettered.length > 0 ? lettered : curves.slice(0, 1);
  const ends = labelled.map(({ values }) => format(lastFinite(values) ?? Number.NaN)).join();
  const labelWidth = useMemo(() => endLabelWidth(labelled, format), [ends, lettered]);
  const plot = useRef<Plot | null>(null);
  const reversed = against !== null && xBetter === "down";
  const shape = [axis, against, reversed, drawing.log, drawing.xLog, better, clip, drawing.frame.x.same].join();

  useEffect(() => onLog(drawing.log), [drawing.log, onLog]);
  useEffect(() => () => reportClipped(name, null), [name]);

  const paintHighlight = () => {
    const canvas = over.current;
    const current = plot.current;
    const ctx = canvas?.getContext("2d");
    if (!canvas || !current || !ctx) return;
    const source = current.ctx.canvas;
    if (canvas.width !== source.width) canvas.width = source.width;
    if (canvas.height !== source.height) canvas.height = source.height;
    ctx.clearRect(0, 0, canvas.width, canvas.height);
    const placing = placingOf(current);
    const line = latest.current.drawing.lines.find(({ curve }) => curve.key === hovered.value);
    if (!line || !placing) return;
    const stands = line.curve.letter ? colour(line.curve.colour) : colour("--ink");
    within(current, ctx, () => {
      if (line.low && line.high) fillBetween(ctx, line.xs, line.low, line.high, placing, stands, 0.14);
      ctx.globalAlpha = 1;
      stroke(ctx, line, placing, { colour: stands, width: HIGHLIGHT, dash: line.curve.dash });
    });
  };

  useLayoutEffect(() => {
    if (!target.current || width === 0) return;
    const onDraw = (drawn: Plot) => {
      const now = latest.current;
      paintLines(drawn, now.drawing.lines, now.bands, now.drawing.frame);
      setView((last) => ({ plot: drawn, left: last?.left ?? -1, top: last?.top ?? -1, drawn: (last?.drawn ?? 0) + 1 }));
      queueMicrotask(paintHighlight);
      report(drawn);
    };
    const report = (drawn: Plot) => {
      const { min, max } = drawn.scales.y ?? {};
      const { frame, lines } = latest.current.drawing;
      if (!clip || min == null || max == null) {
        latest.current.onLies(null);
        reportClipped(name, null);
        return;
      }
      const lies = beyond(lines, [min, max], ...xEnds(drawn));
      latest.current.onLies({ ...lies, low: frame.y.fromPlot(min), high: frame.y.fromPlot(max) });
      reportClipped(name, [...new Set([...lies.below, ...lies.above])]);
    };
    const onCursor = (moved: Plot) => {
      const { left = -1, top = -1 } = moved.cursor;
      setView((last) => last && { ...last, plot: moved, left, top });
    };
    const input = { axis, against, reversed, clip, better, rightPadding: labelWidth, onDraw, onCursor };
    const options = frameOptions(
      { ...input, drawing: () => latest.current.drawing, bands: () => latest.current.bands },
      width,
      height,
    );
    plot.current = createPlot(options, frameData(latest.current.drawing), target.current);
    return () => {
      plot.current?.destroy();
      plot.current = null;
      setView(null);
    };
  }, [shape, width > 0, height, labelWidth]);

  useLayoutEffect(() => {
    if (width > 0) plot.current?.setSize({ width, height });
  }, [width, height]);

  const shown = useRef({ drawing, bands });
  useLayoutEffect(() => {
    const current = plot.current;
    if (!current || (shown.current.drawing === drawing && shown.current.bands === bands)) return;
    shown.current = { drawing, bands };
    current.setData(frameData(drawing), !drawing.frame.x.same || !isZoomed(current));
    current.redraw();
  }, [drawing, bands]);

  useLayoutEffect(() => plot.current?.redraw(false), [theme]);
  useSignalEffect(() => {
    void hovered.value;
    paintHighlight();
  });

  const point = (event: PointerEvent) => {
    const current = plot.current;
    const placing = current && placingOf(current);
    if (!current || !placing || event.buttons > 0) return;
    const box = current.over.getBoundingClientRect();
    const x = current.bbox.left + (event.clientX - box.left) * devicePixelRatio;
    const y = current.bbox.top + (event.clientY - box.top) * devicePixelRatio;
    const line = nearestLine(latest.current.drawing.lines, placing, x, y, REACH * devicePixelRatio);
    hovered.value = line?.curve.key ?? null;
  };
  const pressed = useRef<[number, number] | null>(null);

  return (
    <div
      class="chart-plot"
      ref={target}
      role="img"
      aria-label={described(name, props.xName, curves, format)}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the arrow keys read the lines
      tabIndex={0}
      style={{ height: `${height}px` }}
      onKeyDown={(event) => {
        if (plot.current && pressKey(plot.current, drawing.lines, event.key, onPick)) event.preventDefault();
      }}
      onFocus={() => setInside(true)}
      onBlur={() => setInside(false)}
      onPointerEnter={() => setInside(true)}
      onPointerMove={point}
      onPointerLeave={() => {
        setInside(false);
        hovered.value = null;
      }}
      onPointerDown={(event) => {
        pressed.current = [event.clientX, event.clientY];
      }}
      onClick={(event) => {
        const [x, y] = pressed.current ?? [Number.NaN, Number.NaN];
        const still = Math.hypot(event.clientX - x, event.clientY - y) < 4;
        if (still && hovered.value !== null) onPick(hovered.value);
      }}
    >
      <canvas class="many-over" ref={over} style={{ width: `${width}px`, height: `${height}px` }} />
      {view && (
        <LetterEnds plot={view.plot} drawn={view.drawn} lines={drawing.lines} {...{ format, xName: props.xName }} />
      )}
      {view && inside && view.left >= 0 && (
        <Tip plot={view.plot} left={view.left} top={view.top} {...{ drawing, axis, against, weight, format }} />
      )}
    </div>
  );
}

function described(name: string, xName: string, curves: readonly Curve[], format: (value: number) => string): string {
  const ends = curves
    .filter(({ letter }) => letter)
    .map(({ letter, label, values }) => {
      const value = lastFinite(values);
      return `${letter} ${label} ${value === null ? "no value" : format(value)}`;
    });
  return `${name} by ${xName}: ${count(curves.length, "line")}; last values: ${ends.join(", ")}`;
}

/** Up and down go from line to line by their ends, Enter gives a letter, left and right go along the line. */
function pressKey(plot: Plot, lines: readonly Line[], key: string, pick: (run: string) => void): boolean {
  const order = lines.toSorted((a, b) => (lastFinite(b.ys) ?? -Infinity) - (lastFinite(a.ys) ?? -Infinity));
  const at = order.findIndex(({ curve }) => curve.key === hovered.value);
  const towards: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at < 0 ? order.length - 1 : at - 1 };
  const next = towards[key];
  if (next !== undefined) {
    const line = order[Math.max(0, Math.min(order.length - 1, next))];
    hovered.value = line?.curve.key ?? null;
    if (line && (plot.cursor.left ?? -1) < 0) pressKey(plot, lines, "End", pick);
    return true;
  }
  if (key === "Enter" && hovered.value !== null) {
    pick(hovered.value);
    return true;
  }
  if (key === "Escape") {
    hovered.value = null;
    plot.setCursor({ left: -10, top: -10 });
    return false;
  }
  const xs = (order[at] ?? order[0])?.xs;
  if (!xs || xs.length === 0) return false;
  const now = plot.cursor.left ?? -1;
  const place = now < 0 ? -1 : nearest(xs, plot.posToVal(now, "x"));
  const along: Record<string, number> = { ArrowLeft: place - 1, ArrowRight: place + 1, Home: 0, End: xs.length - 1 };
  const wanted = along[key];
  if (wanted === undefined) return false;
  const x = xs[Math.max(0, Math.min(xs.length - 1, wanted))] ?? 0;
  plot.setCursor({ left: plot.valToPos(x, "x"), top: 10 });
  return true;
}

function isZoomed(plot: Plot): boolean {
  const [first = 0, last = 0] = plot.data[0];
  const [min, max] = xEnds(plot);
  return min > first || max < last;
}

/** Bands, then grey lines, then those with letters and their intervals. */
function paintLines(
  plot: Plot,
  lines: ReturnType<typeof drawingOf>["lines"],
  bands: QuantileBands | null,
  frame: ReturnType<typeof drawingOf>["frame"],
): void {
  const placing = placingOf(plot);
  if (!placing) return;
  const { ctx } = plot;
  within(plot, ctx, () => {
    if (bands) paintBands();
    const grey = colour("--cloud");
    for (const line of lines) if (!line.curve.letter) stroke(ctx, line, placing, { colour: grey, width: 1 });
    for (const line of lines) {
      if (!line.curve.letter) continue;
      const own = colour(line.curve.colour);
      if (line.low && line.high) fillBetween(ctx, line.xs, line.low, line.high, placing, own, 0.14);
      if (line.raw) stroke(ctx, { xs: line.xs, ys: line.raw }, placing, { colour: own, width: 1, alpha: 0.3 });
    }
    for (const line of lines)
      if (line.curve.letter)
        stroke(ctx, line, placing, { colour: colour(line.curve.colour), width: 1.6, dash: line.curve.dash });
  });

  function paintBands(): void {
    const xs = Float64Array.from(bands?.x ?? [], frame.x.toPlot);
    const [q10, q25, q50, q75, q90] = (bands?.quantiles ?? []).map((row) => Float64Array.from(row, frame.y.toPlot));
    if (!placing || !q10 || !q25 || !q50 || !q75 || !q90) return;
    fillBetween(ctx, xs, q10, q90, placing, colour("--cloud"), 0.25);
    fillBetween(ctx, xs, q25, q75, placing, colour("--cloud"), 0.45);
    stroke(ctx, { xs, ys: q50 }, placing, { colour: colour("--ink-3"), width: 1 });
  }
}
