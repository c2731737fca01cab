import { expect, test } from "vitest";
import { verdictRows } from "../../src/compare/verdictRows";
import type { CompareAnswer, Num } from "../../src/shared/api";
import { ANSWER } from "./answer";

const metric = (deltas: (Num | null)[]): CompareAnswer["metrics"] => ({
  duration: { better: "down", unit: "s", values: [], exact: [], deltas: [0, 5, 5, 5], relative: [], best: null },
  loss: { better: "down", unit: null, values: [], exact: [], deltas, relative: [], best: null },
});

test("each other run stands against the baseline on the main metric, and a difference alone is no verdict", () => {
  expect(verdictRows(ANSWER)).toEqual({
    metric: "loss",
    rows: [{ run: "x/b", delta: -1, words: "one run each", doubtful: false }],
  });
  const worse = verdictRows({ ...ANSWER, metrics: metric([0, 3]) });
  expect(worse?.rows[0]?.words).toBe("one run each");
  expect(verdictRows({ ...ANSWER, baseline: "x/b" })?.rows.map(({ run }) => run)).toEqual(["x/a"]);
});

test("the server's sentence decides whether it is one run each", () => {
  const verdict = "The settings have five runs each.";
  expect(verdictRows({ ...ANSWER, verdict })?.rows[0]?.words).toBe("no interval");
});

test("what is the same, and what has no figure, is said so", () => {
  const four = { ...ANSWER, runs: ["x/a", "b", "c", "d"], metrics: metric([0, 0, null, "NaN"]) };
  expect(verdictRows(four)?.rows.map(({ words }) => words)).toEqual(["the same", "no figure", "no figure"]);
});

test("a run of which there is a warning is doubtful", () => {
  const warned = (text: string) => verdictRows({ ...ANSWER, warnings: [text] })?.rows[0]?.doubtful;
  expect(warned("x/b failed: its figures are those of an unfinished run.")).toBe(true);
  expect(warned("x/b2 failed.")).toBe(false);
  expect(warned("Mind x/b .")).toBe(false);
});

test("without a metric there is no verdict; duration is none", () => {
  expect(verdictRows({ ...ANSWER, metrics: {} })).toBeNull();
  const { duration } = metric([]);
  expect(duration && verdictRows({ ...ANSWER, metrics: { duration } })).toBeNull();
});
