import type { CompareAnswer } from "../shared/api";

/** Whether a metric only counts what another x axis would show. */
const counts = (name: string): boolean => /(^|\/)(epochs?|step|global_step)$/i.test(name);

/** The two metrics drawn at first: the main one, and another figure of the same split (its loss beside its accuracy). */
export function firstMetrics(
  { main, metrics }: Pick<CompareAnswer, "main" | "metrics">,
  names: readonly string[],
): string[] {
  const first = main ?? names[0];
  if (first === undefined) return [];
  const lead = metrics[first];
  const others = [...names.filter((name) => !counts(name)), ...names.filter(counts)].filter((name) => name !== first);
  const companion =
    others.find((name) => metrics[name]?.split === lead?.split && metrics[name]?.figure !== lead?.figure) ?? others[0];
  return companion === undefined ? [first] : [first, companion];
}

const CHARTS_OF_MANY = 4;

/** The charts of many runs at first: the same two, then the others up to four; what only counts comes last. */
export function moreMetrics(answer: Pick<CompareAnswer, "main" | "metrics">, names: readonly string[]): string[] {
  const first = firstMetrics(answer, names);
  const rest = names.filter((name) => !first.includes(name) && !counts(name));
  return [...first, ...rest].slice(0, CHARTS_OF_MANY);
}
