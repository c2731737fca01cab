import { beforeEach, expect, test } from "vitest";
import { byName, chartOf, fitting, meansNote, namedBy, sorted } from "../../src/compare/manyRuns";
import type { Curve } from "../../src/shared/api";
import { clearSelection, selectAll } from "../../src/shared/state";

const answered = (run: string, tag: string, values: Curve["values"], rest: Partial<Curve> = {}): Curve => ({
  run,
  tag,
  steps: values.map((_, index) => index),
  wall_times: values.map((_, index) => index),
  values,
  count: values.length,
  ...rest,
});

beforeEach(clearSelection);

test("those with letters are drawn last, above the others", () => {
  selectAll(["a", "b"]);
  const found = byName([answered("grey", "m", [1]), answered("b", "m", [2]), answered("a", "m", [3])]);
  const { curves } = chartOf("m", null, ["a", "b", "grey"], found);
  expect(curves.map(({ key, letter }) => [key, letter])).toEqual([
    ["grey", undefined],
    ["a", "A"],
    ["b", "B"],
  ]);
});

test("against another metric a run without it is counted, not drawn", () => {
  const found = byName([answered("a", "m", [1, 2]), answered("a", "x", [7, "NaN"]), answered("b", "m", [1])]);
  const chart = chartOf("m", "x", ["a", "b"], found);
  expect(chart.curves.map(({ own }) => own)).toEqual([[7, Number.NaN]]);
  expect(chart.without).toBe(1);
});

test("the list is best first, and what has no number comes last", () => {
  const listed = [
    { run: "nan", status: null, value: Number.NaN },
    { run: "b", status: null, value: 2 },
    { run: "none", status: null, value: null },
    { run: "a", status: null, value: 2 },
    { run: "c", status: null, value: 1 },
  ];
  expect(sorted(listed, "up").map(({ run }) => run)).toEqual(["a", "b", "c", "nan", "none"]);
  expect(sorted(listed, "down").map(({ run }) => run)).toEqual(["c", "a", "b", "nan", "none"]);
});

test("names are quoted for the expression, and one name is a list too", () => {
  expect(namedBy(['a"b'])).toBe('name in ("a\\"b",)');
});

test("means say of how many runs, and whether every value is in them", () => {
  const band = { n: [2, 1], low: [0, null], high: [1, null], members: 2, exact: false };
  expect(meansNote([answered("g", "m", [1, 2], { band })])).toBe(
    "means with 95 % bands, from sampled points, of fewer runs where some have not come so far",
  );
  expect(meansNote([answered("g", "m", [1])])).toBe("");
});

test("of more names than an address holds an even pick is asked for", () => {
  const runs = Array.from({ length: 1000 }, (_, index) => `${"x".repeat(100)}${index}`);
  const asked = fitting(runs);
  expect(asked.length).toBeGreaterThan(300);
  expect(asked.join("&run=").length).toBeLessThan(50_000);
  expect(fitting(runs.slice(0, 100))).toHaveLength(100);
});
