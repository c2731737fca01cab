import { describe, expect, it } from "vitest";
import { LOG_PROJECTION, linearProjection } from "../../src/charts/projection";

describe("linearProjection", () => {
  it("draws ordinary numbers as they are, so that charts share a cursor", () => {
    for (const [low, high] of [
      [0, 27500],
      [1.76e9, 1.76e9 + 60],
      [-1, 1],
      [0.9, 0.91],
      [5, 5],
    ] as const) {
      const { same, toPlot, fromPlot } = linearProjection(low, high);
      expect(same).toBe(true);
      expect([toPlot(low), fromPlot(high)]).toEqual([low, high]);
    }
  });

  it.each([
    ["nanosecond steps", 1.7e18, 1.7e18 + 6e8],
    ["steps of which numbers hold two", 1.7e18, 1.7e18 + 256],
    ["overflow", -3.4e38, 3.4e38],
    ["the largest numbers", -1.7e308, 1.7e308],
    ["tiny ones", 1e-12, 3e-12],
    ["near together", 1, 1 + 1e-10],
    ["wall times that are none", 1e300, 2e300],
  ])("moves %s to where they can be drawn", (_, low, high) => {
    const { same, toPlot, fromPlot } = linearProjection(low, high);
    expect(same).toBe(false);
    expect([toPlot(low), toPlot(high)]).toEqual([0, 1]);
    const coarse = Math.max(Math.abs(low), Math.abs(high)) * 1e-15;
    for (const value of [low, low / 2 + high / 2, low * 0.75 + high * 0.25, high]) {
      expect(toPlot(value)).toBeGreaterThanOrEqual(0);
      expect(toPlot(value)).toBeLessThanOrEqual(1);
      expect(Math.abs(fromPlot(toPlot(value)) - value)).toBeLessThanOrEqual(coarse);
    }
  });

  it("draws a single huge number somewhere", () => {
    const { toPlot, fromPlot } = linearProjection(1e300, 1e300);
    expect(toPlot(1e300)).toBe(0);
    expect(fromPlot(0)).toBe(1e300);
  });
});

describe("LOG_PROJECTION", () => {
  it("sets powers of ten at equal distances", () => {
    expect([1e-11, 1, 1e9].map(LOG_PROJECTION.toPlot)).toEqual([-11, 0, 9]);
    expect(LOG_PROJECTION.fromPlot(3)).toBe(1000);
    expect(Number.isFinite(LOG_PROJECTION.toPlot(0))).toBe(false);
    expect(LOG_PROJECTION.toPlot(-1)).toBeNaN();
    expect(LOG_PROJECTION.same).toBe(false);
  });
});
