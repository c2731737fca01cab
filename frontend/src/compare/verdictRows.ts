import type { CompareAnswer } from "../shared/api";
import { toNumber } from "../shared/format";

export interface VerdictRow {
  run: string;
  delta: number | null;
  doubtful: boolean;
}

/** Each other run against the baseline on the metric that the verdict goes by. */
export function verdictRows(answer: CompareAnswer): { metric: string; rows: VerdictRow[] } | null {
  const metric = answer.verdict.metric;
  const figures = metric === null ? undefined : answer.metrics[metric];
  if (metric === null || !figures) return null;
  const rows = answer.runs.flatMap((run, index) => {
    if (run === answer.baseline) return [];
    return [{ run, delta: toNumber(figures.deltas[index]), doubtful: answer.doubtful.includes(run) }];
  });
  return { metric, rows };
}

/** A difference in a word. Which is better a difference alone does not say: that takes an interval. */
export function rowWord({ delta }: VerdictRow): string {
  if (delta === null || !Number.isFinite(delta)) return "no figure";
  return delta === 0 ? "the same" : delta > 0 ? "higher" : "lower";
}
