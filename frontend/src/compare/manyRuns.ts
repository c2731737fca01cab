import type { Curve } from "../charts/curves";
import { letterStyle } from "../charts/lineStyle";
import type { QuantileBands } from "../charts/many/lines";
import { pairAt } from "../charts/many/pairing";
import { type Curve as Answered, type Bands, getBands, getRuns, getScalars, type Status } from "../shared/api";
import { batches, inTurn } from "../shared/batches";
import { toNumber } from "../shared/format";
import { useQuery } from "../shared/query";
import { letterOf } from "../shared/state";

const metricExpression = (name: string): string => `metric[${JSON.stringify(name)}]`;

/** The curves of all runs, some at a time: the first are drawn while the others are read. */
export function useManyCurves(runs: readonly string[], metrics: readonly string[], stamp: string) {
  const key = metrics.length === 0 ? null : `curves ${JSON.stringify([runs, metrics])} ${stamp}`;
  return useQuery<Answered[]>(
    key,
    async (signal, soon) => {
      const joined = (answers: { scalars: Answered[] }[]) => answers.flatMap(({ scalars }) => scalars);
      const ask = (batch: string[]) => getScalars(batch, metrics, undefined, signal);
      return joined(await inTurn(batches(runs), ask, soon && ((some) => soon(joined(some)))));
    },
    { live: false, keep: true },
  );
}

/** A server refuses longer addresses. */
const LONGEST = 50_000;

/** As many runs as one question can name, evenly picked. */
export function fitting(runs: readonly string[]): string[] {
  const whole = runs.reduce((sum, run) => sum + encodeURIComponent(run).length + 5, 0);
  const every = Math.ceil(whole / LONGEST);
  return runs.filter((_, index) => index % every === 0);
}

/** Quantiles over all runs, where there are more than can be drawn. */
export function useBands(runs: readonly string[], metrics: readonly string[], axis: string) {
  const key = runs.length === 0 || metrics.length === 0 ? null : `bands ${JSON.stringify([runs, metrics, axis])}`;
  return useQuery<Bands[]>(key, async (signal) => (await getBands(fitting(runs), metrics, axis, signal)).bands, {
    live: false,
    keep: true,
  });
}

export function toBands(found: Bands | undefined): QuantileBands | null {
  return found
    ? { x: found.x, quantiles: found.quantiles.map((row) => row.map((value) => toNumber(value) ?? Number.NaN)) }
    : null;
}

/** A run of the list beside the charts. */
export interface Listed {
  run: string;
  status: Status | null;
  value: number | null;
}

/** Last values of a metric, and states, of all runs. */
export function useListed(runs: readonly string[], metric: string | null) {
  return useQuery<Listed[]>(
    `listed ${JSON.stringify([runs, metric])}`,
    async (signal) => {
      const columns = ["name", "status", ...(metric === null ? [] : [metricExpression(metric)])];
      const answers = await inTurn(batches(runs, 100), (batch) => getRuns({ where: namedBy(batch), columns }, signal));
      return answers.flatMap(({ runs: names, columns: found }) =>
        names.map((run, row) => ({
          run,
          status: (found[1]?.values[row] ?? null) as Status | null,
          value: toNumber(found[2]?.values[row]),
        })),
      );
    },
    { keep: true, every: 2 },
  );
}

export const namedBy = (runs: readonly string[]): string =>
  `name in (${runs.map((run) => `${JSON.stringify(run)},`).join(" ")})`;

/** Best first where that is known, else largest; runs without a number last. */
export function sorted(listed: readonly Listed[], better: "up" | "down" | null): Listed[] {
  const sign = better === "down" ? 1 : -1;
  const rank = ({ value }: Listed) => (value === null || Number.isNaN(value) ? Number.POSITIVE_INFINITY : sign * value);
  return [...listed].sort((a, b) => rank(a) - rank(b) || (a.run < b.run ? -1 : 1));
}

export interface Chart {
  curves: Curve[];
  /** Points whose x lies between two of the other metric's. */
  between: number;
  /** Runs that have the metric, and not the one that is the x axis. */
  without: number;
}

/** The curves of a metric, those with letters last and so above the others. */
export function chartOf(
  metric: string,
  against: string | null,
  runs: readonly string[],
  found: ReadonlyMap<string, Answered>,
): Chart {
  const chart: Chart = { curves: [], between: 0, without: 0 };
  for (const run of runs) {
    const answered = found.get(`${metric}\n${run}`);
    if (!answered || answered.steps.length === 0) continue;
    const curve = toCurve(answered);
    if (against !== null) {
      const other = found.get(`${against}\n${run}`);
      if (!other) {
        chart.without += 1;
        continue;
      }
      const { xs, between } = pairAt(curve.steps, { steps: other.steps, values: numbers(other.values) });
      chart.between += between;
      curve.own = xs;
    }
    chart.curves.push(curve);
  }
  chart.curves.sort((a, b) => (a.letter ?? "").localeCompare(b.letter ?? ""));
  return chart;
}

export function byName(answered: readonly Answered[]): Map<string, Answered> {
  return new Map(answered.map((curve) => [`${curve.tag}\n${curve.run}`, curve]));
}

const numbers = (values: readonly unknown[]): number[] =>
  values.map((value) => toNumber(value as Parameters<typeof toNumber>[0]) ?? Number.NaN);

function toCurve({ run, steps, wall_times: wallTimes, values, count, band }: Answered): Curve {
  const letter = letterOf(run);
  return {
    key: run,
    label: run,
    ...(letter ? { letter, ...letterStyle(letter) } : { colour: "--cloud", dash: [] }),
    steps,
    wallTimes,
    values: numbers(values),
    count,
    ...(band && { band: { low: numbers(band.low), high: numbers(band.high) } }),
  };
}

/** What is to be said of means: how many runs they are of, and whether every value is in them. */
export function meansNote(answered: readonly Answered[]): string {
  const means = answered.flatMap(({ band }) => (band ? [band] : []));
  if (means.length === 0) return "";
  const fewer = means.some(({ n, members }) => n.some((one) => one < members));
  const exact = means.every((band) => band.exact);
  return `means with 95 % bands${exact ? "" : ", from sampled points"}${fewer ? ", of fewer runs where some have not come so far" : ""}`;
}
