import { describe, expect, it } from "vitest";
import {
  align,
  type Curve,
  drawnValues,
  type Frame,
  lastFinite,
  lonePoints,
  nearest,
  readAt,
  xValues,
} from "../../src/charts/curves";
import { LOG_PROJECTION, linearProjection } from "../../src/charts/projection";

const PLAIN: Frame = { x: linearProjection(0, 20), y: linearProjection(0, 20) };
const LOG: Frame = { ...PLAIN, y: LOG_PROJECTION };

function curve(key: string, steps: number[], values: number[], start = 1000): Curve {
  return {
    key,
    label: key,
    colour: "--run-a",
    dash: [],
    count: null,
    steps,
    wallTimes: steps.map((step) => start + step * 2),
    values,
  };
}

describe("align", () => {
  it("lays curves with other steps over one x column", () => {
    const { x, raw } = align([curve("a", [0, 2], [1, 2]), curve("b", [1, 2], [3, 4])], "step", 0, PLAIN);
    expect(x).toEqual([0, 1, 2]);
    expect(raw).toEqual([
      [1, undefined, 2],
      [undefined, 3, 4],
    ]);
  });

  it("breaks the line at NaN, and at zero on a log axis", () => {
    const one = curve("a", [0, 1, 2], [1, Number.NaN, 0]);
    expect(align([one], "step", 0, PLAIN).raw[0]).toEqual([1, null, 0]);
    expect(align([one], "step", 0, LOG).raw[0]).toEqual([0, null, null]);
  });

  it("tells 19-digit steps apart, and powers of ten from one another", () => {
    const start = 1.7e18;
    const steps = [start, start + 60e9, start + 120e9];
    const frame = { x: linearProjection(start, start + 120e9), y: linearProjection(-3.4e38, 3.4e38) };
    const { x, raw } = align([curve("a", steps, [-3.4e38, 0, 3.4e38])], "step", 0, frame);
    expect(x.map((at) => Number(at.toFixed(6)))).toEqual([0, 0.5, 1]);
    expect(raw[0]).toEqual([0, 0.5, 1]);
  });

  it("smooths beside what was recorded", () => {
    const steps = new Array(50).fill(0).map((_, index) => index);
    const { raw, smoothed } = align(
      [
        curve(
          "a",
          steps,
          steps.map((step) => step % 2),
        ),
      ],
      "step",
      0.9,
      PLAIN,
    );
    expect(raw[0]?.[1]).toBe(1);
    expect(smoothed[0]?.[49]).toBeCloseTo(0.5, 1);
  });

  it("leaves out a point whose x is no number", () => {
    expect(align([curve("a", [0, Number.NaN, 2], [1, 2, 3])], "step", 0, PLAIN).x).toEqual([0, 2]);
  });
});

describe("lonePoints", () => {
  it("are those that no line would touch", () => {
    expect(lonePoints([1])).toEqual([0]);
    expect(lonePoints([1, 2, 3])).toEqual([]);
    expect(lonePoints([null, 1, undefined, null, 2, undefined, 3, null, 4])).toEqual([1, 8]);
    expect(lonePoints([undefined, 5, undefined])).toEqual([1]);
    expect(lonePoints([])).toEqual([]);
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

  it("reads what was recorded and what is drawn, with the point's own step and time", () => {
    const steps = new Array(40).fill(0).map((_, index) => index * 10);
    const [reading] = readAt(
      [
        curve(
          "a",
          steps,
          steps.map((step) => (step / 10) % 2),
        ),
      ],
      "step",
      0.9,
      391,
    );
    expect(reading).toBeUndefined();
    const [last] = readAt(
      [
        curve(
          "a",
          steps,
          steps.map((step) => (step / 10) % 2),
        ),
      ],
      "step",
      0.9,
      388,
    );
    expect(last).toMatchObject({ value: 1, step: 390, wallTime: 1780 });
    expect(last?.smoothed).toBeCloseTo(0.5, 1);
  });

  it("reads nothing before a curve's first point, and by time what was then", () => {
    const one = curve("a", [10, 20], [1, 2]);
    expect(readAt([one], "step", 0, 9)).toEqual([]);
    expect(readAt([one], "step", 0, 10).map(({ value }) => value)).toEqual([1]);
    expect(readAt([one], "step", 0, 20).map(({ value }) => value)).toEqual([2]);
    expect(readAt([one], "wall", 0, 1040).map(({ value }) => value)).toEqual([2]);
    expect(readAt([curve("none", [], [])], "step", 0, 0, 100)).toEqual([]);
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
