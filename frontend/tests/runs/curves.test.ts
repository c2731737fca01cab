import { expect, test } from "vitest";
import { meanSpark, type Spark, sparkKey, sparkPoints, sparkScale } from "../../src/runs/curves";

const curve = (values: number[], every = 10, first = 0): Spark => ({
  steps: values.map((_, i) => first + i * every),
  values,
});
const steady = Array.from({ length: 100 }, (_, i) => i / 100);

test("one range for all sparklines leaves outliers out", () => {
  const range = sparkScale([curve(steady), curve([1e9, Number.NaN]), null, undefined]);
  expect(range).toEqual({ low: 0.02, high: 0.98, longest: 990 });
  expect(sparkScale([curve(steady.toReversed())])).toEqual(sparkScale([curve(steady)]));
  expect(sparkScale([null])).toBeNull();
  expect(sparkScale([curve([Number.NaN])])).toBeNull();
  expect(sparkScale([curve([2, 2])])).toEqual({ low: 1.5, high: 2.5, longest: 10 });
});

test("a curve is as wide as it is long, and one a hundred times shorter is still read", () => {
  const range = { low: 0, high: 1, longest: 40_000 };
  const widthOf = (one: Spark) => Math.max(...sparkPoints(one, range).map(({ x }) => x));
  expect(widthOf(curve([0, 1], 40_000))).toBe(1);
  expect(widthOf(curve([0, 1], 20_000))).toBe(0.5);
  expect(widthOf(curve([0, 1], 400))).toBe(0.3);
  expect(widthOf(curve([0, 1], 50_000))).toBe(1);
});

test("a curve begins at its own first step, however far that is", () => {
  const range = { low: 0, high: 1, longest: 60 };
  expect(sparkPoints(curve([0, 0.5, 1], 30, 5000), range)).toEqual([
    { x: 0, y: 0 },
    { x: 0.5, y: 0.5 },
    { x: 1, y: 1 },
  ]);
});

test("what is outside the range stands at its edge, one point at the left, NaN nowhere", () => {
  const range = { low: 1, high: 3, longest: 60 };
  expect(sparkPoints(curve([0, 2, 9]), range).map(({ y }) => y)).toEqual([0, 0.5, 1]);
  expect(sparkPoints(curve([2]), range)).toEqual([{ x: 0, y: 0.5 }]);
  expect(sparkPoints(curve([Number.NaN]), range)[0]?.y).toBeNaN();
  expect(sparkPoints(curve([2]), { low: 2, high: 2, longest: 0 })[0]?.y).toBe(0);
});

test("curves are known by metric and run", () => {
  expect(sparkKey("a", "b")).not.toBe(sparkKey("ab", ""));
});

test("the mean of curves is taken where each has a value, with its spread", () => {
  const mean = meanSpark([
    { steps: [0, 1, 2], values: [1, 2, 3] },
    { steps: [0, 2], values: [3, 5] },
    { steps: [1], values: [Number.NaN] },
  ]);
  expect(mean?.steps).toEqual([0, 1, 2]);
  expect(mean?.values).toEqual([2, 3, 4]);
  expect(mean?.low).toEqual([2 - Math.SQRT2, 3 - Math.SQRT2, 4 - Math.SQRT2]);
  const shorter = meanSpark([
    { steps: [0, 1], values: [1, 2] },
    { steps: [0], values: [3] },
  ]);
  expect([shorter?.values, shorter?.high]).toEqual([
    [2, 2],
    [2 + Math.SQRT2, Number.NaN],
  ]);
  expect(meanSpark([])).toBeNull();
});
