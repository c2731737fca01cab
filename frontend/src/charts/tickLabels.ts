/** How the numbers of an axis are written. */

import { isDate } from "../shared/dates";

const UNITS: readonly (readonly [number, string])[] = [
  [1e12, "T"],
  [1e9, "G"],
  [1e6, "M"],
  [1e3, "k"],
];
const LARGE = 1e5;
const SMALL = 1e-4;
const HUGE = 1e15;
/** More digits than these are not read off an axis: its labels say how far they are from the first. */
const MOST_DIGITS = 6;

const minus = (text: string): string => text.replace("-", "−");

/** 5k, 27.5k, 1.2M, 3.4e38, 1e-11: to so many digits. */
export function shortNumber(value: number, digits = 4): string {
  if (value === 0) return "0";
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "NaN" : value > 0 ? "∞" : "−∞";
  const rounded = Number(value.toPrecision(digits));
  const size = Math.abs(rounded);
  if (size >= HUGE || size < SMALL) return exponent(rounded);
  const [unit, letter] = UNITS.find(([least]) => size >= least) ?? [1, ""];
  return minus(`${Number((rounded / unit).toPrecision(digits))}${letter}`);
}

/** The shortest text with a power of ten; minus signs in the mantissa alone are long. */
function exponent(value: number): string {
  return value.toExponential().replace("e+", "e").replace(/^-/, "−");
}

/**
 * The labels of ascending ticks. One number of decimals for all of them; on a log axis as many as each needs. Ticks that
 * differ in late digits only are written as what they add to the first: 1.7e18, +50, +100.
 */
export function tickLabels(ticks: readonly number[], log: boolean): string[] {
  const largest = Math.max(...ticks.map(Math.abs));
  if (log) return ticks.map((tick) => (largest >= LARGE || tick < SMALL ? shortNumber(tick) : plain(tick, 4)));
  const digits = digitsOf(ticks);
  const first = ticks[0] ?? 0;
  if (digits > MOST_DIGITS)
    return ticks.map((tick, index) => (index === 0 ? shortNumber(tick) : `+${shortNumber(tick - first)}`));
  if (largest >= LARGE || largest < SMALL) return ticks.map((tick) => shortNumber(tick, digits));
  const decimals = Math.max(...ticks.map((tick) => decimalsOf(tick, digits)));
  return ticks.map((tick) => minus(tick.toFixed(decimals)));
}

/** The labels of a step axis: thousands are k. */
export function stepLabels(ticks: readonly number[]): string[] {
  const digits = digitsOf(ticks);
  return digits > MOST_DIGITS ? tickLabels(ticks, false) : ticks.map((tick) => shortNumber(tick, digits));
}

/** How many digits tell each tick to a hundredth of the step between them. */
function digitsOf(ticks: readonly number[]): number {
  const step = Math.min(...ticks.slice(1).map((tick, index) => tick - (ticks[index] ?? 0)));
  if (!Number.isFinite(step)) return 4;
  for (let digits = 1; digits <= MOST_DIGITS; digits++)
    if (ticks.every((tick) => Math.abs(Number(tick.toPrecision(digits)) - tick) <= step / 100)) return digits;
  return MOST_DIGITS + 1;
}

function plain(value: number, digits: number): string {
  return minus(String(Number(value.toPrecision(digits))));
}

function decimalsOf(value: number, digits: number): number {
  const rounded = Number(value.toPrecision(digits));
  let decimals = 0;
  while (Number(rounded.toFixed(decimals)) !== rounded) decimals += 1;
  return decimals;
}

/** The labels of an axis of epoch seconds, or of plain numbers where those are no times. */
export function clockLabels(ticks: readonly number[], span: number): string[] {
  return ticks.every(isDate) ? ticks.map((tick) => clockLabel(tick, span)) : stepLabels(ticks);
}

/** Epoch seconds as a UTC time of day, with the date where the span is over a day. */
export function clockLabel(seconds: number, span: number): string {
  if (!isDate(seconds)) return `${shortNumber(seconds)} s`;
  const text = new Date(seconds * 1000).toISOString();
  if (span > 86400 * 365) return text.slice(0, 10);
  if (span > 86400) return text.slice(5, 16).replace("T", " ");
  return span < 300 ? text.slice(11, 19) : text.slice(11, 16);
}

const MOST_DAYS = 9999;

/** Seconds since the start as 45, 1:30, 2:05:00 or 3 d 04:00. */
export function elapsedLabel(seconds: number, span: number): string {
  if (span < 90) return shortNumber(seconds);
  const whole = Math.round(seconds);
  const days = Math.floor(whole / 86400);
  if (days > MOST_DAYS) return `${shortNumber(days)} d`;
  const two = (n: number) => String(n).padStart(2, "0");
  const hours = Math.floor((whole % 86400) / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  if (days > 0) return `${days} d ${two(hours)}:${two(minutes)}`;
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}
