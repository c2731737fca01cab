import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { useTheme, useWidth } from "../charts/watching";
import type { Column } from "../shared/api";
import { grouped, toNumber } from "../shared/format";
import { AxisHead } from "./AxisHead";
import { thinned } from "./axisScale";
import type { Brushes } from "./brushes";
import { binned, rgbOf } from "./colours";
import {
  type Axis,
  brushBetween,
  extentOf,
  fixedDraw,
  heldBy,
  MISSING_PLACE,
  makeAxis,
  NAN_PLACE,
} from "./parallelAxes";
import { crossings, drawCloud, drawHeld, type Frame, type Picture, placeOf, yOf } from "./parallelDrawing";
import type { SweepAnswer } from "./sweepApi";
import { axes as axesState, brushes, counted, scales, setBrush } from "./sweepState";

const HEIGHT = 300;
const SIDE = 68;
const MOST_LINES = 2000;
const MOST_MOVING = 400;

interface ParallelProps {
  runs: readonly string[];
  columns: ReadonlyMap<string, Column>;
  ids: readonly string[];
  tint: string | null;
  options: readonly string[];
  answer: SweepAnswer;
}

/** A drag along an axis, in places of it. */
interface Drag {
  id: string;
  from: number;
  to: number;
}

/** One line a run across its flags and metrics; a drag along an axis writes the filter. */
export function ParallelChart({ runs, columns, ids, tint, options, answer }: ParallelProps) {
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  const theme = useTheme();
  const [drag, setDrag] = useState<Drag | null>(null);
  const chosen = scales.value;
  const axes = useMemo(
    () =>
      ids.flatMap((id) => {
        const column = columns.get(id);
        return column ? [makeAxis(column, chosen[id])] : [];
      }),
    [ids.join(" "), columns, chosen],
  );
  const frame = useMemo<Frame>(() => {
    const step = axes.length > 1 ? (width - 2 * SIDE) / (axes.length - 1) : 0;
    return { width, height: HEIGHT, xs: axes.map((_, place) => SIDE + place * step) };
  }, [axes, width]);
  const picture = useMemo<Picture>(
    () => ({ axes, frame, ys: crossings(axes, frame), rows: fixedDraw(runs.length, MOST_LINES) }),
    [axes, frame, runs],
  );
  const shown = useShownBrushes(axes, drag);
  const held = useMemo(() => heldBy(columns, shown, runs.length), [columns, shown, runs]);
  const total = useMemo(() => held.reduce((sum, one) => sum + one, 0), [held]);
  useEffect(() => {
    counted.value = total;
  }, [total]);
  const isMetric = tint?.startsWith("metric") ?? false;
  const bins = useMemo(
    () =>
      binned(
        (tint && columns.get(tint)?.values.map(toNumber)) || [],
        isMetric ? (columns.get(tint ?? "")?.better ?? null) : null,
      ),
    [tint, columns],
  );
  const base = useMemo(() => {
    const members = new Set(answer.ranking?.find((one) => one.key === answer.baseline)?.members);
    return members.size ? Uint8Array.from(runs, (run) => (members.has(run) ? 1 : 0)) : null;
  }, [answer, runs]);
  return (
    <div class="parallel" data-testid="parallel">
      <div class="parallel-heads" style={{ width: `${width}px` }}>
        {axes.map((axis, place) => (
          <AxisHead
            key={axis.id}
            axis={axis}
            left={frame.xs[place] ?? 0}
            room={axes.length > 1 ? (width - 2 * SIDE) / (axes.length - 1) : width}
            aside={place === 0 || place === axes.length - 1 ? SIDE : width}
            move={(by) => moveAxis(ids, axis.id, by)}
            put={(pixels) => putAxis(ids, axes, frame, axis.id, pixels)}
            remove={() => {
              axesState.value = ids.filter((id) => id !== axis.id);
            }}
          />
        ))}
      </div>
      <div ref={box} class="parallel-box" style={{ height: `${HEIGHT}px` }}>
        {width > 0 && (
          <>
            <Lines picture={picture} held={held} bins={bins} base={base} theme={theme} moving={drag !== null} />
            <AxesOver axes={axes} frame={frame} brushes={shown} drag={drag} setDrag={setDrag} />
          </>
        )}
      </div>
      <div class="parallel-foot faint">
        <ColourKey column={tint ? columns.get(tint) : undefined} />
        {runs.length > MOST_LINES && (
          <span>
            {grouped(MOST_LINES)} of {grouped(runs.length)} lines, drawn by lot and always the same; counts are of all.
          </span>
        )}
        <AddAxis ids={ids} options={options} />
      </div>
    </div>
  );
}

function useShownBrushes(axes: readonly Axis[], drag: Drag | null): Brushes {
  const written = brushes.value;
  return useMemo(() => {
    if (!drag) return written;
    const next = new Map(written);
    const axis = axes.find((one) => one.id === drag.id);
    const brush = axis && brushBetween(axis, drag.from, drag.to);
    if (brush) next.set(drag.id, brush);
    else next.delete(drag.id);
    return next;
  }, [written, drag, axes]);
}

interface LinesProps {
  picture: Picture;
  held: Uint8Array;
  bins: Int8Array;
  base: Uint8Array | null;
  theme: unknown;
  moving: boolean;
}

function Lines({ picture, held, bins, base, theme, moving }: LinesProps) {
  const cloud = useRef<HTMLCanvasElement>(null);
  const front = useRef<HTMLCanvasElement>(null);
  const style = { width: `${picture.frame.width}px`, height: `${picture.frame.height}px` };
  useLayoutEffect(() => {
    if (cloud.current) drawCloud(cloud.current, picture, rgbOf(cloud.current, "--cloud"));
  }, [picture, theme]);
  useLayoutEffect(() => {
    const canvas = front.current;
    if (!canvas) return;
    const began = performance.now();
    drawHeld(canvas, picture, {
      held,
      bins,
      from: rgbOf(canvas, "--line-2"),
      to: rgbOf(canvas, "--run-b"),
      nan: rgbOf(canvas, "--bad"),
      base,
      baseColour: rgbOf(canvas, "--run-a"),
      most: moving ? MOST_MOVING : MOST_LINES,
    });
    canvas.dataset.drawn = (performance.now() - began).toFixed(1);
  }, [picture, held, bins, base, theme, moving]);
  return (
    <>
      <canvas ref={cloud} style={style} />
      <canvas ref={front} style={style} />
    </>
  );
}

interface OverProps {
  axes: readonly Axis[];
  frame: Frame;
  brushes: Brushes;
  drag: Drag | null;
  setDrag: (drag: Drag | null) => void;
}

/** The axes with their ticks and brushes, over the lines. */
function AxesOver({ axes, frame, brushes: shown, drag, setDrag }: OverProps) {
  const svg = useRef<SVGSVGElement>(null);
  const placeAt = (event: PointerEvent) => {
    const top = svg.current?.getBoundingClientRect().top ?? 0;
    return placeOf(frame, event.clientY - top);
  };
  const end = (id: string, from: number, to: number) => {
    const axis = axes.find((one) => one.id === id) as Axis;
    setDrag(null);
    const still = Math.abs(from - to) < 0.012;
    setBrush(id, still ? brushBetween(axis, from - 0.02, from + 0.02) : brushBetween(axis, from, to));
  };
  return (
    <svg ref={svg} width={frame.width} height={frame.height} class="parallel-axes" role="group" aria-label="Axes">
      {axes.map((axis, place) => {
        const x = frame.xs[place] ?? 0;
        const brush = shown.get(axis.id);
        const extent = brush ? extentOf(axis, brush) : null;
        return (
          <g key={axis.id} transform={`translate(${x} 0)`}>
            <AxisLine axis={axis} frame={frame} last={place === axes.length - 1} />
            {extent && (
              <rect
                class="brush"
                x="-8"
                width="16"
                y={yOf(frame, extent[1])}
                height={Math.max(6, yOf(frame, extent[0]) - yOf(frame, extent[1]))}
                rx="3"
              />
            )}
            {/* biome-ignore lint/a11y/noStaticElementInteractions: the axis head takes the keys */}
            <rect
              class="brush-area"
              data-axis={axis.id}
              x="-14"
              width="28"
              y="0"
              height={frame.height}
              onPointerDown={(event) => {
                event.currentTarget.setPointerCapture(event.pointerId);
                const at = placeAt(event);
                setDrag({ id: axis.id, from: at, to: at });
                event.preventDefault();
              }}
              onPointerMove={(event) => {
                if (drag?.id === axis.id) setDrag({ ...drag, to: placeAt(event) });
              }}
              onPointerUp={(event) => {
                if (drag?.id === axis.id) end(axis.id, drag.from, placeAt(event));
              }}
              onPointerCancel={() => setDrag(null)}
              onDblClick={() => setBrush(axis.id, null)}
            />
          </g>
        );
      })}
    </svg>
  );
}

function AxisLine({ axis, frame, last }: { axis: Axis; frame: Frame; last: boolean }) {
  const [x, anchor] = last ? [8, "start"] : [5, "start"];
  const mark = (place: number, text: string, bad: boolean) => (
    <g class={bad ? "axis-mark bad" : "axis-mark"}>
      <path d={`M-7 ${yOf(frame, place)}H7`} />
      <text x="0" y={yOf(frame, place) + (bad ? -4 : 12)} text-anchor="middle">
        {text}
      </text>
    </g>
  );
  return (
    <>
      <path d={`M0 ${yOf(frame, 1)}V${yOf(frame, 0)}`} class="axis" />
      {axis.scale.gap !== null && <path d={`M-4 ${yOf(frame, axis.scale.gap) + 3}l8 -6`} class="axis axis-gap" />}
      {thinned(axis.scale.ticks, 0.055).map((tick) => (
        <text key={tick.text} x={x} y={yOf(frame, tick.at) + 4} text-anchor={anchor} class="tick halo">
          {tick.text.length > 14 ? `${tick.text.slice(0, 13)}…` : tick.text}
        </text>
      ))}
      {axis.nan > 0 && mark(NAN_PLACE, `NaN ${grouped(axis.nan)}`, true)}
      {axis.missing > 0 &&
        mark(MISSING_PLACE, `${axis.isMetric ? "missing" : "not set"} ${grouped(axis.missing)}`, false)}
    </>
  );
}

function moveAxis(ids: readonly string[], id: string, by: number): void {
  const from = ids.indexOf(id);
  const to = Math.max(0, Math.min(ids.length - 1, from + by));
  const next = ids.filter((one) => one !== id);
  next.splice(to, 0, id);
  axesState.value = next;
}

function putAxis(ids: readonly string[], axes: readonly Axis[], frame: Frame, id: string, pixels: number): void {
  const nearest = frame.xs.reduce(
    (best, x, place) => (Math.abs(x - pixels) < Math.abs((frame.xs[best] ?? 0) - pixels) ? place : best),
    0,
  );
  const target = axes[nearest]?.id;
  if (target !== undefined) moveAxis(ids, id, ids.indexOf(target) - ids.indexOf(id));
}

function AddAxis({ ids, options }: { ids: readonly string[]; options: readonly string[] }) {
  const rest = options.filter((id) => !ids.includes(id));
  return (
    <select
      class="select small parallel-add"
      aria-label="Add an axis"
      value=""
      onChange={(event) => {
        const id = event.currentTarget.value;
        if (id) axesState.value = [...ids, id];
        event.currentTarget.value = "";
      }}
    >
      <option value="">Add an axis…</option>
      {rest.map((id) => (
        <option key={id}>{id}</option>
      ))}
    </select>
  );
}

function ColourKey({ column }: { column: Column | undefined }) {
  if (!column) return null;
  return (
    <span class="colour-key">
      <span>{column.better === "down" ? "high" : "low"}</span>
      <i />
      <span>
        {column.better === "down" ? "low" : "high"} {column.label}, by rank
      </span>
    </span>
  );
}
