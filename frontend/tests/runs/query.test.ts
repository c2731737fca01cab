import { expect, test } from "vitest";
import { composed, failedOnly, nextSort, quoted } from "../../src/runs/query";

test("hiding failed runs is a clause around the filter", () => {
  expect(composed("a or b", false)).toBe("a or b");
  expect(composed("a or b", true)).toBe('(a or b) and status not in ("failed", "lost", "terminated")');
  expect(composed("", true)).toBe('status not in ("failed", "lost", "terminated")');
  expect(failedOnly("a or b")).toBe('(a or b) and status in ("failed", "lost", "terminated")');
});

test("a click sorts, a second one turns round, Shift adds a key", () => {
  expect(nextSort(["-started"], "m", true, false)).toEqual(["-m"]);
  expect(nextSort(["-m"], "m", true, false)).toEqual(["m"]);
  expect(nextSort(["-m"], "flag.lr", false, true)).toEqual(["-m", "flag.lr"]);
  expect(nextSort(["-m", "flag.lr"], "m", true, true)).toEqual(["m", "flag.lr"]);
});

test("a name is a literal of the language", () => {
  expect(quoted('a"b\\c')).toBe('"a\\"b\\\\c"');
});
