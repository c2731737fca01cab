import { useState } from "preact/hooks";
import type { Column } from "../shared/api";
import { brief } from "../shared/format";
import { histograms, where } from "../shared/state";
import { brushOf, withBrush } from "./brush";
import { setDraft } from "./filter";
import { columnHistogram, type Histogram, placeOf, type Range, rangeAt } from "./histogram";
import { type ColumnLayout, GAP } from "./layout";
import type { Rows } from "./rows";

export const HISTOGRAM = 26;
const HEIGHT = 18;
/** Of fewer runs a distribution tells nothing that the rows do not. */
const LEAST_RUNS = 8;
const NARROW = 90;
const [FEW, MANY] = [10, 20];
/** A press that moves less than that is a click. */
const CLICK = 3;

/** Whether heads have histograms. */
export const showsHistograms = (rows: Rows): boolean => histograms.value && rows.answer.listed >= LEAST_RUNS;

/** Histograms of columns as they were before a brush left only its own rows. */
const whole = new Map<string, Histogram>();

function histogramFor(props: Props, brushed: boolean): Histogram | null {
  const { column, known, layout } = props;
  const id = layout.spec.key;
  const bins = layout.width < NARROW ? FEW : MANY;
  if (brushed) {
    const before = whole.get(id) ?? (known && columnHistogram(known, bins));
    if (before) return before;
  }
  const histogram = columnHistogram(column, bins);
  if (histogram && !brushed) whole.set(id, histogram);
  return histogram;
}

/** The places of a range's ends, within the picture. */
function spanOf(histogram: Histogram, [low, high]: Range): [number, number] {
  const within = (place: number) => Math.max(0, Math.min(1, place));
  return [low === null ? 0 : within(placeOf(histogram, low)), high === null ? 1 : within(placeOf(histogram, high))];
}

function titleOf(label: string, { low, high, outside }: Histogram): string {
  const rest = outside ? `, ${outside} NaN, infinite or no numbers` : "";
  return `${label}: ${brief(low)} to ${brief(high)}${rest}. Drag to filter, click to let it go.`;
}

interface Props {
  layout: ColumnLayout;
  column: Column;
  /** The same column of the runs without a filter. */
  known: Column | undefined;
}

/** How a column's values are distributed; a brush over it is a clause of the filter. */
export function HeadHistogram(props: Props) {
  const { layout } = props;
  const [drag, setDrag] = useState<[number, number] | null>(null);
  const { spec } = layout;
  const range = brushOf(where.value, spec.key);
  const histogram = histogramFor(props, range !== null);
  if (!histogram) return <div class="head-histogram" />;
  const width = Math.max(20, layout.width - GAP);
  const span = drag ?? (range && spanOf(histogram, range));
  const [left, right] = span && span[0] > span[1] ? [span[1], span[0]] : (span ?? [0, 1]);
  const tallest = Math.max(...histogram.counts);
  const step = width / histogram.counts.length;
  const press = (down: PointerEvent & { currentTarget: SVGSVGElement }) => {
    down.preventDefault();
    const picture = down.currentTarget;
    const box = picture.getBoundingClientRect();
    const placeAt = (x: number) => Math.max(0, Math.min(1, (x - box.left) / box.width));
    const start = placeAt(down.clientX);
    picture.setPointerCapture(down.pointerId);
    const move = (event: PointerEvent) => setDrag([start, placeAt(event.clientX)]);
    const end = (event: PointerEvent) => {
      picture.removeEventListener("pointermove", move);
      setDrag(null);
      if (event.type === "pointercancel") return;
      const clicked = Math.abs(event.clientX - down.clientX) < CLICK;
      const next = clicked ? null : rangeAt(histogram, start, placeAt(event.clientX));
      const text = withBrush(where.value, spec.key, next);
      if (text !== where.value) setDraft(text, 0);
    };
    picture.addEventListener("pointermove", move);
    picture.addEventListener("pointerup", end, { once: true });
    picture.addEventListener("pointercancel", end, { once: true });
  };
  return (
    <div class="head-histogram" data-testid="histogram" data-histogram={spec.key} data-brushed={range !== null}>
      <svg width={width} height={HEIGHT} role="img" aria-label={titleOf(spec.label, histogram)} onPointerDown={press}>
        <title>{titleOf(spec.label, histogram)}</title>
        {histogram.counts.map((count, i) => {
          const middle = (i + 0.5) / histogram.counts.length;
          const inside = !span || (middle >= left && middle <= right);
          const height = count === 0 ? 0 : Math.max(1.5, (count / tallest) * (HEIGHT - 2));
          return (
            <rect
              key={i}
              class={inside ? (span ? "bar in" : "bar") : "bar out"}
              x={i * step}
              y={HEIGHT - height}
              width={Math.max(1, step - 1)}
              height={height}
            />
          );
        })}
        {span && (
          <rect
            class="brush"
            x={left * width}
            y="0.5"
            width={Math.max(1, (right - left) * width)}
            height={HEIGHT - 1}
          />
        )}
      </svg>
    </div>
  );
}
