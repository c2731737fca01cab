import { expect, test } from "vitest";
import { bestOf, deltaOf, lastStep, mainMetric, secondMetric } from "../../src/provenance/tiles";
import type { Metric, RunAnswer } from "../../src/shared/api";
import { metric as compared, comparison } from "../compare/answers";

const metric = (last: number, changes: Partial<Metric> = {}): Metric => ({
  last,
  step: 9,
  first: last,
  min: last,
  max: last,
  mean: last,
  count: 10,
  exact: true,
  better: "up",
  split: null,
  figure: "accuracy",
  min_step: 3,
  max_step: 4,
  ...changes,
});

const run = (metrics: Record<string, Metric>, main: string | null) => ({ run: "B", metrics, main }) as RunAnswer;

test("the first tile is the server's main metric", () => {
  const answer = run({ accuracy: metric(1), val_loss: metric(2) }, "val_loss");
  expect(mainMetric(answer)?.name).toBe("val_loss");
  expect(mainMetric(run({}, null))).toBeNull();
});

test("the second is the same figure in training, else on other data, else another metric", () => {
  const main = metric(1, { split: "validation" });
  const second = (others: Record<string, Metric>) => {
    const answer = run({ main, ...others }, "main");
    return secondMetric(answer, mainMetric(answer))?.name;
  };
  const [test_, train] = [metric(1, { split: "test" }), metric(1, { split: "train" })];
  const loss = metric(1, { figure: "loss", split: "train" });
  expect(second({ loss, test_, train })).toBe("train");
  expect(second({ loss, test_ })).toBe("test_");
  expect(second({ loss })).toBe("loss");
  expect(second({})).toBeUndefined();
});

test("the best value is the highest or the lowest by the metric's direction, where it is not the last", () => {
  expect(bestOf(metric(0.5, { max: 0.9 }))).toEqual({ value: 0.9, step: 4 });
  expect(bestOf(metric(0.5, { min: 0.1, better: "down" }))).toEqual({ value: 0.1, step: 3 });
  expect(bestOf(metric(0.5))).toBeNull();
  expect(bestOf(metric(0.5, { max: 0.9, better: null }))).toBeNull();
});

test("the highest step of any metric", () => {
  expect(lastStep(run({ a: metric(1, { step: 7 }), b: metric(1, { step: null }) }, null))).toBe(7);
  expect(lastStep(run({ b: metric(1, { step: null }) }, null))).toBeNull();
});

test("whether a difference is good is the server's to say", () => {
  const loss = compared([2, 1], { better: "down", good: [null, true] });
  expect(deltaOf(comparison({ metrics: { loss } }), "loss", "B")).toEqual({ value: -1, good: true });
  const failed = { ...loss, good: [null, null] };
  expect(deltaOf(comparison({ metrics: { loss: failed } }), "loss", "B")).toEqual({ value: -1, good: null });
  expect(deltaOf(comparison(), "loss", "B")).toBeNull();
  expect(deltaOf(comparison({ metrics: { loss } }), "loss", "C")).toBeNull();
});
