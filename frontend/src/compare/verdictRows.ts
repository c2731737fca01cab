import type { CompareAnswer, Judgement, VerdictWord } from "../shared/api";
import { count, toNumber } from "../shared/format";

/** One side against the baseline on the main metric; what it means, the server's sentence says. */
export interface VerdictRow {
  run: string;
  delta: number | null;
  interval: [number, number] | null;
  /** The server's word, where it has one for this side. */
  word: VerdictWord | null;
  words: string;
  /** How many runs would tell, and the like. */
  more: string;
  probability: number | null;
  p: number | null;
  /** A group's mean rather than one run's figure. */
  mean: boolean;
  doubtful: boolean;
}

/** Each other side against the baseline on the metric that the verdict goes by. */
export function verdictRows(answer: CompareAnswer): { metric: string; rows: VerdictRow[] } | null {
  const { metric, sides } = answer.verdict;
  const figures = metric === null ? undefined : answer.metrics[metric];
  if (metric === null || !figures) return null;
  const rows = answer.runs.flatMap((run, place) => {
    if (run === answer.baseline) return [];
    const doubtful = answer.doubtful.includes(run);
    const judged = sides?.[place] ?? null;
    const delta = toNumber(figures.deltas[place]);
    const mean = answer.groups?.[place] != null;
    return [{ run, delta, mean, doubtful, ...wordsFor(delta, judged, answer.verdict.word, doubtful) }];
  });
  return { metric, rows };
}

type Words = Pick<VerdictRow, "interval" | "word" | "words" | "more" | "probability" | "p">;

/** A side in words. Which is better a difference alone does not say: that takes an interval. */
function wordsFor(delta: number | null, judged: Judgement | null, whole: VerdictWord | null, doubtful: boolean): Words {
  const interval = judged && intervalOf(judged);
  const barred = doubtful && whole === "not comparable" ? whole : null;
  const word = judged?.word ?? barred;
  const rest = { interval, word, probability: judged?.probability ?? null, p: judged?.p ?? null };
  if (word === "better" || word === "worse") return { ...rest, words: word, more: "" };
  if (word === "not distinguishable") return { ...rest, words: word, more: neededText(judged) };
  if (word === "not comparable") return { ...rest, words: word, more: "" };
  return { ...rest, words: withoutInterval(delta, word ?? whole), more: "" };
}

function withoutInterval(delta: number | null, word: VerdictWord | null): string {
  if (delta === null || !Number.isFinite(delta)) return "no figure";
  if (delta === 0) return "the same";
  return `${delta > 0 ? "higher" : "lower"}, ${word ?? "no interval"}`;
}

function intervalOf({ interval }: Judgement): [number, number] | null {
  const [low, high] = (interval ?? []).map((bound) => toNumber(bound));
  const known = typeof low === "number" && typeof high === "number";
  return known && Number.isFinite(low) && Number.isFinite(high) ? [low, high] : null;
}

function neededText(judged: Judgement | null): string {
  const needed = judged?.runs_needed ?? null;
  return needed === null ? "" : `${count(needed, "run")} a side would tell`;
}

/** A probability that claims no certainty. */
export function shareText(probability: number | null): string {
  if (probability === null) return "–";
  if (probability > 0.99) return "> 0.99";
  return probability < 0.01 ? "< 0.01" : probability.toFixed(2);
}
