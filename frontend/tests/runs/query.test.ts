import { expect, test } from "vitest";
import { composed, failedOnly, isDown, nextSort, quoted, sortId } from "../../src/runs/query";

test("hiding failed runs is a clause around the filter", () => {
  expect(composed("a or b", false)).toBe("a or b");
  expect(composed("a or b", true)).toBe('(a or b) and status not in ("failed", "lost", "terminated")');
  expect(composed("  ", true)).toBe('status not in ("failed", "lost", "terminated")');
  expect(composed("", false)).toBe("");
  expect(failedOnly("a or b")).toBe('(a or b) and status in ("failed", "lost", "terminated")');
  expect(failedOnly(" ")).toBe('status in ("failed", "lost", "terminated")');
});

test("the user's own expression begins one character into what is asked", () => {
  expect(composed("abc", true).indexOf("abc")).toBe(1);
});

test("a click sorts by the better end, a second one turns round, Shift adds a key", () => {
  expect(nextSort(["-started"], "m", true, false)).toEqual(["-m"]);
  expect(nextSort(["-started"], "m", false, false)).toEqual(["m"]);
  expect(nextSort(["-m"], "m", true, false)).toEqual(["m"]);
  expect(nextSort(["m"], "m", true, false)).toEqual(["-m"]);
  expect(nextSort(["a", "-m"], "m", true, false)).toEqual(["m"]);
  expect(nextSort(["-m"], "flag.lr", false, true)).toEqual(["-m", "flag.lr"]);
  expect(nextSort(["-m", "flag.lr"], "m", true, true)).toEqual(["m", "flag.lr"]);
  expect(nextSort(["-m", "flag.lr"], "flag.lr", true, true)).toEqual(["-m", "-flag.lr"]);
});

test("a key is its expression and its direction", () => {
  expect([isDown("-a"), isDown("a"), sortId("-a"), sortId("a"), sortId("--a")]).toEqual([true, false, "a", "a", "-a"]);
});

test("a name is a literal of the language", () => {
  expect(quoted('a"b\\c')).toBe('"a\\"b\\\\c"');
});

test("runs that are hidden are left out by name, whatever else the filter says", () => {
  expect(composed("", false, ['a"', "b"])).toBe('name not in ["a\\"", "b"]');
  expect(composed("x or y", true, ["a"])).toBe(
    '(x or y) and status not in ("failed", "lost", "terminated") and name not in ["a"]',
  );
});
