import { describe, expect, it } from "vitest";
import {
  clockLabel,
  clockLabels,
  elapsedLabel,
  shortNumber,
  stepLabels,
  tickLabels,
} from "../../src/charts/tickLabels";

describe("shortNumber", () => {
  it.each([
    [0, "0"],
    [500, "500"],
    [5000, "5k"],
    [27_500, "27.5k"],
    [1_200_000, "1.2M"],
    [3e9, "3G"],
    [4e12, "4T"],
    [999_999, "1M"],
    [1e15, "1e15"],
    [3.4e38, "3.4e38"],
    [-3.4e38, "−3.4e38"],
    [1.7e18, "1.7e18"],
    [1e-4, "0.0001"],
    [1e-11, "1e-11"],
    [-2.5e-7, "−2.5e-7"],
    [-1500, "−1.5k"],
    [0.12345, "0.1235"],
    [Number.NaN, "NaN"],
    [Number.POSITIVE_INFINITY, "∞"],
    [Number.NEGATIVE_INFINITY, "−∞"],
  ])("%d is %s", (value, text) => {
    expect(shortNumber(value)).toBe(text);
  });

  it("has as many digits as asked for", () => {
    expect(shortNumber(1_234_567, 2)).toBe("1.2M");
    expect(shortNumber(1_234_567, 6)).toBe("1.23457M");
  });
});

describe("tickLabels", () => {
  it("gives one axis one number of decimals", () => {
    expect(tickLabels([0.9, 0.95, 1], false)).toEqual(["0.90", "0.95", "1.00"]);
    expect(tickLabels([-0.5, 0, 0.5], false)).toEqual(["−0.5", "0.0", "0.5"]);
    expect(tickLabels([0, 0.00005, 0.0001], false)).toEqual(["0.00000", "0.00005", "0.00010"]);
    expect(tickLabels([10, 20], false)).toEqual(["10", "20"]);
    expect(tickLabels([50_000, 75_000], false)).toEqual(["50000", "75000"]);
    expect(tickLabels([5], false)).toEqual(["5"]);
  });

  it("writes large and tiny ones short", () => {
    expect(tickLabels([0, 50_000, 100_000], false)).toEqual(["0", "50k", "100k"]);
    expect(tickLabels([1e9, 1.5e9], false)).toEqual(["1G", "1.5G"]);
    expect(tickLabels([0, 1e-11, 2e-11], false)).toEqual(["0", "1e-11", "2e-11"]);
    expect(tickLabels([-3e38, 0, 3e38], false)).toEqual(["−3e38", "0", "3e38"]);
    expect(tickLabels([0, 0.00001, 0.00002], false)).toEqual(["0", "1e-5", "2e-5"]);
  });

  it("writes as many digits as tell the ticks apart, and beyond six what they add to the first", () => {
    expect(tickLabels([1_234_500, 1_234_600], false)).toEqual(["1.2345M", "1.2346M"]);
    expect(tickLabels([1e9, 1e9 + 1, 1e9 + 2], false)).toEqual(["1G", "+1", "+2"]);
    expect(tickLabels([1.23456, 1.23457], false)).toEqual(["1.23456", "1.23457"]);
    expect(tickLabels([0, 0.25, 100], false)).toEqual(["0.00", "0.25", "100.00"]);
    expect(tickLabels([1, 1.0000001], false)).toEqual(["1", "+1e-7"]);
  });

  it("gives each tick of a log axis what it needs", () => {
    expect(tickLabels([0.001, 0.1, 1], true)).toEqual(["0.001", "0.1", "1"]);
    expect(tickLabels([1e-11, 1e-7, 0.001, 10, 1e5, 1e9], true)).toEqual([
      "1e-11",
      "1e-7",
      "0.001",
      "10",
      "100k",
      "1G",
    ]);
    expect(tickLabels([1000, 2000, 5000], true)).toEqual(["1000", "2000", "5000"]);
    expect(tickLabels([10, 1e5], true)).toEqual(["10", "100k"]);
    expect(tickLabels([1e-6, 1], true)).toEqual(["1e-6", "1"]);
  });
});

describe("stepLabels", () => {
  it("counts in thousands, to the digit that differs", () => {
    expect(stepLabels([0, 5000, 27_500])).toEqual(["0", "5k", "27.5k"]);
    expect(stepLabels([1000, 1025, 1050])).toEqual(["1k", "1.025k", "1.05k"]);
    expect(stepLabels([1_234_560, 1_234_570])).toEqual(["1.23456M", "1.23457M"]);
    expect(stepLabels([7])).toEqual(["7"]);
  });

  it("writes nanoseconds as what they add to the first", () => {
    expect(stepLabels([1.7e18, 1.7e18 + 5e10, 1.7e18 + 1e11])).toEqual(["1.7e18", "+50G", "+100G"]);
  });
});

describe("times", () => {
  it("are as short as their span allows", () => {
    expect(elapsedLabel(45, 60)).toBe("45");
    expect(elapsedLabel(0.25, 1)).toBe("0.25");
    expect(elapsedLabel(89.6, 90)).toBe("1:30");
    expect(elapsedLabel(90, 390)).toBe("1:30");
    expect(elapsedLabel(7500, 9000)).toBe("2:05:00");
    expect(elapsedLabel(3 * 86400 + 4 * 3600 + 60, 9e5)).toBe("3 d 04:01");
    expect(elapsedLabel(1e300, 1e300)).toBe("1.157e295 d");
  });

  it("are UTC, with date or year where the span is long", () => {
    expect(clockLabel(1763967000, 60)).toBe("06:50:00");
    expect(clockLabel(1763967000, 299)).toBe("06:50:00");
    expect(clockLabel(1763967000, 300)).toBe("06:50");
    expect(clockLabel(1763967000, 86400)).toBe("06:50");
    expect(clockLabel(1763967000, 86401)).toBe("11-24 06:50");
    expect(clockLabel(1763967000, 4e7)).toBe("2025-11-24");
  });

  it("are said as they were recorded where no calendar has them", () => {
    expect(clockLabel(1763967000123, 60)).toBe("1.764T s");
    expect(clockLabel(1e300, 60)).toBe("1e300 s");
    expect(clockLabels([1763967000, 1763967060], 60)).toEqual(["06:50:00", "06:51:00"]);
    expect(clockLabels([1e300, 2e300], 1e300)).toEqual(["1e300", "2e300"]);
    expect(clockLabels([1763967000, 1e300], 1e300)).toEqual(["2G", "1e300"]);
  });
});
