import { describe, expect, test } from "vitest";
import { columnHistogram, type Histogram, histogramOf, placeOf, rangeAt, valueAt } from "../../src/runs/histogram";
import type { Value } from "../../src/shared/api";
import { answer } from "./answers";

const made = (values: Value[], bins?: number) => histogramOf(values, bins) as Histogram;
const MANY = Array.from({ length: 101 }, (_, i) => i / 100);

describe("a histogram", () => {
  test("counts finite values in ranges of one width", () => {
    const found = made([0, 1, 1, 4, "NaN", null, "x"], 4);
    expect(found).toMatchObject({ low: 0, high: 4, log: false, outside: 2 });
    expect(found.counts).toEqual([1, 2, 0, 1]);
    expect(found.steps).toEqual([0, 1, 4]);
  });

  test("of values over two powers of ten goes by their logarithms", () => {
    const found = made([0.001, 0.01, 0.1, 1], 3);
    expect([found.log, found.counts]).toEqual([true, [1, 1, 2]]);
    expect(placeOf(found, 0.01)).toBeCloseTo(1 / 3);
    expect(valueAt(found, 2 / 3)).toBeCloseTo(0.1);
    expect(placeOf(found, 0)).toBe(Number.NEGATIVE_INFINITY);
    expect(made([0, 1000]).log).toBe(false);
  });

  test("of fewer than two values is none", () => {
    expect([histogramOf([]), histogramOf([1, 1]), histogramOf(["NaN", "Infinity"])]).toEqual([null, null, null]);
  });

  test("is made once of a column", () => {
    const column = answer(["a", "b"], { "flag.x": [1, 2] }).columns[0] as never;
    expect(columnHistogram(column)).toBe(columnHistogram(column));
    expect(columnHistogram(column, 10)?.counts).toHaveLength(10);
  });
});

describe("the range of a brush", () => {
  test("begins and ends at values where few are different", () => {
    const found = made([0.001, 0.003, 0.01, 0.03, 0.1]);
    expect(rangeAt(found, 0.3, 0.8)).toEqual([0.01, 0.03]);
    expect(rangeAt(found, 0.8, 0.3)).toEqual([0.01, 0.03]);
  });

  test("holds what lies in it, in few digits", () => {
    expect(rangeAt(made([0.1, 0.123456789, 0.2, 0.3]), 0.1, 0.6)).toEqual([0.12, 0.22]);
    const found = made(MANY.map((one) => one / 3));
    const [low, high] = rangeAt(found, 0.3333333, 0.6666666);
    expect([low, high]).toEqual([0.1111, 0.2223]);
    expect(rangeAt(made(MANY.map((one) => -1e-7 * one)), 0.25, 0.5)).toEqual([-7.5e-8, -5e-8]);
  });

  test("is open at the ends", () => {
    const found = made(MANY);
    expect(rangeAt(found, 0, 0.5)).toEqual([null, 0.5]);
    expect(rangeAt(found, 0.5, 1)).toEqual([0.5, null]);
    expect(rangeAt(found, 0, 1)).toEqual([null, null]);
  });
});
