import type { CompareAnswer } from "../shared/api";
import { toNumber } from "../shared/format";

/** One run against the baseline on the main metric; what it means, the server's sentence says. */
export interface VerdictRow {
  run: string;
  delta: number | null;
  words: string;
  doubtful: boolean;
}

const ONE_RUN_EACH = "one run each";

/** The main metric is the first; each other run against the baseline on it. */
export function verdictRows(answer: CompareAnswer): { metric: string; rows: VerdictRow[] } | null {
  const found = Object.entries(answer.metrics).find(([name]) => name !== "duration");
  if (!found) return null;
  const [metric, { deltas }] = found;
  const claim = answer.verdict.toLowerCase().includes(ONE_RUN_EACH) ? ONE_RUN_EACH : "no interval";
  const rows = answer.runs.flatMap((run, index) => {
    if (run === answer.baseline) return [];
    const delta = toNumber(deltas[index] ?? null);
    const doubtful = answer.warnings.some((warning) => warning.startsWith(`${run} `));
    return [{ run, delta, words: wordsFor(delta, claim), doubtful }];
  });
  return { metric, rows };
}

/** A difference without an interval is neither better nor worse. */
function wordsFor(delta: number | null, claim: string): string {
  if (delta === null || !Number.isFinite(delta)) return "no figure";
  return delta === 0 ? "the same" : claim;
}
