import type { CompareAnswer, Metric, RunAnswer } from "../shared/api";
import { decimalsFor, toNumber } from "../shared/format";

/** The figures that a run is known by. */
export interface TileMetric {
  name: string;
  metric: Metric;
  decimals: number;
}

/** The metric that the run is judged by. */
export function mainMetric(answer: RunAnswer): TileMetric | null {
  return tile(answer, answer.main ?? undefined);
}

/** The same figure on the training data, else on other data, else another metric. */
export function secondMetric(answer: RunAnswer, main: TileMetric | null): TileMetric | null {
  if (!main) return null;
  const others = Object.keys(answer.metrics).filter((name) => name !== main.name);
  const twins = others.filter((name) => answer.metrics[name]?.figure === main.metric.figure);
  const trained = twins.find((name) => answer.metrics[name]?.split === "train");
  return tile(answer, trained ?? twins[0] ?? others[0]);
}

function tile(answer: RunAnswer, name: string | undefined): TileMetric | null {
  const metric = name === undefined ? undefined : answer.metrics[name];
  if (!metric || name === undefined) return null;
  return { name, metric, decimals: decimalsFor([metric.last, metric.max, metric.min]) };
}

/** The best value and its step, where it was better than the last. */
export function bestOf(metric: Metric): { value: number; step: number | null } | null {
  const last = toNumber(metric.last);
  const value = toNumber(metric.better === "down" ? metric.min : metric.max);
  if (metric.better === null || value === null || last === null || value === last) return null;
  return { value, step: metric.better === "down" ? metric.min_step : metric.max_step };
}

/** The highest step of any metric. */
export function lastStep(answer: RunAnswer): number | null {
  const steps = Object.values(answer.metrics).flatMap((metric) => (metric.step === null ? [] : [metric.step]));
  return steps.length === 0 ? null : Math.max(...steps);
}

/** The run's difference from the baseline, and whether it is for the better, as the server has it. */
export function deltaOf(
  comparison: CompareAnswer | null,
  name: string,
  run: string,
): { value: number; good: boolean | null } | null {
  const metric = comparison?.metrics[name];
  const place = comparison?.runs.indexOf(run) ?? -1;
  const value = toNumber(metric?.deltas[place]);
  return metric && value !== null ? { value, good: metric.good[place] ?? null } : null;
}
