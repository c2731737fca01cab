/** Round numbers for an axis, never more than it has room for. */

const STEPS = [1, 2, 2.5, 5, 10];
const MOST = 100;

/** Multiples of a round step inside [low, high]: about `count` of them. */
export function linearTicks(low: number, high: number, count: number): number[] {
  if (!(high > low) || count < 1) return [low];
  // Not (high - low) / count: the span of the largest numbers is infinite.
  const rough = high / count - low / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * (STEPS.find((factor) => factor * power >= rough * 0.999) ?? 10);
  return multiples(low, high, step);
}

/** The multiples of `step` inside [low, high]; its ends where numbers of that size are too coarse to have any. */
function multiples(low: number, high: number, step: number): number[] {
  const first = Math.ceil(low / step - 1e-9);
  const count = Math.min(MOST, Math.floor(high / step + 1e-9) - first + 1);
  const ticks: number[] = [];
  for (let index = 0; index < count; index++) {
    const tick = Number(((first + index) * step).toPrecision(15));
    if (tick > (ticks.at(-1) ?? Number.NEGATIVE_INFINITY)) ticks.push(tick);
  }
  return ticks.length >= Math.max(1, Math.min(2, count)) ? ticks : [low, high];
}

/** Decades inside [low, high], thinned to about `count`; with few decades also 2 and 5 times each. */
export function logTicks(low: number, high: number, count: number): number[] {
  if (!(low > 0)) return [low];
  const first = Math.floor(Math.log10(low));
  const last = Math.ceil(Math.log10(high));
  const decades = Math.log10(high) - Math.log10(low);
  const factors = decades * 3 <= count * 1.2 ? [1, 2, 5] : [1];
  const stride = Math.max(1, Math.ceil(decades / count));
  const ticks: number[] = [];
  for (let exponent = first; exponent <= last; exponent += stride) {
    for (const factor of factors) {
      const tick = Number(`${factor}e${exponent}`);
      if (tick >= low * 0.9999 && tick <= high * 1.0001) ticks.push(tick);
    }
  }
  return ticks.length >= 2 ? ticks : linearTicks(low, high, count);
}

const DURATIONS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400];
const DAY = 86400;

/** Ticks in seconds, on whole minutes, hours or days where the span is that long. */
export function timeTicks(low: number, high: number, count: number): number[] {
  const rough = (high - low) / Math.max(1, count);
  if (!(rough >= 1) || rough > DAY * 1e6) return linearTicks(low, high, count);
  return multiples(low, high, DURATIONS.find((step) => step >= rough) ?? DAY * Math.ceil(rough / DAY));
}
