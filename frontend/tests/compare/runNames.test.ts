import { expect, test } from "vitest";
import { cutAtRuns } from "../../src/compare/runNames";

test("a sentence is cut at run names, not inside longer words", () => {
  expect(cutAtRuns("x/b is better than x/a. x/ab, x/a-2 and y/x/a are not here", ["x/a", "x/b"])).toEqual([
    { run: "x/b" },
    { text: " is better than " },
    { run: "x/a" },
    { text: ". x/ab, x/a-2 and y/x/a are not here" },
  ]);
});

test("the longer of two names is found, and signs in a name are signs", () => {
  expect(cutAtRuns("a+b.c (d) wins", ["a+b.c (d)", "a+b.c"])).toEqual([{ run: "a+b.c (d)" }, { text: " wins" }]);
  expect(cutAtRuns("axb", ["a.b"])).toEqual([{ text: "axb" }]);
});

test("names of one letter are words of the sentence", () => {
  expect(cutAtRuns("a. b", [".", "a"])).toEqual([{ text: "a. b" }]);
  expect(cutAtRuns("", ["xy"])).toEqual([]);
});
