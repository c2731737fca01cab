import { describe, expect, it } from "vitest";
import type { Column, Value } from "../../src/shared/api";
import { makeScale, scaleName, short, thinned } from "../../src/sweep/axisScale";
import { BINS, binned } from "../../src/sweep/colours";
import { middleOf } from "../../src/sweep/middle";
import {
  brushBetween,
  extentOf,
  fixedDraw,
  heldBy,
  MISSING_PLACE,
  makeAxis,
  NAN_PLACE,
} from "../../src/sweep/parallelAxes";

const column = (values: Value[], kind: Column["kind"] = "flag"): Column => ({
  id: "flag.x",
  kind,
  type: "mixed",
  label: "x",
  unit: null,
  better: null,
  default: true,
  exact: true,
  values,
});

describe("a scale", () => {
  it.each([
    [[1, 2, 5], "linear"],
    [[1, 10], "log"],
    [[0, 1, 10], "log, 0 apart"],
    [[-1, 1, 100], "linear"],
    [[3], "linear"],
    [[0, 0], "linear"],
  ] as const)("of %j is %s", (numbers, name) => {
    expect(scaleName(numbers)).toBe(name);
  });

  it("goes there and back", () => {
    for (const [name, numbers] of [
      ["linear", [1, 4, 9]],
      ["log", [1e-4, 1e-2, 1]],
      ["log, 0 apart", [0, 1e-5, 1e-3]],
    ] as const) {
      const scale = makeScale(name, numbers);
      const places = numbers.map(scale.at);
      expect(places).toEqual([...places].sort((a, b) => a - b));
      numbers.forEach((number, place) => {
        expect(scale.value(places[place] as number)).toBeCloseTo(number, 9);
      });
      expect(Math.min(...places)).toBeGreaterThanOrEqual(0);
      expect(Math.max(...places)).toBeLessThanOrEqual(1);
    }
  });

  it("has a tick at each of a few values, and 0 apart before a gap", () => {
    const scale = makeScale("log, 0 apart", [0, 1e-5, 1e-4]);
    expect(scale.ticks.map((tick) => tick.text)).toEqual(["0", "1e-5", "1e-4"]);
    expect(scale.gap).toBeGreaterThan(scale.at(0));
    expect(scale.gap).toBeLessThan(scale.at(1e-5));
  });

  it("of one value, and of none, stands in the middle", () => {
    expect(makeScale("linear", [7]).at(7)).toBe(0.5);
    expect(makeScale("linear", []).ticks).toEqual([]);
  });

  it("leaves out ticks that have no room", () => {
    const ticks = [0, 0.01, 0.5].map((at) => ({ at, text: String(at) }));
    expect(thinned(ticks, 0.1).map((tick) => tick.at)).toEqual([0, 0.5]);
  });

  it("writes numbers in few characters", () => {
    expect([0, 0.0001, 0.001, 128, 1234567, -0.00002].map(short)).toEqual([
      "0",
      "1e-4",
      "0.001",
      "128",
      "1.23e6",
      "−2e-5",
    ]);
  });
});

describe("an axis", () => {
  it("has NaN and missing apart, each with its count", () => {
    const axis = makeAxis(column([0.1, "NaN", null, "Infinity", 0.3]));
    expect([axis.nan, axis.missing]).toEqual([2, 1]);
    expect(axis.places[1]).toBeCloseTo(NAN_PLACE);
    expect(axis.places[2]).toBeCloseTo(MISSING_PLACE);
    expect(brushBetween(axis, NAN_PLACE - 0.01, NAN_PLACE + 0.01)).toEqual({ kind: "nan" });
    expect(brushBetween(axis, MISSING_PLACE - 0.01, MISSING_PLACE + 0.01)).toEqual({ kind: "missing" });
  });

  it("of flags is brushed to the values that were tried", () => {
    const axis = makeAxis(column([1e-4, 5e-4, 1e-3, 0.1]));
    const brush = brushBetween(axis, axis.scale.at(4e-4), axis.scale.at(2e-3));
    expect(brush).toEqual({ kind: "range", low: 5e-4, high: 1e-3 });
    const [low, high] = extentOf(axis, brush as NonNullable<typeof brush>) as [number, number];
    expect(low).toBeLessThan(axis.scale.at(5e-4));
    expect(high).toBeGreaterThan(axis.scale.at(1e-3));
    expect(brushBetween(axis, axis.scale.at(0.005), axis.scale.at(0.02))).toBeNull();
  });

  it("of a metric is brushed to bounds of few digits that hold the same runs", () => {
    const values = [0.912345, 0.923456, 0.934567, 0.945678];
    const axis = makeAxis(column(values, "metric"));
    const brush = brushBetween(axis, axis.scale.at(0.92), axis.scale.at(0.94));
    expect(brush?.kind).toBe("range");
    if (brush?.kind !== "range") return;
    expect(values.filter((value) => value >= brush.low && value <= brush.high)).toEqual([0.923456, 0.934567]);
    expect(String(brush.low).length).toBeLessThanOrEqual(5);
  });

  it("of many words has the commonest and the others", () => {
    const values = Array.from({ length: 40 }, (_, place) => `w${place < 26 ? place % 13 : place}`);
    const axis = makeAxis(column([...values, 3, true]));
    expect(axis.words).toHaveLength(12);
    expect(axis.scale.ticks.at(-1)?.text).toMatch(/^other \(\d+\)$/);
    expect(brushBetween(axis, axis.scale.at(11) - 0.01, 1)).toBeNull();
    expect(brushBetween(axis, 0, axis.scale.at(0) + 0.01)).toEqual({ kind: "values", values: [axis.words?.[0]] });
  });

  it("says which runs all brushes hold", () => {
    const columns = new Map([
      ["flag.x", { values: [1, 2, 3, null] }],
      ["flag.y", { values: ["a", "b", "a", "a"] }],
    ]);
    const brushes = new Map([
      ["flag.x", { kind: "range", low: 1, high: 3 } as const],
      ["flag.y", { kind: "values", values: ["a"] } as const],
    ]);
    expect([...heldBy(columns, brushes, 4)]).toEqual([1, 0, 1, 0]);
  });
});

describe("lines", () => {
  it("are all drawn where they are few, else always the same of them", () => {
    expect([...fixedDraw(3, 5)]).toEqual([0, 1, 2]);
    const drawn = fixedDraw(10_000, 2_000);
    expect(drawn).toEqual(fixedDraw(10_000, 2_000));
    expect(new Set(drawn).size).toBe(2_000);
    for (let tenth = 0; tenth < 10; tenth++) {
      const here = drawn.filter((row) => Math.floor(row / 1000) === tenth).length;
      expect(here).toBeGreaterThan(130);
      expect(here).toBeLessThan(270);
    }
  });

  it("are coloured by rank, the better the higher; without a number not at all", () => {
    expect([...binned([1, 2, 3, 1000, null, Number.NaN], "up")]).toEqual([0, 2, 5, BINS - 1, -1, -1]);
    expect([...binned([1, 2, 3, 1000], "down")]).toEqual([BINS - 1, 5, 2, 0]);
    expect(new Set(binned([5, 5, 5], null)).size).toBe(1);
  });
});

describe("the middle of values", () => {
  it("leaves out a few that are far off on the bad side only", () => {
    const values = [...Array.from({ length: 30 }, (_, place) => 98 + place / 30), 10];
    const [low, high] = middleOf(values, null, "up");
    expect(low).toBeGreaterThan(97);
    expect(high).toBeGreaterThan(98.96);
    expect(middleOf(values, null, "down")[0]).toBeLessThan(10);
    expect(middleOf(values, 11, "up")[0]).toBeLessThan(11);
  });

  it("is never empty", () => {
    expect(middleOf([], null, "up")).toEqual([0, 1]);
    const [low, high] = middleOf([3, 3], null, "up");
    expect(low).toBeLessThan(3);
    expect(high).toBeGreaterThan(3);
  });
});
