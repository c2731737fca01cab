import { useRef, useState } from "preact/hooks";
import type { Axis } from "./parallelAxes";
import type { ScaleName } from "./sweepApi";
import { brushes, scales, setBrush } from "./sweepState";

interface HeadProps {
  axis: Axis;
  left: number;
  room: number;
  /** As far as it may reach to either side. */
  aside: number;
  move: (by: number) => void;
  put: (pixels: number) => void;
  remove: () => void;
}

/** An axis's name: drag it to another place, or move it by ← and →; Shift with ↑ and ↓ brushes. */
export function AxisHead({ axis, left, room, aside, move, put, remove }: HeadProps) {
  const [pulled, setPulled] = useState<number | null>(null);
  const start = useRef(0);
  const shift = pulled ?? 0;
  const press = (event: KeyboardEvent) => {
    if (event.key === "ArrowLeft") move(-1);
    else if (event.key === "ArrowRight") move(1);
    else if (event.key === "Delete") remove();
    else if (event.shiftKey && (event.key === "ArrowUp" || event.key === "ArrowDown"))
      growBrush(axis, event.key === "ArrowUp" ? 1 : -1);
    else if (event.key === "Escape") setBrush(axis.id, null);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div
      class="axis-head"
      style={{ left: `${left + shift}px`, width: `${Math.max(60, Math.min(room - 8, 2 * aside))}px` }}
    >
      <button
        type="button"
        class={pulled === null ? "axis-name" : "axis-name pulled"}
        data-axis-head={axis.id}
        title={`${axis.id}: drag or ← → to move, Shift ↑ ↓ to brush, Delete to remove`}
        onKeyDown={press}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          start.current = event.clientX;
          setPulled(0);
        }}
        onPointerMove={(event) => pulled !== null && setPulled(event.clientX - start.current)}
        onPointerUp={() => {
          if (pulled !== null && Math.abs(pulled) > 8) put(left + pulled);
          setPulled(null);
        }}
        onPointerCancel={() => setPulled(null)}
      >
        <i class="grip" aria-hidden="true" />
        <span class="strong ellipsis">{axis.label}</span>
      </button>
      <ScaleButton axis={axis} />
    </div>
  );
}

/** log or linear; a click changes it where both can be. */
function ScaleButton({ axis }: { axis: Axis }) {
  const { name } = axis.scale;
  const finite = axis.values.filter((value): value is number => typeof value === "number");
  const other: ScaleName | null =
    name === "words" || finite.some((value) => value < 0) || !finite.some((value) => value > 0)
      ? null
      : name !== "linear"
        ? "linear"
        : finite.some((value) => value === 0)
          ? "log, 0 apart"
          : "log";
  if (other === null) return <span class="axis-scale faint">{name}</span>;
  return (
    <button
      type="button"
      class="axis-scale link-button faint"
      title={`Make it ${other}`}
      onClick={() => {
        scales.value = { ...scales.value, [axis.id]: other };
      }}
    >
      {name}
    </button>
  );
}

/** Shift and an arrow: begins with the best end, then takes one more value. */
function growBrush(axis: Axis, by: 1 | -1): void {
  const held = brushes.value.get(axis.id);
  if (axis.words) {
    const known = axis.words.filter((value) => value !== null);
    const at = held?.kind === "values" ? known.indexOf(held.values[0] ?? false) + by : by > 0 ? 0 : known.length - 1;
    const value = known[(at + known.length) % known.length];
    if (value !== undefined) setBrush(axis.id, { kind: "values", values: [value] });
    return;
  }
  const numbers = [...new Set(axis.values.filter((value): value is number => typeof value === "number"))].sort(
    (a, b) => a - b,
  );
  if (!numbers.length) return;
  const range = held?.kind === "range" ? held : null;
  const first = numbers[0] as number;
  const last = numbers.at(-1) as number;
  if (!range)
    setBrush(axis.id, by > 0 ? { kind: "range", low: last, high: last } : { kind: "range", low: first, high: first });
  else if (by > 0) setBrush(axis.id, { ...range, high: numbers.find((value) => value > range.high) ?? range.high });
  else setBrush(axis.id, { ...range, low: numbers.findLast((value) => value < range.low) ?? range.low });
}
