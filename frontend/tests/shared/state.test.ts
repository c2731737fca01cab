import { beforeEach, expect, test } from "vitest";
import {
  baseline,
  clearSelection,
  compared,
  isSelected,
  letterOf,
  parseList,
  select,
  selectAll,
  selected,
  setBaseline,
} from "../../src/shared/state";

beforeEach(clearSelection);

test("a selected run has a letter until it is let go", () => {
  select("a", true);
  select("b", true);
  expect([letterOf("a"), letterOf("b"), letterOf("c")]).toEqual(["A", "B", null]);
  select("a", false);
  expect(selected.value).toEqual(["b"]);
  expect(letterOf("b")).toBe("A");
});

test("the baseline is selected, is A, and goes with its selection", () => {
  select("a", true);
  setBaseline("b");
  expect([letterOf("b"), letterOf("a")]).toEqual(["A", "B"]);
  select("b", false);
  expect(baseline.value).toBeNull();
  expect(isSelected("b")).toBe(false);
});

test("all may be selected; six are compared", () => {
  const runs = Array.from({ length: 9 }, (_, i) => `r${i}`);
  select("r4", true);
  selectAll(runs);
  expect(selected.value).toHaveLength(9);
  expect(compared.value).toEqual(["r4", "r0", "r1", "r2", "r3", "r5"]);
  expect(letterOf("r8")).toBeNull();
});

test("a run that is let go takes only its own baseline with it", () => {
  select("a", true);
  setBaseline("b");
  select("a", false);
  expect([baseline.value, letterOf("b")]).toEqual(["b", "A"]);
  select("c", true);
  expect(baseline.value).toBe("b");
  setBaseline(null);
  expect([baseline.value, selected.value]).toEqual([null, ["b", "c"]]);
});

test("a letter that is free stands for no run", () => {
  for (const run of ["a", "b", "c"]) select(run, true);
  select("b", false);
  expect(selected.value).toEqual(["a", "c"]);
  expect(compared.value).toEqual(["a", "c"]);
});

test("a list from the address is a list of names or nothing", () => {
  expect(parseList('["a",null,"b"]')).toEqual(["a", null, "b"]);
  for (const bad of [undefined, "", "{", '{"a":1}', "[1]", '["a",1]', '"a"']) expect(parseList(bad)).toBeNull();
});
