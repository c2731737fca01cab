import type { Column, Value } from "../shared/api";
import { toNumber, valueText } from "../shared/format";
import { type AxisScale, makeScale, scaleName } from "./axisScale";
import { type Brush, holds } from "./brushes";
import type { ScaleName } from "./sweepApi";

/** What a run has on an axis that is no place of its scale. */
export type Mark = "nan" | "missing";

/** One axis of the parallel coordinates: where each run crosses it, from 0 (below) to 1, or NaN with its mark. */
export interface Axis {
  id: string;
  label: string;
  isMetric: boolean;
  scale: AxisScale;
  values: readonly Value[];
  places: Float32Array;
  /** Of words the values by level; the last may be `other`, which is null. */
  words: readonly (Value | null)[] | null;
  nan: number;
  missing: number;
}

const MOST_WORDS = 12;
export const NAN_PLACE = -0.09;
export const MISSING_PLACE = -0.16;

/** `wanted` is the scale that somebody chose. */
export function makeAxis(column: Column, wanted?: ScaleName): Axis {
  const { values } = column;
  const isMetric = column.kind === "metric";
  const plainNumbers = values.every((value) => value === null || isNumberLike(value));
  const about = { id: column.id, label: column.label, isMetric, values };
  if (!plainNumbers) return wordAxis(about);
  const finite = values.filter((value): value is number => typeof value === "number");
  const own = scaleName(finite);
  const scale = makeScale(wanted && fits(wanted, finite) ? wanted : own, finite);
  const places = new Float32Array(values.length);
  let [nan, missing] = [0, 0];
  values.forEach((value, row) => {
    if (value === null) missing += 1;
    else if (typeof value !== "number") nan += 1;
    const number = toNumber(value);
    places[row] =
      value === null ? MISSING_PLACE : number !== null && Number.isFinite(number) ? scale.at(number) : NAN_PLACE;
  });
  return { ...about, scale, places, words: null, nan, missing };
}

const fits = (name: ScaleName, finite: readonly number[]): boolean =>
  name === "linear" || (name === "log" ? finite.every((value) => value > 0) : finite.every((value) => value >= 0));

const isNumberLike = (value: Value): boolean =>
  typeof value === "number" || value === "NaN" || value === "Infinity" || value === "-Infinity";

function wordAxis(about: Pick<Axis, "id" | "label" | "isMetric" | "values">): Axis {
  const counts = new Map<string, { value: Value; count: number }>();
  for (const value of about.values) {
    if (value === null) continue;
    const key = JSON.stringify(value);
    const held = counts.get(key);
    if (held) held.count += 1;
    else counts.set(key, { value, count: 1 });
  }
  const sorted = [...counts].sort((a, b) => b[1].count - a[1].count);
  const kept = sorted.slice(0, sorted.length > MOST_WORDS ? MOST_WORDS - 1 : MOST_WORDS);
  const levels = new Map(kept.map(([key], level) => [key, level]));
  const texts = kept.map(([, { value }]) => valueText(value));
  const words: (Value | null)[] = kept.map(([, { value }]) => value);
  if (sorted.length > kept.length) {
    texts.push(`other (${sorted.length - kept.length})`);
    words.push(null);
  }
  const scale = makeScale("words", [], texts);
  const places = Float32Array.from(about.values, (value) =>
    value === null ? MISSING_PLACE : scale.at(levels.get(JSON.stringify(value)) ?? kept.length),
  );
  const missing = about.values.filter((value) => value === null).length;
  return { ...about, scale, places, words, nan: 0, missing };
}

/** The brush between two places of an axis; null where it holds nothing that a filter can say. */
export function brushBetween(axis: Axis, from: number, to: number): Brush | null {
  const [low, high] = [Math.min(from, to), Math.max(from, to)];
  if (high < -0.12) return axis.missing ? { kind: "missing" } : null;
  if (high < -0.02) return axis.nan ? { kind: "nan" } : axis.missing ? { kind: "missing" } : null;
  if (axis.words) {
    const held = axis.words.filter((value, level) => {
      const at = axis.scale.at(level);
      return value !== null && at >= low && at <= high;
    });
    return held.length ? { kind: "values", values: held } : null;
  }
  // The ends are the outermost values within, which is what people would write.
  let [least, most] = [Infinity, -Infinity];
  axis.values.forEach((value, row) => {
    const place = axis.places[row] ?? Number.NaN;
    if (typeof value !== "number" || place < low || place > high) return;
    least = Math.min(least, value);
    most = Math.max(most, value);
  });
  if (least > most) return null;
  return axis.isMetric ? rounded(axis, low, high, least, most) : { kind: "range", low: least, high: most };
}

/** Of measured values round bounds: those of the drag, with as few digits as keep the same runs. */
function rounded(axis: Axis, low: number, high: number, least: number, most: number): Brush {
  const ends: [number, number] = [axis.scale.value(Math.max(low, 0)), axis.scale.value(Math.min(high, 1))];
  for (let digits = 2; digits < 8; digits++) {
    const from = Number(ends[0].toPrecision(digits));
    const to = Number(ends[1].toPrecision(digits));
    const same = axis.values.every(
      (value) => typeof value !== "number" || (value >= from && value <= to) === (value >= least && value <= most),
    );
    if (same) return { kind: "range", low: from, high: to };
  }
  return { kind: "range", low: least, high: most };
}

/** The places between which a brush lies; null of one that holds nothing here. */
export function extentOf(axis: Axis, brush: Brush): [number, number] | null {
  if (brush.kind === "nan") return [NAN_PLACE - 0.02, NAN_PLACE + 0.02];
  if (brush.kind === "missing") return [MISSING_PLACE - 0.02, MISSING_PLACE + 0.02];
  if (brush.kind === "range") {
    const low = Number.isFinite(brush.low) ? axis.scale.at(brush.low) : 0;
    const high = Number.isFinite(brush.high) ? axis.scale.at(brush.high) : 1;
    return [Math.max(0, Math.min(low, high) - 0.02), Math.min(1, Math.max(low, high) + 0.02)];
  }
  const levels = (axis.words ?? []).flatMap((value, level) => (holds(brush, value) ? [axis.scale.at(level)] : []));
  return levels.length ? [Math.min(...levels) - 0.03, Math.max(...levels) + 0.03] : null;
}

/** Of each run whether every brush holds it. */
export function heldBy(
  columns: ReadonlyMap<string, Pick<Column, "values">>,
  brushes: ReadonlyMap<string, Brush>,
  count: number,
): Uint8Array {
  const held = new Uint8Array(count).fill(1);
  for (const [id, brush] of brushes) {
    const values = columns.get(id)?.values;
    if (!values) continue;
    for (let row = 0; row < count; row++) if (held[row] && !holds(brush, values[row])) held[row] = 0;
  }
  return held;
}

/** At most so many of the rows, the same ones each time: drawn evenly by a fixed permutation. */
export function fixedDraw(count: number, most: number): Uint32Array {
  if (count <= most) return Uint32Array.from({ length: count }, (_, row) => row);
  const order = Uint32Array.from({ length: count }, (_, row) => row);
  let seed = 0x9e3779b9;
  for (let place = 0; place < most; place++) {
    seed = (Math.imul(seed ^ (seed >>> 15), 0x2c1b3c6d) + 0x297a2d39) >>> 0;
    const other = place + (seed % (count - place));
    const held = order[place] as number;
    order[place] = order[other] as number;
    order[other] = held;
  }
  return order.slice(0, most).sort();
}
