import type { CompareAnswer, Verdict } from "../shared/api";
import { toNumber } from "../shared/format";

/** One run against the baseline on the main metric; what it means, the server's sentence says. */
export interface VerdictRow {
  run: string;
  delta: number | null;
  words: string;
  doubtful: boolean;
}

/** Each other run against the baseline on the metric that the verdict goes by. */
export function verdictRows(answer: CompareAnswer): { metric: string; rows: VerdictRow[] } | null {
  const { metric } = answer.verdict;
  const figures = metric === null ? undefined : answer.metrics[metric];
  if (metric === null || !figures) return null;
  const rows = answer.runs.flatMap((run, index) => {
    if (run === answer.baseline) return [];
    const delta = toNumber(figures.deltas[index]);
    return [{ run, delta, words: wordsFor(delta, answer.verdict), doubtful: answer.doubtful.includes(run) }];
  });
  return { metric, rows };
}

/** A difference in words. Which is better a difference alone does not say: that takes an interval. */
function wordsFor(delta: number | null, { word, interval }: Verdict): string {
  if (delta === null || !Number.isFinite(delta)) return "no figure";
  if (delta === 0) return "the same";
  const side = delta > 0 ? "higher" : "lower";
  return interval === null ? `${side}, ${word ?? "no interval"}` : side;
}
