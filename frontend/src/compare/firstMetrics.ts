import type { CompareAnswer } from "../shared/api";

/** The two metrics drawn at first: the main one, and another figure of the same split (its loss beside its accuracy). */
export function firstMetrics(
  { main, metrics }: Pick<CompareAnswer, "main" | "metrics">,
  names: readonly string[],
): string[] {
  const first = main ?? names[0];
  if (first === undefined) return [];
  const lead = metrics[first];
  const others = names.filter((name) => name !== first);
  const companion =
    others.find((name) => metrics[name]?.split === lead?.split && metrics[name]?.figure !== lead?.figure) ?? others[0];
  return companion === undefined ? [first] : [first, companion];
}
