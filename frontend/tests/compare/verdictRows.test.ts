import { expect, test } from "vitest";
import { rowWord, verdictRows } from "../../src/compare/verdictRows";
import { comparison, metric } from "./answers";

const verdict = (name: string | null) => ({ ...comparison().verdict, metric: name });

test("the metric is the verdict's, whichever comes first", () => {
  const metrics = { accuracy: metric([0.5, 0.75]), loss: metric([2, 1], { better: "down" }) };
  const rows = verdictRows(comparison({ metrics, verdict: verdict("loss") }));
  expect(rows).toEqual({ metric: "loss", rows: [{ run: "B", delta: -1, doubtful: false }] });
  expect(verdictRows(comparison({ metrics, verdict: verdict(null) }))).toBeNull();
});

test("a run that a warning names is doubtful, and no other whose name begins alike", () => {
  const answer = comparison({ runs: ["A", "B", "B C"], metrics: { x: metric([1, 2, 3]) }, verdict: verdict("x") });
  const rows = verdictRows({ ...answer, doubtful: ["B C"], warnings: ["B C failed: …"] })?.rows;
  expect(rows?.map(({ run, doubtful }) => [run, doubtful])).toEqual([
    ["B", false],
    ["B C", true],
  ]);
});

test("a difference without an interval is called neither better nor worse", () => {
  const words = [0.1, -0.1, 0, Number.NaN, null].map((delta) => rowWord({ run: "B", delta, doubtful: false }));
  expect(words).toEqual(["higher", "lower", "the same", "no figure", "no figure"]);
});
