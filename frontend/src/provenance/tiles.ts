import type { CompareAnswer, Metric, RunAnswer } from "../shared/api";
import { decimalsFor, toNumber } from "../shared/format";
import { splitOf } from "./curveGroups";

/** The figures that a run is known by. */
export interface TileMetric {
  name: string;
  metric: Metric;
  decimals: number;
}

/** The metric that ranks the run, else the first measured on validation data, else the first there is. */
export function mainMetric(answer: RunAnswer): TileMetric | null {
  const names = Object.keys(answer.metrics);
  const held = names.filter((name) => ["validation", "val", "eval", "test"].includes(splitOf(name).split));
  const better = (list: string[]) => list.find((name) => answer.metrics[name]?.better === "up") ?? list[0];
  return tile(answer, answer.position?.metric ?? better(held) ?? better(names));
}

/** The same figure on the training data, else another metric. */
export function secondMetric(answer: RunAnswer, main: TileMetric | null): TileMetric | null {
  if (!main) return null;
  const figure = splitOf(main.name).figure;
  const names = Object.keys(answer.metrics).filter((name) => name !== main.name);
  const twin = names.find((name) => splitOf(name).split === "train" && splitOf(name).figure === figure);
  return tile(answer, twin ?? names.find((name) => splitOf(name).figure === figure) ?? names[0]);
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

/** The run's difference from the baseline as the server has it, and whether it is for the better. */
export function deltaOf(
  comparison: CompareAnswer | null,
  name: string,
  run: string,
): { value: number; good: boolean | null } | null {
  const metric = comparison?.metrics[name];
  const value = toNumber(metric?.deltas[comparison?.runs.indexOf(run) ?? -1]);
  if (!metric || value === null) return null;
  const good = metric.better === null || value === 0 ? null : value > 0 === (metric.better === "up");
  return { value, good };
}
