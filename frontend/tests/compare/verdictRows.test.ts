import { expect, test } from "vitest";
import { verdictRows } from "../../src/compare/verdictRows";
import type { CompareAnswer } from "../../src/shared/api";
import { ANSWER, comparison, metric } from "./answers";

const LOSS = metric([2, 1], { better: "down", good: [null, true] });
const verdict = (changes: Partial<CompareAnswer["verdict"]>) => ({ ...ANSWER.verdict, ...changes });
const words = (answer: CompareAnswer) => verdictRows(answer)?.rows.map((row) => row.words);

test("each other run stands against the baseline on the verdict's metric, whichever comes first", () => {
  const metrics = { accuracy: metric([0.5, 0.75]), loss: LOSS };
  expect(verdictRows({ ...ANSWER, metrics })).toEqual({
    metric: "loss",
    rows: [{ run: "x/b", delta: -1, words: "lower, one run each", doubtful: false }],
  });
  expect(verdictRows({ ...ANSWER, baseline: "x/b" })?.rows.map(({ run }) => run)).toEqual(["x/a"]);
});

test("without a metric there is nothing to hold runs against", () => {
  expect(verdictRows({ ...ANSWER, verdict: verdict({ metric: null }) })).toBeNull();
  expect(verdictRows({ ...ANSWER, metrics: {} })).toBeNull();
});

test("a difference without an interval is called neither better nor worse", () => {
  const worse = { ...ANSWER, metrics: { loss: metric([2, 5], { better: "down", good: [null, false] }) } };
  expect(words(worse)).toEqual(["higher, one run each"]);
  expect(words({ ...worse, verdict: verdict({ word: null }) })).toEqual(["higher, no interval"]);
  expect(words({ ...worse, verdict: verdict({ word: "not comparable" }) })).toEqual(["higher, not comparable"]);
  expect(words({ ...worse, verdict: verdict({ word: "worse", interval: [1, 5] }) })).toEqual(["higher"]);
});

test("what is the same, and what has no figure, is said so", () => {
  const loss = { ...LOSS, deltas: [0, 0, null, "NaN" as const] };
  expect(words({ ...ANSWER, runs: ["x/a", "b", "c", "d"], metrics: { loss } })).toEqual([
    "the same",
    "no figure",
    "no figure",
  ]);
});

test("a run that a warning is about is doubtful, and no other whose name begins alike", () => {
  const answer = comparison({ runs: ["A", "B", "B C"], metrics: { loss: metric([1, 2, 3]) }, verdict: verdict({}) });
  const rows = verdictRows({ ...answer, doubtful: ["B C"], warnings: ["B C failed: …"] })?.rows;
  expect(rows?.map(({ run, doubtful }) => [run, doubtful])).toEqual([
    ["B", false],
    ["B C", true],
  ]);
});
