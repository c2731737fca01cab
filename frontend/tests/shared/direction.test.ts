import { expect, test } from "vitest";
import { isForTheBetter, toneOf } from "../../src/shared/direction";

test("a lower loss is good, a lower accuracy is not", () => {
  expect([-0.1, 0.1].map((delta) => isForTheBetter(delta, "down"))).toEqual([true, false]);
  expect([-0.1, 0.1].map((delta) => isForTheBetter(delta, "up"))).toEqual([false, true]);
});

test("no difference and no direction are neither", () => {
  expect([0, Number.NaN, null].map((delta) => isForTheBetter(delta, "down"))).toEqual([null, null, null]);
  expect(isForTheBetter(1, null)).toBeNull();
});

test("tones are classes", () => {
  expect([true, false, null].map((good) => toneOf("delta", good))).toEqual(["delta good", "delta bad", "delta"]);
  expect(toneOf("", null)).toBe("");
});
