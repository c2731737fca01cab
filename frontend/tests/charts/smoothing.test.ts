import { describe, expect, it } from "vitest";
import { smooth } from "../../src/charts/smoothing";

describe("smooth", () => {
  it("leaves the values alone without weight", () => {
    expect(smooth([3, 1, 2], 0)).toEqual([3, 1, 2]);
  });

  it("starts at the first value, not near zero", () => {
    const [first, second] = smooth([10, 20], 0.5);
    expect(first).toBeCloseTo(10, 12);
    expect(second).toBeCloseTo((10 * 0.25 + 20 * 0.5) / 0.75, 12);
  });

  it("keeps a constant constant", () => {
    for (const value of smooth(new Array(50).fill(7), 0.9)) expect(value).toBeCloseTo(7, 9);
  });

  it("passes NaN through without losing the average", () => {
    const [a, b, c] = smooth([4, Number.NaN, 4], 0.6);
    expect(a).toBeCloseTo(4);
    expect(b).toBeNaN();
    expect(c).toBeCloseTo(4);
  });
});
