import { expect, test } from "vitest";
import { pairAt } from "../../../src/charts/many/pairing";

test("another metric at the same steps is its value there", () => {
  expect(pairAt([0, 10, 20], { steps: [0, 10, 20], values: [3, 2, 1] })).toEqual({ xs: [3, 2, 1], between: 0 });
});

test("between its steps it is straight, and beyond them unknown", () => {
  const { xs, between } = pairAt([-5, 5, 10, 25], { steps: [0, 10, 20], values: [0, 10, 20] });
  expect(xs).toEqual([Number.NaN, 5, 10, Number.NaN]);
  expect(between).toBe(1);
});

test("what was logged again counts, in whatever order it came", () => {
  expect(pairAt([0, 10], { steps: [10, 0, 10], values: [1, 5, 2] }).xs).toEqual([5, 2]);
});

test("nothing pairs with nothing", () => {
  expect(pairAt([1], { steps: [], values: [] }).xs).toEqual([Number.NaN]);
  expect(pairAt([], { steps: [1], values: [1] }).xs).toEqual([]);
});
