import { expect, test } from "vitest";
import {
  ago,
  brief,
  bytes,
  count,
  decimalsFor,
  duration,
  fixed,
  grouped,
  isNan,
  middleCut,
  plain,
  shortDigest,
  signed,
  toNumber,
  valueText,
  when,
} from "../../src/shared/format";

test("words of the wire are numbers, and null is none", () => {
  expect(toNumber("NaN")).toBeNaN();
  expect(toNumber("-Infinity")).toBe(Number.NEGATIVE_INFINITY);
  expect(toNumber(null)).toBeNull();
  expect(toNumber("adam")).toBeNull();
  expect(toNumber(true)).toBeNull();
  expect(isNan("NaN")).toBe(true);
  expect(isNan("nan")).toBe(false);
});

test.each([
  [0.98621, 4, "0.9862"],
  [-0.5, 2, "−0.50"],
  ["NaN", 2, "NaN"],
  ["Infinity", 2, "∞"],
  [null, 2, "–"],
  [0.0000012, 4, "1.20e-6"],
  [0, 3, "0.000"],
  [3e12, 1, "3.00e+12"],
  [-0.004, 2, "0.00"],
  [-0.04, 1, "0.0"],
  [-0, 1, "0.0"],
  [-0.06, 1, "−0.1"],
] as const)("fixed(%s, %i) is %s", (value, decimals, text) => {
  expect(fixed(value, decimals)).toBe(text);
});

test("a sign stands before what is not zero as shown", () => {
  expect(signed(0.0644, 4)).toBe("+0.0644");
  expect(signed(-0.0644, 4)).toBe("−0.0644");
  expect(signed(0, 2)).toBe("0.00");
  expect(signed(-0.004, 2)).toBe("0.00");
  expect(signed(0.004, 2)).toBe("0.00");
});

test("a column has the decimals of its typical figure", () => {
  expect(decimalsFor([0.98, 0.97, 0.1])).toBe(4);
  expect(decimalsFor([1, 2, 300])).toBe(0);
  expect(decimalsFor([0.0004, 0.0005])).toBe(6);
  expect(decimalsFor([55.5, 61.2])).toBe(2);
  expect(decimalsFor([12345.5])).toBe(1);
  expect(decimalsFor([null, "NaN"])).toBe(0);
});

test("a value is written as it was given", () => {
  expect(plain(0.1 + 0.2)).toBe("0.3");
  expect(plain(1e-7)).toBe("1e-7");
  expect(valueText(true)).toBe("True");
  expect(valueText(["a", 1, null])).toBe("a, 1, –");
  expect(valueText("")).toBe("");
});

test.each([
  [0.4, "0:00"],
  [42, "0:42"],
  [391, "6:31"],
  [7450, "2:04:10"],
  [90061, "1 d 1:01:01"],
  [1e300, "1.16e295 d"],
  [null, "–"],
])("duration(%s) is %s", (seconds, text) => {
  expect(duration(seconds)).toBe(text);
});

test("a time is in UTC, with its year when that is another", () => {
  const at = Date.UTC(2025, 10, 24, 5, 52) / 1000;
  expect(when(at, at + 60)).toBe("Nov 24 05:52");
  expect(when(at, at + 90 * 86400)).toBe("Nov 24 2025 05:52");
});

test("an age is one number with one unit", () => {
  expect(ago(100, 103)).toBe("3 s ago");
  expect(ago(100, 100 + 600)).toBe("10 min ago");
  expect(ago(200, 100)).toBe("0 s ago");
});

test("sizes, digests, counts, cuts", () => {
  expect(bytes(999)).toBe("999 B");
  expect(bytes(13_100_000)).toBe("13.1 MB");
  expect(shortDigest(`sha256:3f9a1c${"0".repeat(58)}`)).toBe("3f9a1c");
  expect(shortDigest("c7d03f1aaaaaa")).toBe("c7d03f1");
  expect(grouped(1234567)).toBe("1,234,567");
  expect([grouped(-1234), grouped(Number.NaN), grouped(Number.POSITIVE_INFINITY)]).toEqual(["−1,234", "NaN", "∞"]);
  expect(grouped(2 ** 53 - 1)).toBe("9,007,199,254,740,991");
  expect(grouped(1.7e18)).toBe("1.700e18");
  expect(count(1, "run")).toBe("1 run");
  expect(count(3218, "run")).toBe("3,218 runs");
  expect(middleCut("notebooks/distortion/try-2", 12)).toHaveLength(12);
  expect(middleCut("short", 12)).toBe("short");
});

test("a narrow cell has what was given, and four figures of what was drawn at random", () => {
  expect([0.001, 0.5, 100, 1e-7].map(brief)).toEqual(["0.001", "0.5", "100", "1e-7"]);
  expect([0.0395708855061, 0.000198683526466, -0.717475757922].map(brief)).toEqual([
    "0.03957",
    "1.987e-4",
    "\u22120.7175",
  ]);
  expect([brief("NaN"), brief(null)]).toEqual(["NaN", "–"]);
});
