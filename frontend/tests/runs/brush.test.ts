import { describe, expect, test } from "vitest";
import { brushOf, withBrush } from "../../src/runs/brush";

const ACC = 'metric["a/b"]';

describe("the range that a filter keeps of a column", () => {
  test.each([
    ["0.1 <= flag.lr <= 1", [0.1, 1]],
    ["1e3>=flag.lr>=-2.5", [-2.5, 1000]],
    ["flag.lr >= 0.1", [0.1, null]],
    ["flag.lr<1_000", [null, 1000]],
    ["0.1 < flag.lr", [0.1, null]],
    ["2 > flag.lr", [null, 2]],
    ['status == "x" and flag.lr < 3 and flag.y > 1', [null, 3]],
  ])("%s", (where, range) => {
    expect(brushOf(where, "flag.lr")).toEqual(range);
  });

  test.each([
    "",
    "flag.lr == 1",
    "flag.lr < 1 or flag.x",
    "not flag.lr < 1",
    "flag.lr < flag.x",
    "flag.lrx < 1",
    "(flag.lr < 1)",
    "1 < flag.lr > 0",
    "flag.lr < 1 < 2 < 3",
    'name == "flag.lr < 1"',
  ])("none: %s", (where) => {
    expect(brushOf(where, "flag.lr")).toBeNull();
  });

  test("is found of names in brackets and of figures", () => {
    expect(brushOf(`${ACC} > 0.5`, ACC)).toEqual([0.5, null]);
    expect(brushOf(`max( ${ACC} ) > 0.5`, `max(${ACC})`)).toEqual([0.5, null]);
  });
});

describe("a brush writes", () => {
  test("the last clause, or in the place of the one before", () => {
    expect(withBrush("", "flag.lr", [0.1, 1])).toBe("0.1 <= flag.lr <= 1");
    expect(withBrush("flag.x", "flag.lr", [0.1, null])).toBe("flag.x and flag.lr >= 0.1");
    expect(withBrush("flag.lr > 3 and flag.x", "flag.lr", [null, 1])).toBe("flag.lr <= 1 and flag.x");
    expect(withBrush("a or b", "flag.lr", [null, 1])).toBe("(a or b) and flag.lr <= 1");
  });

  test("nothing when it is let go", () => {
    expect(withBrush("flag.lr > 3", "flag.lr", null)).toBe("");
    expect(withBrush("a and flag.lr > 3 and b", "flag.lr", [null, null])).toBe("a and b");
    expect(withBrush("flag.lr > 3 and b", "flag.lr", null)).toBe("b");
    expect(withBrush("b  and  flag.lr > 3", "flag.lr", null)).toBe("b");
    expect(withBrush("a", "flag.lr", null)).toBe("a");
  });

  test("what it reads back", () => {
    for (const range of [
      [1e-9, 5],
      [-3, null],
      [null, 1e30],
    ] as const)
      expect(brushOf(withBrush("x", ACC, range), ACC)).toEqual(range);
  });
});
