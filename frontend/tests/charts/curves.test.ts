import { describe, expect, it } from "vitest";
import { align, type Curve, drawnValues, lastFinite, nearest, readAt, xValues } from "../../src/charts/curves";

function curve(key: string, steps: number[], values: number[], start = 1000): Curve {
  return {
    key,
    label: key,
    colour: "--run-a",
    dash: [],
    steps,
    wallTimes: steps.map((step) => start + step * 2),
    values,
  };
}

describe("align", () => {
  it("lays curves with other steps over one x column", () => {
    const { x, raw } = align([curve("a", [0, 2], [1, 2]), curve("b", [1, 2], [3, 4])], "step", 0, false);
    expect(x).toEqual([0, 1, 2]);
    expect(raw).toEqual([
      [1, undefined, 2],
      [undefined, 3, 4],
    ]);
  });

  it("breaks the line at NaN, and at zero on a log axis", () => {
    const one = curve("a", [0, 1, 2], [1, Number.NaN, 0]);
    expect(align([one], "step", 0, false).raw[0]).toEqual([1, null, 0]);
    expect(align([one], "step", 0, true).raw[0]).toEqual([1, null, null]);
  });
});

describe("x axes", () => {
  it("counts relative time from the curve's own start", () => {
    expect(xValues(curve("a", [5, 10], [1, 1]), "relative")).toEqual([0, 10]);
    expect(xValues(curve("a", [5, 10], [1, 1]), "wall")).toEqual([1010, 1020]);
  });
});

describe("readAt", () => {
  it("reads every curve that reaches x at its nearest point", () => {
    const readings = readAt([curve("a", [0, 10, 20], [1, 2, 3]), curve("b", [0, 5], [8, 9])], "step", 0, 12);
    expect(readings.map(({ curve, value, step }) => [curve.key, value, step])).toEqual([["a", 2, 10]]);
  });

  it("reads a curve of one point from beside it", () => {
    const one = curve("a", [10], [3]);
    expect(readAt([one], "step", 0, 12)).toEqual([]);
    expect(readAt([one], "step", 0, 12, 3)).toHaveLength(1);
  });

  it("finds the nearest of a sorted column", () => {
    expect([nearest([0, 10, 20], 4), nearest([0, 10, 20], 6), nearest([0, 10, 20], 99), nearest([0], 3)]).toEqual([
      0, 1, 2, 0,
    ]);
  });
});

describe("lastFinite", () => {
  it("passes over what is not a number", () => {
    expect(lastFinite([1, 2, Number.NaN])).toBe(2);
    expect(lastFinite([Number.NaN])).toBeNull();
  });
});

describe("drawnValues", () => {
  it("smooths long curves and leaves short ones", () => {
    const steps = (count: number) => new Array(count).fill(0).map((_, index) => index);
    const zigzag = (count: number) =>
      curve(
        "a",
        steps(count),
        steps(count).map((step) => step % 2),
      );
    expect(drawnValues(zigzag(39), 0.6)).toEqual(zigzag(39).values);
    expect(drawnValues(zigzag(40), 0.6)).not.toEqual(zigzag(40).values);
  });
});
