import type { CompareAnswer } from "../shared/api";
import { toNumber } from "../shared/format";

export interface VerdictRow {
  run: string;
  delta: number | null;
  good: boolean | null;
  doubtful: boolean;
}

/** The main metric is the first; each other run against the baseline on it. */
export function verdictRows(answer: CompareAnswer): { metric: string; rows: VerdictRow[] } | null {
  const found = Object.entries(answer.metrics).find(([name]) => name !== "duration");
  if (!found) return null;
  const [metric, { better, deltas }] = found;
  const rows = answer.runs.flatMap((run, index) => {
    if (run === answer.baseline) return [];
    const delta = toNumber(deltas[index] ?? null);
    const finite = delta !== null && Number.isFinite(delta);
    const good = !finite || delta === 0 || better === null ? null : delta > 0 === (better === "up");
    return [{ run, delta, good, doubtful: answer.warnings.some((warning) => warning.startsWith(`${run} `)) }];
  });
  return { metric, rows };
}
