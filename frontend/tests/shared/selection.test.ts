import { describe, expect, test } from "vitest";
import {
  letterAt,
  lettersTaken,
  slotsFrom,
  slotsText,
  withFirst,
  withLetter,
  withoutLetter,
  withoutRun,
  withRun,
} from "../../src/shared/selection";

test("a run takes the first free letter, and the others keep theirs", () => {
  const three = ["a", "b", "c"].reduce(withRun, [] as readonly (string | null)[]);
  expect(three).toEqual(["a", "b", "c"]);
  const holed = withoutRun(three, "b");
  expect(holed).toEqual(["a", null, "c"]);
  expect(withRun(holed, "d")).toEqual(["a", "d", "c"]);
  expect(withRun(three, "b")).toBe(three);
});

test("the first slot is never empty while another is taken", () => {
  expect(withoutRun(["a", "b", "c"], "a")).toEqual(["b", null, "c"]);
  expect(withoutRun(["a"], "a")).toEqual([]);
});

test("the baseline takes the first slot, whoever had it its place", () => {
  expect(withFirst(["a", "b", "c"], "c")).toEqual(["c", "b", "a"]);
  expect(withFirst(["a", null, "c"], "x")).toEqual(["x", "a", "c"]);
  expect(withFirst([], "x")).toEqual(["x"]);
});

test("there are six letters", () => {
  expect([0, 5, 6].map(letterAt)).toEqual(["A", "F", null]);
});

describe("the selection in an address", () => {
  const many = Array.from({ length: 500 }, (_, i) => `expert/lr0.00${Math.floor(i / 5)}-batch100-s${i % 5}`);

  test("is a list of names while they are few", () => {
    expect(slotsText([])).toBe("");
    expect(slotsText(["a", null, "b"])).toBe('["a",null,"b"]');
    expect(slotsFrom('["a"]')).toBeNull();
  });

  test("holds 500 runs in few characters", () => {
    const text = slotsText(many);
    expect(slotsFrom(text)).toEqual(many);
    expect(encodeURIComponent(text).length).toBeLessThan(8 * 500);
  });

  test("holds any names, groups and empty slots", () => {
    const odd = ["a!b'c", "a!b'1", "a'0", "😀", "😁", "", 'group:{"x":1}', null, "ab\ncd", "ab\nce"];
    const slots = [...odd, ...many.slice(0, 40)];
    expect(slotsFrom(slotsText(slots))).toEqual(slots);
    expect(decodeURIComponent(encodeURIComponent(slotsText(slots)))).toBe(slotsText(slots));
  });

  test("is none where somebody wrote something else", () => {
    expect([slotsFrom("~x"), slotsFrom("~5.a"), slotsFrom("~-1.a"), slotsFrom("")]).toEqual([null, null, null, null]);
  });
});

test("a first slot that is free is taken first", () => {
  expect(withRun([null, "b"], "a")).toEqual(["a", "b"]);
});

test("what is not selected cannot be let go, and nothing moves", () => {
  expect(withoutRun(["a", null, "c"], "b")).toEqual(["a", null, "c"]);
  expect(withoutRun([null, "b"], "x")).toEqual(["b"]);
});

test("the first as the baseline changes nothing, an empty first slot displaces nobody", () => {
  const slots = ["a", "b"];
  expect(withFirst(slots, "a")).toBe(slots);
  expect(withFirst([null, "b"], "x")).toEqual(["x", "b"]);
  expect(withFirst([null, "b"], "b")).toEqual(["b"]);
});

const SEVEN = ["a", "b", "c", "d", "e", "f", "g"];

test("a seventh run gets a letter only when one is free, or named", () => {
  expect(lettersTaken(SEVEN)).toBe(true);
  expect(withLetter(SEVEN, "g")).toBe(SEVEN);
  expect(withLetter(SEVEN, "g", 2)).toEqual(["a", "b", "g", "d", "e", "f", "c"]);
  expect(withLetter(SEVEN, "new", 1)).toEqual(["a", "new", "c", "d", "e", "f", "g", "b"]);
});

test("a run without a letter stays selected; the others keep theirs", () => {
  const freed = withoutLetter(SEVEN, "c");
  expect(freed).toEqual(["a", "b", null, "d", "e", "f", "g", "c"]);
  expect(lettersTaken(freed)).toBe(false);
  expect(withLetter(freed, "g")).toEqual(["a", "b", "g", "d", "e", "f", null, "c"]);
});

test("the baseline and the last two keep their letters", () => {
  expect(withoutLetter(SEVEN, "a")).toBe(SEVEN);
  expect(withoutLetter(SEVEN, "g")).toBe(SEVEN);
  const two = withoutLetter(withoutLetter(["a", "b", "c"], "b"), "c");
  expect(two).toEqual(["a", null, "c", null, null, null, "b"]);
});

test("a comparison never shrinks to one while others are selected", () => {
  expect(withoutRun(["a", "b", null, null, null, null, "g", "h"], "b")).toEqual([
    "a",
    "g",
    null,
    null,
    null,
    null,
    null,
    "h",
  ]);
});
