import { expect, test } from "vitest";
import { parseSelection, selectionText } from "../../src/shared/selectionText";

const many = (name: (index: number) => string, count = 9) => Array.from({ length: count }, (_, index) => name(index));

test.each([
  many((index) => `expert/lr0.00${index}-s1`),
  many((index) => "~!".repeat(index + 1)),
  many((index) => `${"x".repeat(80)}${index}`),
  [null, "a", null, ...many((index) => `ü 😀 ${index}`)],
  ["same", "same/train", "same", "", "!t", "~", "0", "a"],
])("the short form comes back as it was", (...runs) => {
  const expected = runs.map((run) => (run === "" ? null : run));
  expect(parseSelection(selectionText(expected))).toEqual(expected);
});

test("a few are a list as before", () => {
  expect(selectionText(["a", null, "b"])).toBe('["a",null,"b"]');
  expect(selectionText([])).toBe("");
});

test("five hundred runs fit into an address", () => {
  const runs = many((index) => `mnist/expert/lr0.00${index % 7}-b${index % 4}-s${index}`, 500);
  expect(encodeURIComponent(selectionText(runs)).length).toBeLessThan(12_000);
});

test.each(["", undefined, "[]", "~*x", "~9ab", "~1x"])("what is no short form is none: %s", (text) => {
  expect(parseSelection(text)).toBeNull();
});
