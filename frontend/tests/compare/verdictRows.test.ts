import { expect, test } from "vitest";
import { shareText, verdictRows } from "../../src/compare/verdictRows";
import type { CompareAnswer } from "../../src/shared/api";
import { ANSWER, comparison, judgement, metric } from "./answers";

const LOSS = metric([2, 1], { better: "down", good: [null, true] });
const verdict = (changes: Partial<CompareAnswer["verdict"]>) => ({ ...ANSWER.verdict, ...changes });
const words = (answer: CompareAnswer) => verdictRows(answer)?.rows.map((row) => row.words);

test("each other run stands against the baseline on the verdict's metric, whichever comes first", () => {
  const metrics = { accuracy: metric([0.5, 0.75]), loss: LOSS };
  expect(verdictRows({ ...ANSWER, metrics })).toMatchObject({
    metric: "loss",
    rows: [{ run: "x/b", delta: -1, words: "lower, one run each", interval: null, mean: false, doubtful: false }],
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
  const other = { ...worse, doubtful: ["x/b"], verdict: verdict({ word: "not comparable" }) };
  expect(words(other)).toEqual(["not comparable"]);
  expect(words({ ...other, doubtful: [] })).toEqual(["higher, not comparable"]);
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

test("of groups each side has the server's word, its interval and how many runs would tell", () => {
  const group = { key: "seed:a", label: "a", members: ["a1", "a2"], n: 2, left_out: {}, out: [] };
  const sides = [
    null,
    judgement({ word: "better", interval: [0.5, 1.5], probability: 0.9, p: 0.01 }),
    judgement({ word: "not distinguishable", interval: [-1, "NaN"], runs_needed: 38, p: 0.4 }),
    judgement({ word: "one run each" }),
  ];
  const answer = comparison({
    runs: ["A", "B", "C", "D"],
    groups: [group, group, group, null],
    metrics: { accuracy: metric([1, 2, 1.5, 3]) },
    verdict: verdict({ metric: "accuracy", sides }),
  });
  expect(verdictRows(answer)?.rows).toEqual([
    expect.objectContaining({ words: "better", interval: [0.5, 1.5], mean: true, more: "", probability: 0.9 }),
    expect.objectContaining({ words: "not distinguishable", interval: null, more: "38 runs a side would tell" }),
    expect.objectContaining({ words: "higher, one run each", interval: null, mean: false }),
  ]);
});

test("no probability is certain", () => {
  expect([null, 0.999, 0.501, 0.001].map(shareText)).toEqual(["–", "> 0.99", "0.50", "< 0.01"]);
});
