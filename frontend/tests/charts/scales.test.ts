import { describe, expect, it } from "vitest";
import { isLog, valueRange, xRange } from "../../src/charts/scales";

describe("isLog", () => {
  it("is for positive values that span a decade", () => {
    expect(isLog([2.3, 0.04], "auto", "down")).toBe(true);
    expect(isLog([2.3, 0.4], "auto", "down")).toBe(false);
    expect(isLog([2.3, 0.04, 0], "auto", "down")).toBe(false);
  });

  it("is not for what nears a bound, unless asked for", () => {
    expect(isLog([0.05, 0.99], "auto", "up")).toBe(false);
    expect(isLog([0.05, 0.99], "log", "up")).toBe(true);
    expect(isLog([-1, -2], "log", null)).toBe(false);
    expect(isLog([2.3, 0.04], "linear", "down")).toBe(false);
  });
});

describe("valueRange", () => {
  it("lets a short climb run out of the chart", () => {
    const climb = [0.1, 0.5, ...new Array(100).fill(0).map((_, index) => 0.95 + index * 0.0004)];
    const { low, high } = valueRange(climb, "auto", "up");
    expect(low).toBeGreaterThan(0.9);
    expect(high).toBeGreaterThanOrEqual(0.989);
  });

  it("keeps evenly spread values whole, and zero at the foot", () => {
    const { low, high } = valueRange([0, 25, 50, 75, 100], "linear", null);
    expect(low).toBe(0);
    expect(high).toBeGreaterThan(100);
  });

  it("gives one value, or none, a range", () => {
    expect(valueRange([5], "auto", null)).toEqual({ low: 4.5, high: 5.5, log: false });
    expect(valueRange([Number.NaN], "auto", null)).toEqual({ low: 0, high: 1, log: false });
  });
});

describe("xRange", () => {
  it("begins at zero where the first step is near it", () => {
    expect(xRange(100, 27500, "step")).toEqual([0, 27500]);
    expect(xRange(20000, 27500, "step")).toEqual([20000, 27500]);
    expect(xRange(100, 27500, "wall")).toEqual([100, 27500]);
    expect(xRange(7, 7, "step")).toEqual([6, 8]);
  });
});
