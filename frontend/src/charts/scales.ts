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
 * The range to draw. A short first stretch far off the rest (an accuracy's climb from chance) is let run out of the
 * chart on a linear axis: where all but 7 % at either end fill less than a third of the whole, they set the range.
 */
export function valueRange(values: readonly number[], choice: YScale, better: "up" | "down" | null): Range {
  const log = isLog(values, choice, better);
  const shown = values.filter((value) => Number.isFinite(value) && (!log || value > 0));
  if (shown.length === 0) return { low: log ? 0.1 : 0, high: 1, log };
  let [low, high] = extent(shown);
  if (log) return padLog(low, high);
  const sorted = [...shown].sort((a, b) => a - b);
  const [inner, outer] = [quantile(sorted, 0.07), quantile(sorted, 0.93)];
  if (sorted.length >= 20 && outer > inner && (high - low) / (outer - inner) > 3) {
    if (inner - low > high - outer) low = Math.max(low, inner - (outer - inner) * 0.2);
    else high = Math.min(high, outer + (outer - inner) * 0.2);
  }
  return pad(low, high);
}

/** The x range to draw: steps and relative times that begin near zero begin at it; a single point gets room around it. */
export function xRange(low: number, high: number, axis: XAxis): [number, number] {
  if (low === high) return [low - 1, high + 1];
  const nearZero = axis !== "wall" && low > 0 && low <= high * 0.1;
  return [nearZero ? 0 : low, high];
}

function pad(low: number, high: number): Range {
  if (low === high) {
    const margin = Math.abs(low) * 0.1 || 1;
    return { low: low - margin, high: high + margin, log: false };
  }
  const margin = (high - low) * 0.06;
  return { low: low >= 0 && low - margin < 0 ? 0 : low - margin, high: high + margin, log: false };
}

function padLog(low: number, high: number): Range {
  const ratio = low === high ? 2 : Math.max((high / low) ** 0.06, 1.02);
  return { low: low / ratio, high: high * ratio, log: true };
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
