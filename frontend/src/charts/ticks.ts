/** Round numbers for an axis, and how they are written. */

const STEPS = [1, 2, 2.5, 5, 10];

/** Multiples of a round step inside [low, high]: about `count` of them. */
export function linearTicks(low: number, high: number, count: number): number[] {
  const span = high - low;
  if (!(span > 0) || count < 1) return [low];
  const rough = span / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * (STEPS.find((factor) => factor * power >= rough * 0.999) ?? 10);
  const ticks: number[] = [];
  for (let index = Math.ceil(low / step - 1e-9); index * step <= high + step * 1e-9; index++) {
    ticks.push(Number((index * step).toPrecision(12)));
  }
  return ticks;
}

/** Decades inside [low, high], thinned to about `count`; with few decades also 2 and 5 times each. */
export function logTicks(low: number, high: number, count: number): number[] {
  if (!(low > 0) || !(high > low)) return [low];
  const first = Math.floor(Math.log10(low));
  const last = Math.ceil(Math.log10(high));
  const decades = Math.log10(high / low);
  const factors = decades * 3 <= count * 1.2 ? [1, 2, 5] : [1];
  const stride = factors.length > 1 ? 1 : Math.max(1, Math.ceil(decades / count));
  const ticks: number[] = [];
  for (let exponent = first; exponent <= last; exponent += stride) {
    for (const factor of factors) {
      const tick = Number((factor * 10 ** exponent).toPrecision(6));
      if (tick >= low * 0.9999 && tick <= high * 1.0001) ticks.push(tick);
    }
  }
  return ticks.length >= 2 ? ticks : linearTicks(low, high, count).filter((tick) => tick > 0);
}

/** 5k, 27.5k, 1.2M: the step axis. */
export function shortNumber(value: number): string {
  const size = Math.abs(value);
  const units: [number, string][] = [
    [1e9, "G"],
    [1e6, "M"],
    [1e3, "k"],
  ];
  for (const [unit, letter] of units) {
    if (size >= unit) return `${trimZeros((value / unit).toFixed(2))}${letter}`;
  }
  return trimZeros(value.toFixed(2));
}

/** The labels of a value axis: one number of decimals for all of them (a log axis: as many as each needs). */
export function tickLabels(ticks: readonly number[], log: boolean): string[] {
  if (ticks.some((tick) => Math.abs(tick) >= 1e5)) return ticks.map(shortNumber);
  if (log)
    return ticks.map((tick) => (tick > 0 && tick < 1e-4 ? tick.toExponential(0) : `${Number(tick.toPrecision(3))}`));
  if (ticks.every((tick) => Math.abs(tick) < 1e-4)) {
    return ticks.map((tick) => (tick === 0 ? "0" : trimZeros(tick.toExponential(1)).replace(".0e", "e")));
  }
  const decimals = Math.max(...ticks.map((tick) => decimalsOf(tick)));
  return ticks.map((tick) => tick.toFixed(Math.min(decimals, 6)));
}

const DURATION_STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400];

/** Ticks in seconds, on whole minutes, hours or days where the span is that long. */
export function timeTicks(low: number, high: number, count: number): number[] {
  const span = high - low;
  if (!(span > 0)) return [low];
  const rough = span / Math.max(1, count);
  if (rough < 1) return linearTicks(low, high, count);
  const step = DURATION_STEPS.find((candidate) => candidate >= rough) ?? 86400 * Math.ceil(rough / 86400);
  const ticks: number[] = [];
  for (let tick = Math.ceil(low / step) * step; tick <= high; tick += step) ticks.push(tick);
  return ticks;
}

/** Seconds since the start as 45 s, 1:30, 2:05:00 or 3 d 04:00. */
export function elapsedLabel(seconds: number, span: number): string {
  if (span < 90) return `${trimZeros(seconds.toFixed(2))}`;
  const whole = Math.round(seconds);
  const days = Math.floor(whole / 86400);
  const hours = Math.floor((whole % 86400) / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  const rest = String(whole % 60).padStart(2, "0");
  if (days > 0) return `${days} d ${String(hours).padStart(2, "0")}:${String(minutes).padStart(2, "0")}`;
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, "0")}:${rest}` : `${minutes}:${rest}`;
}

/** Epoch seconds as a UTC time of day, with the date where the span is over a day. */
export function clockLabel(seconds: number, span: number): string {
  const text = new Date(seconds * 1000).toISOString();
  if (span > 86400) return text.slice(5, 16).replace("T", " ");
  return span < 300 ? text.slice(11, 19) : text.slice(11, 16);
}

function decimalsOf(value: number): number {
  const text = String(Number(value.toPrecision(8)));
  if (text.includes("e")) return 6;
  return text.split(".")[1]?.length ?? 0;
}

function trimZeros(text: string): string {
  return text.includes(".") ? text.replace(/\.?0+(?=$|e)/, "") : text;
}
