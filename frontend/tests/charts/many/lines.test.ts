import { expect, test } from "vitest";
import type { Curve } from "../../../src/charts/curves";
import { drawing, inView, type Look, scalesOf } from "../../../src/charts/many/lines";
import { beyond, yExtent } from "../../../src/charts/many/outliers";
import { nearestLine } from "../../../src/charts/many/picking";

const LOOK: Look = { axis: "step", against: null, scale: "auto", better: null, xBetter: null };
const ALL: [number, number] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];

function curve(key: string, values: number[], rest: Partial<Curve> = {}): Curve {
  const steps = values.map((_, index) => index);
  return {
    key,
    label: key,
    colour: "--cloud",
    dash: [],
    steps,
    wallTimes: steps,
    values,
    count: values.length,
    ...rest,
  };
}

function drawn(curves: Curve[], look: Partial<Look> = {}, weight = 0) {
  return drawing(curves, look.axis ?? "step", weight, scalesOf(curves, { ...LOOK, ...look }));
}

test("a value that is no number is a gap", () => {
  const [line] = drawn([curve("a", [1, Number.NaN, Number.POSITIVE_INFINITY, 2])]).lines;
  expect([...(line?.ys ?? [])]).toEqual([1, Number.NaN, Number.NaN, 2]);
});

test("an axis is logarithmic by the values of all lines, also where some are not above zero", () => {
  expect(drawn([curve("a", [1, 2]), curve("b", [50, 60])]).log).toBe(true);
  expect(drawn([curve("a", [1, 100]), curve("b", [0, 1])]).log).toBe(false);
  expect(drawn([curve("a", [1, 100])], { better: "up" }).log).toBe(false);
  const { lines, log } = drawn([curve("a", [0.01, 100, -1])], { scale: "log" });
  expect(log).toBe(true);
  expect([...(lines[0]?.ys ?? [])]).toEqual([-2, 2, Number.NaN]);
});

test("against another metric x is that one's values, and has no order", () => {
  const curves = [curve("a", [1, 2, 3], { own: [0.1, 10, 1] })];
  const { lines, range, xLog } = drawn(curves, { against: "loss", xBetter: "down" });
  expect([...(lines[0]?.xs ?? [])]).toEqual([-1, 1, 0]);
  expect(xLog).toBe(true);
  expect(range).toEqual([0.1, 10]);
  expect(lines[0]?.ascending).toBe(false);
  expect(inView(lines[0] as never, 0, 0)).toEqual([0, 3]);
});

test("relative time begins at each line's own start", () => {
  const late = curve("b", [1, 2], { wallTimes: [100, 105] });
  expect(drawn([curve("a", [1, 2]), late], { axis: "relative" }).range).toEqual([0, 5]);
});

test("smoothing leaves the values of grey lines alone but for how they are drawn", () => {
  const noisy = Array.from({ length: 50 }, (_, index) => index % 2);
  const [grey, lettered] = drawn([curve("a", noisy), curve("b", noisy, { letter: "B" })], {}, 0.9).lines;
  expect(grey?.raw).toBeNull();
  expect([...(lettered?.raw ?? [])]).toEqual(noisy);
  expect(lettered?.ys[49]).not.toBe(1);
});

test("y reaches over what is in view, and bands of lettered lines are in it", () => {
  const { lines } = drawn([curve("a", [5, 1, 2, 9])]);
  expect(yExtent(lines, ...ALL, false)).toEqual([1, 9]);
  expect(yExtent(lines, 1, 2, false)).toEqual([1, 2]);
  const banded = drawn([curve("a", [5], { letter: "A", band: { low: [4], high: [7] } })]);
  expect(yExtent(banded.lines, ...ALL, false)).toEqual([4, 7]);
});

const flat = (key: string, level: number) =>
  curve(
    key,
    Array.from({ length: 50 }, (_, index) => level + (index % 5) / 100),
  );

test("a line that comes from far off and ends among the others stays", () => {
  const curves = [1, 1.1, 1.2, 1.3, 1.4, 1.5].map((level, index) => flat(`r${index}`, level));
  const falling = curve(
    "falling",
    Array.from({ length: 50 }, (_, index) => (index < 35 ? 50 : 1.2)),
  );
  expect(yExtent(drawn([...curves, falling], { better: "up" }).lines, ...ALL, true)[1]).toBe(50);
});

test("clipping leaves out a line far off the others, and says of whom something lies beyond", () => {
  const curves = [1, 1.1, 1.2, 1.3, 1.4, 1.5].map((level, index) => flat(`r${index}`, level));
  const { lines } = drawn([...curves, flat("off", 50)]);
  const [low, high] = yExtent(lines, ...ALL, true);
  expect(high).toBeLessThan(2);
  const lies = beyond(lines, [low, high], ...ALL);
  expect(lies.above).toContain("off");
  expect(lies.endAbove).toBe(1);
  expect(lies.endBelow).toBe(0);
});

test("clipping never cuts where a line ends", () => {
  const falling = curve(
    "a",
    Array.from({ length: 100 }, (_, index) => (index === 99 ? -5 : 1)),
  );
  expect(yExtent(drawn([falling]).lines, ...ALL, true)[0]).toBe(-5);
});

test("few points are not clipped, and none have no range", () => {
  expect(yExtent(drawn([curve("a", [1, 9])]).lines, ...ALL, true)).toEqual([1, 9]);
  const [low, high] = yExtent(drawn([curve("a", [])]).lines, ...ALL, true);
  expect(low).toBeGreaterThan(high);
});

const PLACING = { ax: 10, bx: 0, ay: -10, by: 100 };

test("the line is picked that passes nearest, not the one whose point is", () => {
  const { lines } = drawn([curve("low", [1, 1, 1]), curve("high", [5, 5, 5])]);
  const at = (x: number, y: number) => nearestLine(lines, PLACING, x, y, 24)?.curve.key ?? null;
  expect(at(15, 88)).toBe("low");
  expect(at(15, 55)).toBe("high");
  expect(at(15, 20)).toBeNull();
  expect(at(200, 88)).toBeNull();
});

test("across a gap no line passes", () => {
  const { lines } = drawn([curve("a", [1, Number.NaN, Number.NaN, Number.NaN, Number.NaN, Number.NaN, 1])]);
  expect(nearestLine(lines, { ...PLACING, ax: 30 }, 90, 90, 24)).toBeNull();
});

test("where x goes to and fro the nearest point picks", () => {
  const curves = [curve("a", [1, 2, 3], { own: [3, 1, 2] }), curve("b", [7, 7, 7], { own: [3, 1, 2] })];
  const { lines } = drawn(curves, { against: "m" });
  expect(nearestLine(lines, PLACING, 11, 79, 24)?.curve.key).toBe("a");
});
