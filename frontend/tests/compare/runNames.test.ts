import { expect, test } from "vitest";
import { cutAtRuns } from "../../src/compare/runNames";
import { namesOf } from "../../src/compare/sides";

const self = (...runs: string[]) => new Map(runs.map((run) => [run, run]));

test("a sentence is cut at run names, not inside longer words", () => {
  expect(cutAtRuns("x/b is better than x/a. x/ab, x/a-2 and y/x/a are not here", self("x/a", "x/b"))).toEqual([
    { run: "x/b" },
    { text: " is better than " },
    { run: "x/a" },
    { text: ". x/ab, x/a-2 and y/x/a are not here" },
  ]);
});

test("the longer of two names is found, and signs in a name are signs", () => {
  expect(cutAtRuns("a+b.c (d) wins", self("a+b.c (d)", "a+b.c"))).toEqual([{ run: "a+b.c (d)" }, { text: " wins" }]);
  expect(cutAtRuns("axb", self("a.b"))).toEqual([{ text: "axb" }]);
});

test("names of one letter are words of the sentence", () => {
  expect(cutAtRuns("a. b", self(".", "a"))).toEqual([{ text: "a. b" }]);
  expect(cutAtRuns("", self("xy"))).toEqual([]);
});

test("a group is found by its label, and two of one label by none", () => {
  const group = (label: string) => ({ key: label, label, members: [], n: 0, left_out: {}, out: [] });
  const names = namesOf({ runs: ["group:seed:a1", "b"], groups: [group("aa"), null] });
  expect(cutAtRuns("aa is better than b.b", names)).toEqual([
    { run: "group:seed:a1" },
    { text: " is better than b.b" },
  ]);
  const alike = namesOf({ runs: ["group:seed:a1", "group:x", "b"], groups: [group("aa"), group("aa"), null] });
  expect(cutAtRuns("aa is", alike)).toEqual([{ text: "aa is" }]);
});
