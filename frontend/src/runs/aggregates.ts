import type { Better } from "../shared/api";

/** What stands for a curve: its last value, an extreme, its mean, or its value where another metric is best. */
export type Aggregate = "last" | "best" | "mean" | "first" | "at";

interface Figure {
  /** The metric's id. */
  metric: string;
  function: string;
}

const CALL = /^(min|max|mean|first|last)\((.*)\)$/s;
const AT = /^at\((.*), (min|max)\((.*)\)\)$/s;

/** The metric of which a column is a figure, and how it is made; null of a column of something else. */
export function figureOf(key: string): Figure | null {
  const at = AT.exec(key);
  if (at?.[1] && isMetric(at[1])) return { metric: at[1], function: "at" };
  const call = CALL.exec(key);
  if (call?.[1] && call[2] && isMetric(call[2])) return { metric: call[2], function: call[1] };
  return isMetric(key) ? { metric: key, function: "last" } : null;
}

function isMetric(id: string): boolean {
  return /^metric(\.[A-Za-z_][\w.]*|\["(?:[^"\\]|\\.)*"\])$/.test(id);
}

const extreme = (better: Better): "min" | "max" => (better === "down" ? "min" : "max");

/** The expression of a metric's figure; `main` is the metric that others are judged by. */
export function expressionOf(
  metric: string,
  better: Better,
  aggregate: Aggregate,
  main: { id: string; better: Better } | null,
): string {
  if (aggregate === "last") return metric;
  if (aggregate === "best") return `${extreme(better)}(${metric})`;
  if (aggregate === "at") return main ? `at(${metric}, ${extreme(main.better)}(${main.id}))` : metric;
  return `${aggregate}(${metric})`;
}

/** Which of them a column is. */
export function aggregateOf(figure: Figure): Aggregate {
  if (figure.function === "min" || figure.function === "max") return "best";
  return figure.function as Aggregate;
}

/** What the head's note calls it. */
export function aggregateWord(figure: Figure): string {
  return figure.function === "at" ? "at best" : figure.function;
}
