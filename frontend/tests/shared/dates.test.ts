import { expect, test } from "vitest";
import { isDate } from "../../src/shared/dates";
import { ago, clock, moment, when } from "../../src/shared/format";

test("times of the years 1 to 9999 are dates, milliseconds and nanoseconds are not", () => {
  const [first, last] = [Date.parse("0001-01-01T00:00:00Z") / 1000, Date.parse("9999-12-31T23:59:59Z") / 1000];
  expect([0, 1.7e9, first, last].map(isDate)).toEqual([true, true, true, true]);
  expect([first - 1, last + 1, 1.7e12, 1.7e18, 1e300, Number.NaN, -1e300].map(isDate)).toEqual(
    new Array(7).fill(false),
  );
});

test.each([1.7e12, 1.7e18, 1e300, -1e300, Number.MAX_VALUE])("%d is said as it was recorded", (time) => {
  for (const text of [when(time), clock(time), clock(time, true), moment(time)])
    expect(text).toMatch(/^−?[\d.]+e\d+ s$/);
  expect(ago(time, 1.7e9)).not.toContain("NaN");
});

test("a moment has its day and its second", () => {
  const at = Date.UTC(new Date().getUTCFullYear(), 10, 24, 5, 52, 10) / 1000;
  expect(moment(at)).toBe("Nov 24 05:52:10");
});
