import { expect, test } from "vitest";
import { slotsOf, windowOf } from "../../src/runs/virtual";

test("the window covers what is in view, and some around it", () => {
  for (const top of [0, 27, 28, 1000, 279_000]) {
    const { first, last } = windowOf(top, 800, 28, 10_000);
    expect(first).toBeLessThanOrEqual(Math.floor(top / 28));
    expect(last).toBeGreaterThanOrEqual(Math.min(10_000, Math.ceil((top + 800) / 28)));
    expect(last - first).toBeLessThan(48);
  }
});

test("no two rows of a window share a slot", () => {
  for (const height of [1, 300, 801, 1000]) {
    const slots = slotsOf(height, 28);
    for (const top of [0, 29, 1000, 278_000]) {
      const { first, last } = windowOf(top, height, 28, 10_000);
      expect(last - first).toBeLessThanOrEqual(slots);
    }
  }
});

test("few rows and none", () => {
  expect(windowOf(0, 800, 28, 3)).toEqual({ first: 0, last: 3 });
  expect(windowOf(0, 800, 28, 0)).toEqual({ first: 0, last: 0 });
});

test("scrolled past the end, the window stays at the last row", () => {
  expect(windowOf(100_000, 800, 28, 10)).toEqual({ first: 9, last: 10 });
});
