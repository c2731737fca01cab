import type { Num, Value } from "./api";
import { isDate } from "./dates";

export const MISSING = "–";
const MINUS = "−";

const WORDS: Record<string, string> = { NaN: "NaN", Infinity: "∞", "-Infinity": `${MINUS}∞` };

/** The number behind the wire's spelling; null stays null. */
export function toNumber(value: Value | undefined): number | null {
  if (typeof value === "number") return value;
  if (value === "NaN") return Number.NaN;
  if (value === "Infinity") return Number.POSITIVE_INFINITY;
  if (value === "-Infinity") return Number.NEGATIVE_INFINITY;
  return null;
}

export function isNan(value: Value | undefined): boolean {
  return value === "NaN" || (typeof value === "number" && Number.isNaN(value));
}

const minus = (text: string): string => text.replace(/^-/, MINUS);

const TOO_LARGE_FOR_DECIMALS = 1e9;
/** What is larger may be written as zero, where the column is of large ones. */
const TOO_SMALL_FOR_NOTHING = 1e-4;
const MOST_DECIMALS = 6;

const inThreeDigits = (value: number): string => value.toExponential(2).replace("+", "");

/** A number with so many decimals; with an exponent where they would all be zero, and from 10⁹; NaN and infinities in signs. */
export function fixed(value: Num | null | undefined, decimals: number): string {
  if (value === null || value === undefined) return MISSING;
  if (typeof value === "string") return WORDS[value] ?? value;
  if (!Number.isFinite(value)) return WORDS[String(value)] ?? String(value);
  if (decimals === 0 && Number.isSafeInteger(value)) return minus(String(value));
  const size = Math.abs(value);
  if (size >= TOO_LARGE_FOR_DECIMALS) return minus(inThreeDigits(value));
  const text = value.toFixed(decimals);
  if (/[1-9]/.test(text)) return minus(text);
  return size > 0 && size < TOO_SMALL_FOR_NOTHING ? minus(inThreeDigits(value)) : text.replace("-", "");
}

/** The number with its sign always shown; what is written as zero has none. */
export function signed(value: Num | null | undefined, decimals: number): string {
  const text = fixed(value, decimals);
  const number = toNumber(value ?? null);
  return number !== null && number > 0 && /[1-9∞]/.test(text) ? `+${text}` : text;
}

/** The power of ten of a number's first digit. */
const powerOf = (size: number): number => Number(size.toExponential(20).split("e")[1]);

/** Decimals that a column of figures needs: four figures of the one in the middle by size, and two of the smallest where 6 decimals can show them. */
export function decimalsFor(values: readonly (Value | undefined)[]): number {
  const sizes: number[] = [];
  let whole = true;
  for (const value of values) {
    if (typeof value !== "number" || !Number.isFinite(value)) continue;
    if (!Number.isInteger(value)) whole = false;
    if (value !== 0) sizes.push(Math.abs(value));
  }
  if (whole || sizes.length === 0) return 0;
  sizes.sort((a, b) => a - b);
  const middle = powerOf(sizes[Math.floor(sizes.length / 2)] as number);
  const decimals = middle < 0 ? Math.max(4, 2 - middle) : Math.max(1, 3 - middle);
  const smallest = sizes.find((size) => 1 - powerOf(size) <= MOST_DECIMALS);
  const needed = smallest === undefined ? 0 : 1 - powerOf(smallest);
  return Math.min(MOST_DECIMALS, Math.max(decimals, needed));
}

/** A number as it was given: no trailing zeros, twelve digits at most of one with decimals. */
export function plain(value: Num | null | undefined): string {
  if (value === null || value === undefined) return MISSING;
  if (typeof value === "string") return WORDS[value] ?? value;
  if (!Number.isFinite(value)) return WORDS[String(value)] ?? String(value);
  if (Number.isSafeInteger(value)) return minus(String(value));
  const size = Math.abs(value);
  if (size >= 1e-6 && size < 2 ** 53) return minus(String(Number(value.toPrecision(12))));
  return minus(value.toExponential(11).replace(/\.?0*e\+?/, "e"));
}

const LONGEST_WRITTEN = 6;

/** A number for a narrow cell: as it was given, or four figures of one that was drawn at random. */
export function brief(value: Num | null | undefined): string {
  const text = plain(value);
  const decimals = text.includes("e") ? "" : (text.split(".")[1] ?? "");
  if (typeof value !== "number" || decimals.length <= LONGEST_WRITTEN) return text;
  return Math.abs(value) < 1e-3 ? minus(value.toExponential(3)) : plain(Number(value.toPrecision(4)));
}

/** A value of a flag or a cell, in words: True and False as Python writes them. */
export function valueText(value: Value | undefined): string {
  if (value === null || value === undefined) return MISSING;
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "number") return plain(value);
  if (Array.isArray(value)) return value.map(valueText).join(", ");
  return value;
}

/** 12,345: grouped by thousands, for prose and tiles; a whole number too large to be known digit by digit with a power. */
export function grouped(value: number): string {
  if (!Number.isFinite(value)) return WORDS[String(value)] ?? String(value);
  if (Math.abs(value) > Number.MAX_SAFE_INTEGER) return minus(value.toExponential(3).replace("e+", "e"));
  return minus(String(value)).replace(/\B(?=(\d{3})+(?!\d))/g, ",");
}

const two = (n: number): string => String(n).padStart(2, "0");

/** More days than that are told by their power of ten. */
const MOST_DAYS = 1e6;

/** Seconds as 0:42, 6:31, 2:04:10 or 1 d 1:01:01: for a column whose head says min:s. */
export function elapsed(seconds: number | null | undefined): string {
  if (seconds === null || seconds === undefined || !Number.isFinite(seconds)) return MISSING;
  const whole = Math.max(0, Math.round(seconds));
  const [days, rest] = [Math.floor(whole / 86400), whole % 86400];
  const [h, m, s] = [Math.floor(rest / 3600), Math.floor((rest % 3600) / 60), rest % 60];
  if (days > MOST_DAYS) return `${inThreeDigits(days)} d`;
  if (days > 0) return `${days} d ${h}:${two(m)}:${two(s)}`;
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

/** Seconds as 3.31 s, 42.0 s, 6:31, 2:04:10 or 1 d 1:01:01. */
export function duration(seconds: Num | null | undefined): string {
  const value = toNumber(seconds);
  if (value === null) return MISSING;
  if (!Number.isFinite(value)) return WORDS[String(value)] ?? String(value);
  if (value < 0) return `${MINUS}${duration(-value)}`;
  return value < 59.95 ? `${fixed(value, value < 9.995 ? 2 : 1)} s` : elapsed(value);
}

/** A difference of seconds, with its sign. */
export function signedDuration(seconds: Num | null | undefined): string {
  const value = toNumber(seconds);
  const text = duration(seconds);
  return value !== null && value > 0 && /[1-9∞]/.test(text) ? `+${text}` : text.replace(/^−(?=0\.00 s$)/, "");
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** What was recorded as a time and is none that a calendar has: milliseconds or nanoseconds, as a rule. */
const noDate = (seconds: number): string => `${minus(inThreeDigits(seconds))} s`;

/** Nov 24 05:52, in UTC; with the year when it is not `now`'s. */
export function when(seconds: number | null | undefined, now: number = Date.now() / 1000): string {
  if (seconds === null || seconds === undefined || !Number.isFinite(seconds)) return MISSING;
  if (!isDate(seconds)) return noDate(seconds);
  const date = new Date(seconds * 1000);
  const day = `${MONTHS[date.getUTCMonth()]} ${two(date.getUTCDate())}`;
  const year = date.getUTCFullYear();
  const other = year !== new Date(now * 1000).getUTCFullYear();
  return `${day}${other ? ` ${year}` : ""} ${two(date.getUTCHours())}:${two(date.getUTCMinutes())}`;
}

/** 05:52:10 in UTC, with milliseconds when asked. */
export function clock(seconds: number, millis = false): string {
  if (!isDate(seconds)) return noDate(seconds);
  const text = new Date(seconds * 1000).toISOString();
  return millis ? text.slice(11, 23) : text.slice(11, 19);
}

/** Nov 24 05:52:10, in UTC. */
export function moment(seconds: number): string {
  return isDate(seconds) ? `${when(seconds)}${clock(seconds).slice(5)}` : noDate(seconds);
}

/** How long ago, in one unit: 3 s, 4 min, 2 h, 5 d. */
export function ago(seconds: number, now: number = Date.now() / 1000): string {
  const past = Math.max(0, now - seconds);
  if (past < 90) return `${Math.round(past)} s ago`;
  if (past < 5400) return `${Math.round(past / 60)} min ago`;
  if (past < 129600) return `${Math.round(past / 3600)} h ago`;
  return `${Math.round(past / 86400)} d ago`;
}

const UNITS = ["B", "kB", "MB", "GB", "TB", "PB"];

/** 13.1 MB, 123 MB: decimal units, as file managers count. */
export function bytes(size: number | null | undefined): string {
  if (size === null || size === undefined) return MISSING;
  let unit = 0;
  let value = size;
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${value.toFixed(unit === 0 || value >= 99.95 ? 0 : 1)} ${UNITS[unit]}`;
}

/** The first six hex digits of `sha256:…`, or seven of a commit. */
export function shortDigest(digest: string): string {
  return digest.startsWith("sha256:") ? digest.slice(7, 13) : digest.slice(0, 7);
}

/** Cut in the middle to so many characters. */
export function middleCut(text: string, length: number): string {
  if (text.length <= length || length < 3) return text;
  const tail = Math.ceil((length - 1) * 0.55);
  return `${text.slice(0, length - 1 - tail)}…${text.slice(text.length - tail)}`;
}

/** "1 run", "3 runs". */
export function count(n: number, noun: string, plural = `${noun}s`): string {
  return `${grouped(n)} ${n === 1 ? noun : plural}`;
}
