import { useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { useTheme, useWidth } from "../charts/watching";
import type { Column } from "../shared/api";
import { brief, grouped, toNumber } from "../shared/format";
import { thinned } from "./axisScale";
import { BINS, binned, mixed, rgbOf } from "./colours";
import { type Axis, heldBy, makeAxis } from "./parallelAxes";
import type { SweepAnswer } from "./sweepApi";
import { brushes, counted, scales, scatterAxes } from "./sweepState";

const HEIGHT = 340;
const LEFT = 64;
const RIGHT = 16;
const TOP = 10;
const BOTTOM = 46;
const NEAR = 14;

interface ScatterProps {
  runs: readonly string[];
  columns: ReadonlyMap<string, Column>;
  pair: readonly [string, string];
  tint: string | null;
  /** The expression that tells which runs are on the front. */
  front: string | null;
  options: readonly string[];
  answer: SweepAnswer;
}

/** One point a run over any two columns, a third as its colour; the Pareto front of two metrics as a line. */
export function ScatterChart({ runs, columns, pair, tint, front, options, answer }: ScatterProps) {
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  const theme = useTheme();
  const chosen = scales.value;
  const [x, y] = useMemo(
    () => pair.map((id) => columns.get(id)).map((column) => (column ? makeAxis(column, chosen[column.id]) : null)),
    [pair.join(" "), columns, chosen],
  );
  const choose = (place: 0 | 1) => (event: Event & { currentTarget: HTMLSelectElement }) => {
    const next: [string, string] = [...pair];
    next[place] = event.currentTarget.value;
    scatterAxes.value = next;
  };
  const picker = (place: 0 | 1, label: string) => (
    <label class="with-icon">
      <span class="quiet">{label}</span>
      <select class="select small" aria-label={label} value={pair[place]} onChange={choose(place)}>
        {[...new Set([...options, "duration", "started", ...pair])].map((id) => (
          <option key={id}>{id}</option>
        ))}
      </select>
    </label>
  );
  const onFront = front ? columns.get(front)?.values : undefined;
  const count = onFront?.filter((value) => value === true).length ?? 0;
  return (
    <div class="scatter" data-testid="scatter">
      <div class="scatter-tools">
        {picker(0, "x")}
        {picker(1, "y")}
        {onFront && (
          <span class="quiet" data-testid="pareto">
            <i class="front-key" /> {grouped(count)} on the Pareto front
          </span>
        )}
      </div>
      <div ref={box} class="parallel-box" style={{ height: `${HEIGHT}px` }}>
        {width > 0 && x && y && (
          <Points
            {...{ runs, columns, x, y, width, theme, answer }}
            tint={tint ? (columns.get(tint) ?? null) : null}
            front={onFront ?? null}
          />
        )}
      </div>
    </div>
  );
}

interface PointsProps {
  runs: readonly string[];
  columns: ReadonlyMap<string, Column>;
  x: Axis;
  y: Axis;
  tint: Column | null;
  front: readonly unknown[] | null;
  width: number;
  theme: unknown;
  answer: SweepAnswer;
}

function Points({ runs, columns, x, y, tint, front, width, theme }: PointsProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [hovered, setHovered] = useState<number | null>(null);
  const shown = brushes.value;
  const held = useMemo(() => heldBy(columns, shown, runs.length), [columns, shown, runs]);
  const room = { x: width - LEFT - RIGHT, y: HEIGHT - TOP - BOTTOM };
  const at = (row: number): [number, number] => [
    LEFT + Math.max(0, x.places[row] ?? 0) * room.x,
    TOP + (1 - Math.max(0, y.places[row] ?? 0)) * room.y,
  ];
  const both = (row: number) => (x.places[row] ?? -1) >= 0 && (y.places[row] ?? -1) >= 0;
  const bins = useMemo(() => binned(tint?.values.map(toNumber) ?? [], tint?.better ?? null), [tint]);
  const line = useMemo(
    () =>
      front
        ? runs
            .map((_, row) => row)
            .filter((row) => front[row] === true && both(row))
            .sort((a, b) => (x.places[a] ?? 0) - (x.places[b] ?? 0))
        : [],
    [front, x, y, runs, width],
  );
  const unseen = runs.length - runs.reduce((sum, _, row) => sum + (both(row) ? 1 : 0), 0);
  useLayoutEffect(() => {
    counted.value = held.reduce((sum, one) => sum + one, 0);
    const element = canvas.current;
    const context = element?.getContext("2d");
    if (!element || !context) return;
    const ratio = Math.min(2, window.devicePixelRatio || 1);
    Object.assign(element, { width: Math.round(width * ratio), height: Math.round(HEIGHT * ratio) });
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    const [from, to] = [rgbOf(element, "--line-2"), rgbOf(element, "--run-b")];
    const cloud = `rgb(${rgbOf(element, "--cloud").join(" ")})`;
    const order = runs.map((_, row) => row).sort((a, b) => (bins[a] ?? 0) - (bins[b] ?? 0));
    context.globalAlpha = Math.max(0.35, Math.min(0.9, 1500 / Math.max(1, runs.length)));
    for (const row of order) {
      if (!both(row)) continue;
      const [left, top] = at(row);
      const bin = bins[row] ?? -1;
      context.fillStyle = held[row] && bin >= 0 ? mixed(from, to, 0.15 + (0.85 * bin) / (BINS - 1)) : cloud;
      context.beginPath();
      context.arc(left, top, 3, 0, 7);
      context.fill();
    }
    context.globalAlpha = 1;
    if (line.length) {
      context.strokeStyle = `rgb(${rgbOf(element, "--accent").join(" ")})`;
      context.lineWidth = 1.5;
      context.beginPath();
      for (const row of line) context.lineTo(...at(row));
      context.stroke();
      for (const row of line) {
        context.beginPath();
        context.arc(...at(row), 4.5, 0, 7);
        context.stroke();
      }
    }
  }, [runs, x, y, bins, held, line, width, theme]);
  const hover = (event: MouseEvent & { currentTarget: SVGSVGElement }) => {
    const { left, top } = event.currentTarget.getBoundingClientRect();
    let [best, near] = [-1, NEAR ** 2];
    runs.forEach((_, row) => {
      if (!both(row)) return;
      const [px, py] = at(row);
      const far = (px - event.clientX + left) ** 2 + (py - event.clientY + top) ** 2;
      if (far < near) [best, near] = [row, far];
    });
    setHovered(best < 0 ? null : best);
  };
  const size = { width: `${width}px`, height: `${HEIGHT}px` };
  return (
    <>
      <canvas ref={canvas} style={size} />
      <svg
        width={width}
        height={HEIGHT}
        class="parallel-axes"
        role="img"
        aria-label={`${y.label} over ${x.label} of ${runs.length} runs, ${line.length} on the Pareto front`}
        onMouseMove={hover}
        onMouseLeave={() => setHovered(null)}
      >
        <path d={`M${LEFT} ${TOP}V${TOP + room.y}H${LEFT + room.x}`} class="axis" fill="none" />
        {thinned(x.scale.ticks, 60 / room.x).map((tick) => (
          <text key={tick.text} x={LEFT + tick.at * room.x} y={TOP + room.y + 16} text-anchor="middle" class="tick">
            {tick.text}
          </text>
        ))}
        {thinned(y.scale.ticks, 16 / room.y).map((tick) => (
          <text key={tick.text} x={LEFT - 6} y={TOP + (1 - tick.at) * room.y + 4} text-anchor="end" class="tick">
            {tick.text}
          </text>
        ))}
        <text x={LEFT + room.x / 2} y={HEIGHT - 8} text-anchor="middle" class="tick">
          {x.label}
          {x.scale.name === "linear" || x.scale.name === "words" ? "" : `, ${x.scale.name}`}
          {unseen > 0 ? ` · ${grouped(unseen)} without both are not drawn` : ""}
        </text>
        {hovered !== null && <circle cx={at(hovered)[0]} cy={at(hovered)[1]} r="5" class="hovered" />}
      </svg>
      {hovered !== null && (
        <div
          class="tip scatter-tip"
          style={{ left: `${Math.min(at(hovered)[0] + 10, width - 220)}px`, top: `${at(hovered)[1] + 10}px` }}
        >
          <b>{runs[hovered]}</b>
          <br />
          {x.label} {brief(toNumber(x.values[hovered] ?? null))} · {y.label}{" "}
          {brief(toNumber(y.values[hovered] ?? null))}
        </div>
      )}
    </>
  );
}
