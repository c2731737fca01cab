import type { Column, Value } from "../shared/api";
import { toNumber } from "../shared/format";

/** How often values lie in each of several ranges of one width, or of one ratio where `log`. */
export interface Histogram {
  low: number;
  high: number;
  log: boolean;
  counts: readonly number[];
  /** The values, where few are different and all are written shortly: a range begins and ends at one of them. */
  steps: readonly number[];
  /** Values that are NaN or infinite, or no numbers at all. */
  outside: number;
}

const BINS = 20;
const MOST_STEPS = 40;
/** Positive values that span more powers of ten than that are laid out by their logarithms. */
const DECADES = 2;
/** Fewer different values have no distribution. */
const LEAST = 2;

/** The histogram of the finite values; null where fewer than two are different. */
export function histogramOf(values: readonly Value[], bins = BINS): Histogram | null {
  const numbers = values.map((value) => toNumber(value)).filter((one): one is number => one !== null);
  const finite = numbers.filter(Number.isFinite);
  const different = new Set(finite);
  if (different.size < LEAST) return null;
  const low = finite.reduce((least, one) => Math.min(least, one), Number.POSITIVE_INFINITY);
  const high = finite.reduce((most, one) => Math.max(most, one), Number.NEGATIVE_INFINITY);
  const log = low > 0 && Math.log10(high / low) >= DECADES;
  const empty: Histogram = {
    low,
    high,
    log,
    counts: [],
    steps: different.size <= MOST_STEPS && [...different].every(isShort) ? [...different].sort((a, b) => a - b) : [],
    outside: values.filter((one) => one !== null).length - finite.length,
  };
  const counts = new Array<number>(bins).fill(0);
  for (const value of finite) {
    const bin = Math.min(bins - 1, Math.floor(placeOf(empty, value) * bins));
    counts[bin] = (counts[bin] as number) + 1;
  }
  return { ...empty, counts };
}

const isShort = (value: number): boolean => Number(value.toPrecision(DIGITS)) === value;

/** Where a value lies between the ends, from 0 to 1; beyond them outside of that. */
export function placeOf({ low, high, log }: Histogram, value: number): number {
  if (!log) return (value - low) / (high - low);
  return value <= 0 ? Number.NEGATIVE_INFINITY : Math.log(value / low) / Math.log(high / low);
}

/** The value at a place. */
export function valueAt({ low, high, log }: Histogram, place: number): number {
  return log ? low * (high / low) ** place : low + (high - low) * place;
}

/** Significant digits of a range that is written into a filter. */
const DIGITS = 4;

function rounded(value: number, up: boolean): number {
  if (value === 0) return 0;
  const power = Math.floor(Math.log10(Math.abs(value))) - DIGITS + 1;
  const steps = value / 10 ** power;
  const near = Math.round(steps);
  const whole = Math.abs(steps - near) < 1e-6 ? near : up ? Math.ceil(steps) : Math.floor(steps);
  return Number((whole * 10 ** power).toPrecision(DIGITS));
}

/** The range between two places, in few digits: it holds at least what lies between them; at an end, that end and all beyond. */
export function rangeAt(histogram: Histogram, from: number, to: number): Range {
  const [left, right] = from < to ? [from, to] : [to, from];
  const inside = histogram.steps.filter(
    (step) => placeOf(histogram, step) >= left && placeOf(histogram, step) <= right,
  );
  const [first, last] = [inside[0], inside.at(-1)];
  if (first !== undefined && last !== undefined) return [left <= 0 ? null : first, right >= 1 ? null : last];
  return [
    left <= 0 ? null : rounded(valueAt(histogram, left), false),
    right >= 1 ? null : rounded(valueAt(histogram, right), true),
  ];
}

/** The ends of a brush, both of them included; null where it is open. */
export type Range = readonly [number | null, number | null];

const made = new WeakMap<Column, Map<number, Histogram | null>>();

/** The histogram of a column, made once for so many bins. */
export function columnHistogram(column: Column, bins = BINS): Histogram | null {
  const known = made.get(column) ?? new Map<number, Histogram | null>();
  made.set(column, known);
  if (!known.has(bins)) known.set(bins, histogramOf(column.values, bins));
  return known.get(bins) ?? null;
}
