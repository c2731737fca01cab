import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import {
  ago,
  brief,
  bytes,
  clock,
  count,
  decimalsFor,
  duration,
  elapsed,
  fixed,
  grouped,
  isNan,
  middleCut,
  moment,
  plain,
  shortDigest,
  signed,
  signedDuration,
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

type Vectors = Record<"size" | "duration" | "elapsed" | "plain", [number, string][]> &
  Record<"fixed" | "signed", [number, number, string][]> & { decimals: [number[], number][] };

const VECTORS = JSON.parse(
  readFileSync(new URL("../../../tests/number_text.json", import.meta.url), "utf8"),
) as Vectors;
/** As the page writes it: an exponent keeps its hyphen. */
const shown = (text: string) => text.replace(/^-/, "−");

describe("as on the command line", () => {
  test.each(VECTORS.size)("bytes(%d) is %s", (value, text) => expect(bytes(value)).toBe(text));
  test.each(VECTORS.duration)("duration(%d) is %s", (value, text) => expect(duration(value)).toBe(shown(text)));
  test.each(VECTORS.elapsed)("elapsed(%d) is %s", (value, text) => expect(elapsed(value)).toBe(text));
  test.each(VECTORS.plain)("plain(%d) is %s", (value, text) => expect(plain(value)).toBe(shown(text)));
  test.each(VECTORS.fixed)("fixed(%d, %i) is %s", (value, decimals, text) =>
    expect(fixed(value, decimals)).toBe(shown(text)),
  );
  test.each(VECTORS.signed)("signed(%d, %i) is %s", (value, decimals, text) =>
    expect(signed(value, decimals)).toBe(shown(text)),
  );
  test.each(VECTORS.decimals)("decimalsFor(%j) is %i", (values, decimals) =>
    expect(decimalsFor(values)).toBe(decimals),
  );
});

test("what is no number has signs, what is missing a dash", () => {
  expect(["NaN", "Infinity", "-Infinity", null].map((value) => fixed(value as "NaN", 2))).toEqual([
    "NaN",
    "∞",
    "−∞",
    "–",
  ]);
  expect(["NaN", "-Infinity", null].map((value) => duration(value as "NaN"))).toEqual(["NaN", "−∞", "–"]);
  expect(signed("Infinity", 2)).toBe("+∞");
  expect(decimalsFor([null, "NaN"])).toBe(0);
});

test("what is written as zero has no sign, whatever it is", () => {
  expect([-0.004, -0.04, -0, -0.06].map((value) => fixed(value, 1))).toEqual(["0.0", "0.0", "0.0", "−0.1"]);
  expect([-0.004, 0.004, 0].map((value) => signed(value, 2))).toEqual(["0.00", "0.00", "0.00"]);
});

test("more days than a life has are told by their power", () => {
  expect([elapsed(1e300), duration(1e300), signedDuration(1e300)]).toEqual(["1.16e295 d", "1.16e295 d", "+1.16e295 d"]);
  expect([elapsed(null), elapsed(Number.POSITIVE_INFINITY)]).toEqual(["–", "–"]);
});

test("a difference of seconds has a sign unless it is written as none", () => {
  expect([3.3, -391, 0, -0.001].map(signedDuration)).toEqual(["+3.30 s", "−6:31", "0.00 s", "0.00 s"]);
});

test("a value is written as it was given", () => {
  expect(plain(0.1 + 0.2)).toBe("0.3");
  expect(plain(1e-7)).toBe("1e-7");
  expect(valueText(true)).toBe("True");
  expect(valueText(["a", 1, null])).toBe("a, 1, –");
  expect(valueText("")).toBe("");
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

test("what is missing is a dash, whoever writes it", () => {
  const writers = [fixed, plain, brief, valueText, elapsed, duration, when, bytes];
  for (const write of writers)
    for (const missing of [null, undefined]) expect(write(missing as null, 2), write.name).toBe("–");
  expect([elapsed(Number.NaN), when(Number.NaN)]).toEqual(["–", "–"]);
  expect(signed(undefined, 2)).toBe("–");
});

test("what is no number is a sign in each form, of the wire or reckoned here", () => {
  const odd = ["NaN", "Infinity", "-Infinity", Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY] as const;
  for (const write of [(value: (typeof odd)[number]) => fixed(value, 2), plain, brief, valueText])
    expect(odd.map(write).slice(3)).toEqual(["NaN", "∞", "−∞"]);
  for (const write of [(value: (typeof odd)[number]) => fixed(value, 2), plain, brief])
    expect(odd.map(write).slice(0, 3)).toEqual(["NaN", "∞", "−∞"]);
  expect(odd.map((value) => isNan(value))).toEqual([true, false, false, true, false, false]);
  expect([isNan(1), isNan(null), isNan("x")]).toEqual([false, false, false]);
});

test("decimals are of the numbers among the values", () => {
  expect(decimalsFor([1, "text", 2])).toBe(0);
  expect(decimalsFor([0.5, "text", null, Number.NaN])).toBe(4);
  expect(decimalsFor([0, 0])).toBe(0);
  expect(decimalsFor([0.001])).toBe(5);
  expect(decimalsFor([0.00001])).toBe(6);
});

test("a flag of six decimals is written out, one of seven is drawn at random", () => {
  expect([0.123456, 0.1234567, 0.0009, 0.00012345678].map(brief)).toEqual(["0.123456", "0.1235", "0.0009", "1.235e-4"]);
  expect(brief(1234567)).toBe("1234567");
});

test("an age changes its unit at ninety seconds, ninety minutes and a day and a half", () => {
  expect([89, 90, 5399, 5400, 129_599, 129_600].map((past) => ago(0, past))).toEqual([
    ...["89 s ago", "2 min ago", "90 min ago", "2 h ago", "36 h ago", "2 d ago"],
  ]);
  expect(ago(Date.now() / 1000 - 10)).toMatch(/^1[01] s ago$/);
});

test("a clock has seconds, and milliseconds when asked", () => {
  const at = Date.UTC(2025, 10, 24, 5, 52, 10, 7) / 1000;
  expect([clock(at), clock(at, true)]).toEqual(["05:52:10", "05:52:10.007"]);
  expect(clock(1.7e18)).toBe("1.70e18 s");
  expect(moment(at)).toMatch(/^Nov 24( 2025)? 05:52:10$/);
  expect(when(1.7e18)).toBe("1.70e18 s");
});

test("durations change their form at a minute and the sign stands before them", () => {
  expect([9.994, 9.996, 59.94, 59.96, -3].map(duration)).toEqual(["9.99 s", "10.0 s", "59.9 s", "1:00", "−3.00 s"]);
  expect([signedDuration(null), signedDuration("NaN"), signedDuration("Infinity")]).toEqual(["–", "NaN", "+∞"]);
  expect([0.001, -0.001, -100.004].map(signedDuration)).toEqual(["0.00 s", "0.00 s", "−1:40"]);
});

test("a text is cut in the middle to the length that there is", () => {
  expect(middleCut("abcdefghij", 10)).toBe("abcdefghij");
  expect(middleCut("abcdefghij", 9)).toBe("abc…fghij");
  expect(middleCut("abcdefghij", 3)).toBe("…ij");
  expect(middleCut("abcdefghij", 2)).toBe("abcdefghij");
});

test("nine hundred and ninety-nine and a half bytes are a kilobyte", () => {
  expect([999.4, 999.5].map(bytes)).toEqual(["999 B", "1.0 kB"]);
});
