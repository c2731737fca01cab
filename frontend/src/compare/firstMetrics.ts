import { splitOf } from "../provenance/curveGroups";

/** The two metrics drawn at first: the main one, and another figure of the same split (its loss beside its accuracy). */
export function firstMetrics(metrics: readonly string[]): string[] {
  const [main, ...others] = metrics;
  if (main === undefined) return [];
  const { split, figure } = splitOf(main);
  const companion =
    others.find((name) => splitOf(name).split === split && splitOf(name).figure !== figure) ?? others[0];
  return companion === undefined ? [main] : [main, companion];
}
