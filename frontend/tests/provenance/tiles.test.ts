import { expect, test } from "vitest";
import { bestOf, deltaOf, lastStep, secondMetric } from "../../src/provenance/tiles";
import type { CompareAnswer, Metric, RunAnswer } from "../../src/shared/api";

const metric = (part: Partial<Metric> = {}): Metric => ({
  last: 0.9,
  step: 10,
  first: 0.1,
  min: 0.1,
  max: 0.95,
  mean: 0.5,
  count: 11,
  exact: true,
  better: "up",
  min_step: 0,
  max_step: 7,
  ...part,
});

const runWith = (metrics: Record<string, Metric>) => ({ metrics, position: null }) as unknown as RunAnswer;

test("beside the main metric stands the same figure on the training data, else the same on others, else another", () => {
  const second = (...names: string[]) => {
    const answer = runWith(Object.fromEntries(names.map((name) => [name, metric()])));
    const [main = ""] = names;
    return secondMetric(answer, { name: main, metric: metric(), decimals: 4 })?.name;
  };
  expect(second("validation/accuracy", "validation/loss", "test/accuracy", "train/accuracy")).toBe("train/accuracy");
  expect(second("validation/accuracy", "validation/loss", "test/accuracy")).toBe("test/accuracy");
  expect(second("validation/accuracy", "loss", "train/loss")).toBe("loss");
  expect(second("accuracy")).toBeUndefined();
  expect(secondMetric(runWith({}), null)).toBeNull();
});

test("a tile has the decimals of its figures", () => {
  const figures = { last: 61.2, max: 99.5, min: 55.5 };
  const answer = runWith({ main: metric(), loss: metric(figures) });
  expect(secondMetric(answer, { name: "main", metric: metric(), decimals: 4 })?.decimals).toBe(2);
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
  expect(lastStep(runWith({ a: metric({ step: 5 }), b: metric({ step: 12 }), c: metric({ step: null }) }))).toBe(12);
  expect(lastStep(runWith({ a: metric({ step: 0 }) }))).toBe(0);
  expect(lastStep(runWith({ a: metric({ step: null }) }))).toBeNull();
  expect(lastStep(runWith({}))).toBeNull();
});

test("a lower loss is good, a lower accuracy is not, and no difference is neither", () => {
  const compared = (better: Metric["better"], delta: number | null) =>
    ({
      runs: ["base", "run"],
      metrics: { m: { better, deltas: [0, delta] } },
    }) as unknown as CompareAnswer;
  const delta = (better: Metric["better"], value: number | null) => deltaOf(compared(better, value), "m", "run");
  expect(delta("down", -0.1)).toEqual({ value: -0.1, good: true });
  expect(delta("down", 0.1)).toEqual({ value: 0.1, good: false });
  expect(delta("up", 0.1)).toEqual({ value: 0.1, good: true });
  expect(delta("up", -0.1)).toEqual({ value: -0.1, good: false });
  expect(delta("up", 0)).toEqual({ value: 0, good: null });
  expect(delta(null, 0.1)).toEqual({ value: 0.1, good: null });
  expect(delta("up", null)).toBeNull();
  expect(deltaOf(null, "m", "run")).toBeNull();
  expect(deltaOf(compared("up", 1), "other", "run")).toBeNull();
  expect(deltaOf(compared("up", 1), "m", "stranger")).toBeNull();
});
