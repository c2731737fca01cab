/** Which part of a metric's values a chart shows, and on which kind of axis. */

export type YScale = "auto" | "linear" | "log";
export type XAxis = "step" | "relative" | "wall";

export interface Range {
  low: number;
  high: number;
  log: boolean;
}

/** `auto` is logarithmic when positive values span a decade, except where more is better: that nears a bound. */
export function isLog(values: readonly number[], choice: YScale, better: "up" | "down" | null): boolean {
  const finite = values.filter((value) => Number.isFinite(value));
  const positive = finite.filter((value) => value > 0);
  if (choice === "linear" || positive.length === 0) return false;
  if (choice === "log") return true;
  if (better === "up" || positive.length < finite.length) return false;
  return extent(positive)[1] / extent(positive)[0] >= 10;
}

/**
 * The range to draw: all of every line. With `clip`, a linear axis covers of each line all but the 5 % that lie furthest
 * off on either side, where those would take more than two thirds of its room: the climb from chance, a lone spike.
 */
export function valueRange(
  lines: readonly (readonly number[])[],
  choice: YScale,
  better: "up" | "down" | null,
  clip = false,
): Range {
  const log = isLog(lines.flat(), choice, better);
  const shown = lines.map((line) => line.filter((value) => Number.isFinite(value) && (!log || value > 0)));
  const [low, high] = extent(shown.flat());
  if (low > high) return { low: log ? 0.1 : 0, high: 1, log };
  if (log) return padLog(low, high);
  const bulk = clip ? extent(shown.flatMap(bulkOf)) : [low, high];
  return pad(bulk[0] ?? low, bulk[1] ?? high);
}

const FEWEST_TO_CLIP = 20;
const OUTLIERS = 0.05;

/** The ends of a line without its outliers. */
function bulkOf(line: readonly number[]): [number, number] {
  const [low, high] = extent(line);
  if (line.length < FEWEST_TO_CLIP) return [low, high];
  const sorted = [...line].sort((a, b) => a - b);
  const [inner, outer] = [quantile(sorted, OUTLIERS), quantile(sorted, 1 - OUTLIERS)];
  const room = (outer - inner) * 0.2;
  if (!(outer > inner) || (high - low) / (outer - inner) <= 3) return [low, high];
  return [Math.max(low, inner - room), Math.min(high, outer + room)];
}

/** The x range to draw: steps and relative times that begin near zero begin at it; a single point gets room around it. */
export function xRange(low: number, high: number, axis: XAxis): [number, number] {
  if (low === high) return [low - roomAround(low), high + roomAround(high)];
  const nearZero = axis !== "wall" && low > 0 && low <= high * 0.1;
  return [nearZero ? 0 : low, high];
}

/** A distance that is one where numbers can tell it, and more where they are larger than that. */
function roomAround(value: number): number {
  return Math.max(1, Math.abs(value) * 1e-12);
}

function pad(low: number, high: number): Range {
  const margin = low === high ? Math.abs(low) * 0.1 || 1 : (high / 2 - low / 2) * 0.12;
  const spread = low !== high;
  return {
    low: spread && low >= 0 && low < margin ? 0 : Math.max(-Number.MAX_VALUE, low - margin),
    high: spread && high <= 0 && -high < margin ? 0 : Math.min(Number.MAX_VALUE, high + margin),
    log: false,
  };
}

function padLog(low: number, high: number): Range {
  const [from, to] = [Math.log10(low), Math.log10(high)];
  const margin = low === high ? Math.log10(2) : Math.max((to - from) * 0.06, Math.log10(1.02));
  return {
    low: Math.max(Number.MIN_VALUE, 10 ** (from - margin)),
    high: Math.min(Number.MAX_VALUE, 10 ** (to + margin)),
    log: true,
  };
}

export function extent(values: readonly number[]): [number, number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return [low, high];
}

function quantile(sorted: readonly number[], part: number): number {
  return sorted[Math.round((sorted.length - 1) * part)] ?? 0;
}
