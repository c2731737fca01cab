import { describe, expect, it } from "vitest";
import { binOf, binValues } from "../../src/provenance/bins";

describe("bins", () => {
  it("counts every finite value once", () => {
    const bins = binValues([0, 0.1, 5, 9.9, 10, Number.NaN], 2, 3);
    expect(bins).toEqual({ low: 0, high: 10, counts: [2, 3] });
  });

  it("does not let one run that diverged flatten the others", () => {
    const bins = binValues([0.1, 0.9, 0.91, 0.92, 0.93, 0.94, 0.95], 5, 3);
    expect(bins?.low).toBeGreaterThan(0.7);
    expect(bins?.counts[0]).toBe(1);
  });

  it("needs some values that differ", () => {
    expect(binValues([1, 1, 1], 4, 2)).toBeNull();
    expect(binValues([1, 2], 4, 3)).toBeNull();
    expect(binValues([], 4, 0)).toBeNull();
  });

  it("keeps the greatest value, and what lies outside, inside", () => {
    const bins = { low: 0, high: 1, counts: [0, 0, 0, 0] };
    expect([binOf(bins, 1), binOf(bins, 5), binOf(bins, -1), binOf(bins, 0.25)]).toEqual([3, 3, 0, 1]);
  });
});
