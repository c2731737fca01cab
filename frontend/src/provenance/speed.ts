import type { Curve } from "../shared/api";

/** Numbers hold 53 bits: a difference below this share of them is off by a hundredth and more. */
const COARSE = 2 ** -46;

/**
 * Steps a second, by the longest of the curves since `since` (epoch seconds): the time between the first and the last
 * point is all that is known of how long the steps took. Null where no curve has two points apart in step and time,
 * and where its steps are too large for their difference to be known.
 */
export function speedOf(curves: readonly Curve[], since: number | null): number | null {
  let [longest, speed]: [number, number | null] = [0, null];
  for (const { steps, wall_times: times } of curves) {
    const from = times.findIndex((time) => since === null || time >= since);
    const last = steps.length - 1;
    if (from < 0) continue;
    const taken = (steps[last] ?? 0) - (steps[from] ?? 0);
    const seconds = (times[last] ?? 0) - (times[from] ?? 0);
    if (!(taken > longest) || !(seconds > 0) || taken < Math.abs(steps[last] ?? 0) * COARSE) continue;
    [longest, speed] = [taken, taken / seconds];
  }
  return speed;
}
