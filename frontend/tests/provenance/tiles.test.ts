import { expect, test } from "vitest";
import { bestOf, deltaOf, lastStep, mainMetric, secondMetric } from "../../src/provenance/tiles";
import type { Metric, RunAnswer } from "../../src/shared/api";
import { metric as compared, comparison } from "../compare/answers";

const metric = (part: Partial<Metric> = {}): Metric => ({
  last: 0.9,
  step: 10,
  first: 0.1,
  min: 0.1,
  max: 0.95,
  mean: 0.5,
  count: 11,
  exact: true,
  last_exact: true,
  better: "up",
  split: null,
  figure: "accuracy",
  first_step: 0,
  min_step: 0,
  max_step: 7,
  ...part,
});

const run = (metrics: Record<string, Metric>, main: string | null = null) => ({ run: "B", metrics, main }) as RunAnswer;

test("the first tile is the server's main metric", () => {
  expect(mainMetric(run({ accuracy: metric(), val_loss: metric() }, "val_loss"))?.name).toBe("val_loss");
  expect(mainMetric(run({}))).toBeNull();
});

test("beside it stands the same figure on the training data, else the same on others, else another", () => {
  const main = metric({ split: "validation" });
  const second = (others: Record<string, Metric>) => {
    const answer = run({ main, ...others }, "main");
    return secondMetric(answer, mainMetric(answer))?.name;
  };
  const [tested, train] = [metric({ split: "test" }), metric({ split: "train" })];
  const loss = metric({ figure: "loss", split: "train" });
  expect(second({ loss, tested, train })).toBe("train");
  expect(second({ loss, tested })).toBe("tested");
  expect(second({ loss })).toBe("loss");
  expect(second({})).toBeUndefined();
  expect(secondMetric(run({}), null)).toBeNull();
});

test("a tile has the decimals of its figures", () => {
  const answer = run({ main: metric(), loss: metric({ last: 61.2, max: 99.5, min: 55.5 }) }, "main");
  expect(secondMetric(answer, mainMetric(answer))?.decimals).toBe(2);
});

test("the best value is the least where less is better, and is said where it is not the last", () => {
  expect(bestOf(metric())).toEqual({ value: 0.95, step: 7 });
  expect(bestOf(metric({ better: "down", last: 0.3, min: 0.2, min_step: 4 }))).toEqual({ value: 0.2, step: 4 });
  expect(bestOf(metric({ last: 0.95 }))).toBeNull();
  expect(bestOf(metric({ better: "down", last: 0.1 }))).toBeNull();
  expect(bestOf(metric({ better: null }))).toBeNull();
  expect(bestOf(metric({ max: null }))).toBeNull();
  expect(bestOf(metric({ last: null }))).toBeNull();
});

test("the last step is the highest of any metric", () => {
  expect(lastStep(run({ a: metric({ step: 5 }), b: metric({ step: 12 }), c: metric({ step: null }) }))).toBe(12);
  expect(lastStep(run({ a: metric({ step: 0 }) }))).toBe(0);
  expect(lastStep(run({ a: metric({ step: null }) }))).toBeNull();
  expect(lastStep(run({}))).toBeNull();
});

test("whether a difference is good is the server's to say", () => {
  const loss = compared([2, 1], { better: "down", good: [null, true] });
  const delta = (change: Partial<typeof loss>, of = "B") =>
    deltaOf(comparison({ metrics: { loss: { ...loss, ...change } } }), "loss", of);
  expect(delta({})).toEqual({ value: -1, good: true });
  expect(delta({ good: [null, false] })).toEqual({ value: -1, good: false });
  expect(delta({ good: [null, null] })).toEqual({ value: -1, good: null });
  expect(delta({ deltas: [0, 0], good: [null, null] })).toEqual({ value: 0, good: null });
  expect(delta({ deltas: [0, null] })).toBeNull();
  expect(delta({}, "stranger")).toBeNull();
  expect(deltaOf(null, "loss", "B")).toBeNull();
  expect(deltaOf(comparison(), "loss", "B")).toBeNull();
});
