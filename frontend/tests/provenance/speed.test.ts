import { expect, test } from "vitest";
import { speedOf } from "../../src/provenance/speed";

const curve = (steps: number[], times: number[]) => ({
  run: "a",
  tag: "loss",
  steps,
  wall_times: times,
  values: [],
  count: null,
});

test("steps between the points over the time between them", () => {
  expect(speedOf([curve([5000, 5010, 5020], [0, 10, 20])], null)).toBe(1);
});

test("one point has no speed, nor have two at one step or one time", () => {
  expect(speedOf([], null)).toBeNull();
  expect(speedOf([curve([], [])], null)).toBeNull();
  expect(speedOf([curve([4000], [0.002])], null)).toBeNull();
  expect(speedOf([curve([1, 5], [3, 3])], null)).toBeNull();
  expect(speedOf([curve([5, 5], [1, 3])], null)).toBeNull();
  expect(speedOf([curve([9, 5], [1, 3])], null)).toBeNull();
});

test("the curve of the most steps tells", () => {
  expect(speedOf([curve([0, 100], [0, 10]), curve([0, 10], [0, 10]), curve([0, 90], [0, 1])], null)).toBe(10);
});

test("what was before the last start, and the pause, does not count", () => {
  expect(speedOf([curve([0, 100, 100, 120], [0, 10, 1000, 1010])], 1000)).toBe(2);
  expect(speedOf([curve([0, 100], [0, 10])], 1000)).toBeNull();
});

test("of nanosecond steps that are too near to be told apart there is none", () => {
  expect(speedOf([curve([1.7e18, 1.7e18 + 512], [0, 2])], null)).toBeNull();
  expect(speedOf([curve([1.7e18, 1.7e18 + 6e10], [0, 60])], null)).toBe(1e9);
});
