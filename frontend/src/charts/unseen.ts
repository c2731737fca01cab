import { grouped } from "../shared/format";
import type { Curve } from "./curves";

/** How many values of the curves are no point of a line. */
interface Gaps {
  nan: number;
  infinite: number;
  /** Zero or less: a logarithmic axis has no place for them. */
  low: number;
}

function gapsOf(curves: readonly Curve[], log: boolean): Gaps {
  const gaps = { nan: 0, infinite: 0, low: 0 };
  for (const { values } of curves) {
    for (const value of values) {
      if (Number.isNaN(value)) gaps.nan += 1;
      else if (!Number.isFinite(value)) gaps.infinite += 1;
      else if (log && value <= 0) gaps.low += 1;
    }
  }
  return gaps;
}

function listed({ nan, infinite, low }: Gaps): string[] {
  const say = (count: number, what: string) => (count > 0 ? [`${grouped(count)} ${what}`] : []);
  return [...say(nan, "NaN"), ...say(infinite, "infinite"), ...say(low, "not above 0")];
}

/** TensorBoard keeps so many points of a curve. */
const SAMPLES = 1000;

function sampled(curves: readonly Curve[]): string[] {
  const known = curves.filter(({ count, values }) => count !== null && count > values.length);
  const longest = known.toSorted((a, b) => (b.count ?? 0) - (a.count ?? 0))[0];
  if (longest) return [`sampled: ${grouped(longest.values.length)} of ${grouped(longest.count ?? 0)} points`];
  const full = curves.some(({ count, values }) => count === null && values.length >= SAMPLES);
  return full ? [`may be sampled: TensorBoard keeps ${grouped(SAMPLES)} points`] : [];
}

/** What a chart does not show of its curves, in words; empty where it shows everything. */
export function unseen(curves: readonly Curve[], log: boolean): string {
  return [...sampled(curves), ...listed(gapsOf(curves, log))].join(", ");
}

/** Why there is nothing to draw, or null where there is. */
export function nothingToDraw(curves: readonly Curve[], reading: boolean): string | null {
  if (curves.some((curve) => curve.values.some(Number.isFinite))) return null;
  const values = curves.flatMap((curve) => curve.values);
  if (values.length === 0) return reading ? "Reading the points…" : "No points were recorded.";
  if (values.every(Number.isNaN))
    return values.length === 1 ? "Its one value is NaN." : `All ${grouped(values.length)} values are NaN.`;
  return `No value is finite: ${listed(gapsOf(curves, false)).join(", ")}.`;
}
