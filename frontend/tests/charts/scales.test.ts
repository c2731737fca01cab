import { describe, expect, it } from "vitest";
import { extent, isLog, valueRange, xRange } from "../../src/charts/scales";

describe("isLog", () => {
  it("is for positive values that span a decade", () => {
    expect(isLog([2.3, 0.04], "auto", "down")).toBe(true);
    expect(isLog([1, 10], "auto", null)).toBe(true);
    expect(isLog([2.3, 0.4], "auto", "down")).toBe(false);
    expect(isLog([2.3, 0.04, 0], "auto", "down")).toBe(false);
    expect(isLog([2.3, 0.04, Number.NaN], "auto", "down")).toBe(true);
  });

  it("is not for what nears a bound, unless asked for", () => {
    expect(isLog([0.05, 0.99], "auto", "up")).toBe(false);
    expect(isLog([0.05, 0.99], "log", "up")).toBe(true);
    expect(isLog([-1, 2], "log", null)).toBe(true);
    expect(isLog([-1, -2], "log", null)).toBe(false);
    expect(isLog([], "log", null)).toBe(false);
    expect(isLog([2.3, 0.04], "linear", "down")).toBe(false);
  });
});

const steady = (from: number, count: number) => new Array(count).fill(0).map((_, index) => from + index * 0.0004);
const CLIMB = [0.1, 0.5, ...steady(0.95, 100)];

describe("valueRange", () => {
  it("covers every line, whatever its length and its spikes", () => {
    const { low, high } = valueRange([steady(0.9, 3000), [0.66, 0.67], [0.95, 50, 0.95]], "linear", "up");
    expect(low).toBeLessThanOrEqual(0.66);
    expect(high).toBeGreaterThanOrEqual(50);
  });

  it("lets a short climb and a lone spike run out where it may clip", () => {
    const climb = valueRange([CLIMB], "auto", "up", true);
    expect(climb.low).toBeGreaterThan(0.9);
    expect(climb.low).toBeLessThan(0.95);
    expect(climb.high).toBeGreaterThanOrEqual(0.989);
    const spike = valueRange([[...steady(0.95, 100), 50]], "linear", null, true);
    expect(spike.high).toBeLessThan(1.1);
    expect(spike.high).toBeGreaterThan(0.99);
    expect(spike.low).toBeLessThanOrEqual(0.95);
  });

  it("clips each line by itself: a short low one stays", () => {
    const { low } = valueRange([CLIMB, [0.3, 0.31, 0.32]], "linear", "up", true);
    expect(low).toBeLessThanOrEqual(0.3);
  });

  it("clips neither short lines nor those that are spread evenly, nor a constant with one spike", () => {
    expect(valueRange([[0.1, ...steady(0.95, 18)]], "linear", null, true).low).toBeLessThanOrEqual(0.1);
    expect(valueRange([[0.1, ...steady(0.95, 19)]], "linear", null, true).low).toBeGreaterThan(0.9);
    expect(valueRange([[0, ...steady(1, 99).map((_, index) => index)]], "linear", null, true).high).toBeGreaterThan(98);
    expect(valueRange([[5, ...new Array(50).fill(1)]], "linear", null, true).high).toBeGreaterThan(5);
  });

  it("leaves a little room, and keeps zero at the foot or the head", () => {
    expect(valueRange([[0, 25, 50, 75, 100]], "linear", null)).toEqual({ low: 0, high: 106, log: false });
    expect(valueRange([[-100, 0]], "linear", null)).toEqual({ low: -106, high: 0, log: false });
    expect(valueRange([[1, 101]], "linear", null).low).toBe(0);
    expect(valueRange([[50, 150]], "linear", null)).toEqual({ low: 44, high: 156, log: false });
    expect(valueRange([[-150, -50]], "linear", null)).toEqual({ low: -156, high: -44, log: false });
    expect(valueRange([[-50, 50]], "linear", null)).toEqual({ low: -56, high: 56, log: false });
  });

  it("has room on a log axis too, by ratio", () => {
    const { low, high, log } = valueRange([[0.01, 1]], "log", null);
    expect(log).toBe(true);
    expect(low).toBeCloseTo(0.01 / 100 ** 0.06, 6);
    expect(high).toBeCloseTo(100 ** 0.06, 6);
    const one = valueRange([[8, 0, -1]], "log", null);
    expect([one.low, one.high].map((value) => Number(value.toFixed(6)))).toEqual([4, 16]);
    expect(valueRange([[1000, 1001]], "log", null).high).toBeCloseTo(1001 * 1.02, 6);
  });

  it("gives one value, or none, a range", () => {
    expect(valueRange([[5]], "auto", null)).toEqual({ low: 4.5, high: 5.5, log: false });
    expect(valueRange([[0]], "auto", null)).toEqual({ low: -1, high: 1, log: false });
    expect(valueRange([[Number.NaN]], "auto", null)).toEqual({ low: 0, high: 1, log: false });
    expect(valueRange([], "log", null)).toEqual({ low: 0, high: 1, log: false });
  });

  it("stays finite for the largest numbers there are", () => {
    for (const lines of [[[-1.7e308, 1.7e308]], [[1.7e308]], [[-1.7e308]], [[5e-324, 1.7e308]]]) {
      for (const scale of ["linear", "log"] as const) {
        const { low, high } = valueRange(lines, scale, null);
        expect(Number.isFinite(low) && Number.isFinite(high)).toBe(true);
        expect(low).toBeLessThan(high);
      }
    }
  });
});

describe("xRange", () => {
  it("begins at zero where the first step is near it", () => {
    expect(xRange(100, 27500, "step")).toEqual([0, 27500]);
    expect(xRange(2750, 27500, "relative")).toEqual([0, 27500]);
    expect(xRange(2751, 27500, "step")).toEqual([2751, 27500]);
    expect(xRange(100, 27500, "wall")).toEqual([100, 27500]);
    expect(xRange(-5, 100, "step")).toEqual([-5, 100]);
  });

  it("gives one point room that numbers of its size can tell", () => {
    expect(xRange(7, 7, "step")).toEqual([6, 8]);
    const [low, high] = xRange(1.7e18, 1.7e18, "step");
    expect(low).toBeLessThan(1.7e18);
    expect(high).toBeGreaterThan(1.7e18);
    const [from, to] = xRange(1e300, 1e300, "wall");
    expect(from).toBeLessThan(to);
  });
});

describe("extent", () => {
  it("is the least and the greatest; of nothing it is no range", () => {
    expect(extent([3, -1, 2])).toEqual([-1, 3]);
    expect(extent([])).toEqual([Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]);
  });
});
