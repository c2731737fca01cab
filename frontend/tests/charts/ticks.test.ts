import { describe, expect, it } from "vitest";
import { linearTicks, logTicks, timeTicks } from "../../src/charts/ticks";

describe("linearTicks", () => {
  it("puts round steps inside the range, its ends included", () => {
    expect(linearTicks(0, 27500, 6)).toEqual([0, 5000, 10000, 15000, 20000, 25000]);
    expect(linearTicks(0.9, 1, 5)).toEqual([0.9, 0.92, 0.94, 0.96, 0.98, 1]);
    expect(linearTicks(-0.3, 0.3, 6)).toEqual([-0.3, -0.2, -0.1, 0, 0.1, 0.2, 0.3]);
    expect(linearTicks(0, 10, 4)).toEqual([0, 2.5, 5, 7.5, 10]);
    expect(linearTicks(1, 8, 4)).toEqual([2, 4, 6, 8]);
    expect(linearTicks(0, 9, 1)).toEqual([0]);
    expect(linearTicks(1.1, 1.4, 1)).toEqual([1.1, 1.4]);
  });

  it("survives an empty range", () => {
    expect(linearTicks(3, 3, 5)).toEqual([3]);
    expect(linearTicks(3, 4, 0)).toEqual([3]);
    expect(linearTicks(Number.NaN, 4, 3)).toEqual([Number.NaN]);
  });

  it.each([
    [1.7e18, 1.7e18 + 256, 8],
    [1.7e18, 1.7e18 + 6e10, 8],
    [-3.4e38, 3.4e38, 5],
    [-1.7e308, 1.7e308, 5],
    [1e300, 1.1e300, 6],
    [0, 5e-324, 5],
    [1, 1 + 2e-16, 5],
  ])("gives [%d, %d] a few ascending ticks and comes to an end", (low, high, count) => {
    const ticks = linearTicks(low, high, count);
    expect(ticks.length).toBeGreaterThan(1);
    expect(ticks.length).toBeLessThanOrEqual(2 * count + 1);
    for (let index = 1; index < ticks.length; index++) expect(ticks[index]).toBeGreaterThan(ticks[index - 1] ?? 0);
    const slack = high / count - low / count;
    expect(ticks[0]).toBeGreaterThanOrEqual(low - slack);
    expect(ticks.at(-1)).toBeLessThanOrEqual(high + slack);
  });

  it("never has more than a hundred", () => {
    expect(linearTicks(0, 1, 1e9).length).toBeLessThanOrEqual(101);
  });
});

describe("logTicks", () => {
  it("uses decades, and 2 and 5 between few of them", () => {
    expect(logTicks(0.0005, 2, 5)).toEqual([0.001, 0.01, 0.1, 1]);
    expect(logTicks(0.03, 2, 6)).toEqual([0.05, 0.1, 0.2, 0.5, 1, 2]);
    expect(logTicks(1, 1000, 8)).toEqual([1, 2, 5, 10, 20, 50, 100, 200, 500, 1000]);
    expect(logTicks(1, 1000, 7)).toEqual([1, 10, 100, 1000]);
  });

  it("leaves decades out where there are many", () => {
    const ticks = logTicks(1e-11, 1e9, 5);
    expect(ticks).toEqual([1e-11, 1e-7, 0.001, 10, 1e5, 1e9]);
    expect(logTicks(5e-324, 1.7e308, 5).length).toBeLessThanOrEqual(8);
  });

  it("falls back on even steps inside a decade", () => {
    expect(logTicks(3, 4, 5)).toEqual([3, 3.2, 3.4, 3.6, 3.8, 4]);
  });

  it("keeps two decades where there are no more", () => {
    expect(logTicks(0.5, 60, 2)).toEqual([1, 10]);
    expect(logTicks(1, 10, 3)).toEqual([1, 10]);
    expect(logTicks(3, 30, 5)).toEqual([5, 10, 20]);
  });

  it("survives what has no logarithm", () => {
    expect(logTicks(0, 1, 5)).toEqual([0]);
    expect(logTicks(2, 2, 5)).toEqual([2]);
  });
});

describe("timeTicks", () => {
  it("steps by whole minutes, hours and days", () => {
    expect(timeTicks(0, 390, 5)).toEqual([0, 120, 240, 360]);
    expect(timeTicks(10, 16, 6)).toEqual([10, 11, 12, 13, 14, 15, 16]);
    expect(timeTicks(0, 6 * 3600, 6)).toEqual([0, 3600, 7200, 10800, 14400, 18000, 21600]);
    expect(timeTicks(0, 10 * 86400, 5)).toEqual([0, 172800, 345600, 518400, 691200, 864000]);
  });

  it("steps by parts of a second where the span is short", () => {
    expect(timeTicks(0, 1, 5)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
    expect(timeTicks(4, 4, 5)).toEqual([4]);
    expect(timeTicks(0, 5, 5)).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it("comes to an end for times that are none", () => {
    for (const [low, high] of [
      [1.7e18, 1.7e18 + 4e9],
      [1e300, 2e300],
      [0, 1.7e308],
    ] as const) {
      const ticks = timeTicks(low, high, 6);
      expect(ticks.length).toBeGreaterThan(1);
      expect(ticks.length).toBeLessThan(15);
    }
  });
});
