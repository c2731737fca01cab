import { expect, test } from "vitest";
import { leftOutText, ownPart, sidesOf, sizeText } from "../../src/compare/sides";

const GROUP = { key: "seed:a-s1", label: "a", members: ["a-s1", "a-s2", "a-s3"], n: 3, left_out: {}, out: [] };
const PARTIAL = { ...GROUP, n: 1, left_out: { failed: 1, "no figure": 1 } };

test("a side is called by its label, a run by its name", () => {
  const sides = sidesOf({ runs: ["group:seed:a-s1", "b"], groups: [GROUP, null] });
  expect(sides.map(({ label }) => label)).toEqual(["a", "b"]);
  expect(sidesOf({ runs: ["x"], groups: null })).toEqual([{ run: "x", label: "x", group: null }]);
});

test("who is left out of a mean is counted, with why", () => {
  expect([sizeText(GROUP), leftOutText(GROUP)]).toEqual(["n = 3", ""]);
  expect([sizeText(PARTIAL), leftOutText(PARTIAL)]).toEqual(["n = 1 of 3", "1 failed, 1 run without a figure"]);
});

test("a member shows what is its own", () => {
  expect([ownPart("a-s1", "a"), ownPart("a", "a"), ownPart("x", "lr=0.1")]).toEqual(["s1", "a", "x"]);
});
