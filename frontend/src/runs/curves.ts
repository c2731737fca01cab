import { batch, signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { getScalars } from "../shared/api";
import { toNumber } from "../shared/format";
import { beat, reportFailure } from "../shared/live";

export interface Spark {
  steps: number[];
  values: number[];
}

/** The values and the longest stretch of steps of all rows' curves. */
interface SparkRange {
  low: number;
  high: number;
  longest: number;
}

const POINTS = 32;
const BATCH = 60;
const PAUSE = 120;
const MOST = 4000;

/** Curves by "tag\nrun"; null where the run has none. */
export const sparks = signal<ReadonlyMap<string, Spark | null>>(new Map());

/** The range of all sparklines: it only grows, so that drawn rows stay comparable with new ones. */
export const sparkRange = signal<SparkRange>({
  low: Number.POSITIVE_INFINITY,
  high: Number.NEGATIVE_INFINITY,
  longest: 0,
});

export const sparkKey = (tag: string, run: string): string => `${tag}\n${run}`;

let rangeTag: string | null = null;

function union(a: SparkRange, b: SparkRange | null): SparkRange {
  if (!b) return a;
  return {
    low: Math.min(a.low, b.low),
    high: Math.max(a.high, b.high),
    longest: Math.max(a.longest, b.longest),
  };
}

async function read(tag: string, runs: readonly string[], abort: AbortSignal): Promise<void> {
  const { scalars } = await getScalars(runs, [tag], POINTS, abort);
  const next = new Map(sparks.value.size > MOST ? [] : sparks.value);
  for (const run of runs) next.set(sparkKey(tag, run), null);
  for (const { run, steps, values } of scalars)
    next.set(sparkKey(tag, run), { steps, values: values.map((value) => toNumber(value) ?? Number.NaN) });
  batch(() => {
    const range = sparkScale(runs.map((run) => next.get(sparkKey(tag, run))));
    sparkRange.value = tag === rangeTag ? union(sparkRange.value, range) : (range ?? sparkRange.value);
    rangeTag = tag;
    sparks.value = next;
  });
}

/** Reads the curves of the runs in view, 60 a request: those not read yet, and those still running on every beat. */
export function useSparks(tag: string | null, runs: readonly string[], running: (run: string) => boolean): void {
  const visible = runs.join("\n");
  const pulse = beat.value;
  useEffect(() => {
    if (tag === null) return;
    const abort = new AbortController();
    const readAll = async () => {
      const wanted = runs.filter((run) => running(run) || !sparks.value.has(sparkKey(tag, run)));
      for (let at = 0; at < wanted.length && !abort.signal.aborted; at += BATCH)
        await read(tag, wanted.slice(at, at + BATCH), abort.signal);
    };
    const timer = setTimeout(() => {
      readAll().catch((error: unknown) => {
        if (!abort.signal.aborted) reportFailure(error);
      });
    }, PAUSE);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [tag, visible, pulse]);
}

/** The mean of several curves, and how far they spread around it; ends of the band are NaN where one curve is alone. */
interface MeanSpark extends Spark {
  low: number[];
  high: number[];
}

/** The curve's value at a step, between two points in proportion; NaN outside of it. */
function valueAt({ steps, values }: Spark, step: number): number {
  const next = steps.findIndex((one) => one >= step);
  if (next < 0) return Number.NaN;
  const [here, value] = [steps[next] as number, values[next] as number];
  if (here === step) return value;
  if (next === 0) return Number.NaN;
  const [before, last] = [steps[next - 1] as number, values[next - 1] as number];
  return last + ((value - last) * (step - before)) / (here - before);
}

/** The mean, at the steps of the curve that has most of them, of those curves that have a finite value there; ± the standard deviation. */
export function meanSpark(curves: readonly Spark[]): MeanSpark | null {
  const longest = curves.reduce<Spark | null>(
    (most, one) => (one.steps.length > (most?.steps.length ?? 0) ? one : most),
    null,
  );
  if (!longest) return null;
  const mean: MeanSpark = { steps: longest.steps, values: [], low: [], high: [] };
  for (const step of longest.steps) {
    const values = curves.map((curve) => valueAt(curve, step)).filter(Number.isFinite);
    const n = values.length;
    const middle = n ? values.reduce((sum, value) => sum + value, 0) / n : Number.NaN;
    const squares = values.reduce((sum, value) => sum + (value - middle) ** 2, 0);
    const sd = n > 1 ? Math.sqrt(squares / (n - 1)) : Number.NaN;
    mean.values.push(middle);
    mean.low.push(middle - sd);
    mean.high.push(middle + sd);
  }
  return mean;
}

/** How many steps a curve covers. */
function stretch({ steps }: Spark): number {
  return Math.max(0, (steps.at(-1) ?? 0) - (steps[0] ?? 0));
}

/** A range for these curves, outliers aside, and the longest one's stretch of steps. Null without a point. */
export function sparkScale(curves: readonly (Spark | null | undefined)[]): SparkRange | null {
  const values: number[] = [];
  let longest = 0;
  for (const curve of curves) {
    if (!curve) continue;
    for (const value of curve.values) if (Number.isFinite(value)) values.push(value);
    longest = Math.max(longest, stretch(curve));
  }
  if (values.length === 0) return null;
  values.sort((a, b) => a - b);
  const at = (share: number): number => values[Math.floor(share * (values.length - 1))] as number;
  const [low, high] = [at(0.02), at(0.98)];
  return high > low ? { low, high, longest } : { low: low - 0.5, high: high + 0.5, longest };
}

/** Shorter than this share of the longest one no curve is drawn: its shape would be lost. */
const SHORTEST = 0.3;

/** Where each point lies, from 0 to 1: x over the curve's own steps, as far as its length allows; y over the range. */
export function sparkPoints(curve: Spark, { low, high, longest }: SparkRange): { x: number; y: number }[] {
  const own = stretch(curve);
  const width = own === 0 ? 0 : Math.max(SHORTEST, own / Math.max(own, longest));
  const first = curve.steps[0] ?? 0;
  return curve.values.map((value, index) => ({
    x: own === 0 ? 0 : (((curve.steps[index] ?? 0) - first) / own) * width,
    y: (Math.max(low, Math.min(high, value)) - low) / (high - low || 1),
  }));
}
