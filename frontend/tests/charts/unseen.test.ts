import { describe, expect, it } from "vitest";
import type { Curve } from "../../src/charts/curves";
import { nothingToDraw, unseen } from "../../src/charts/unseen";

const curve = (values: number[], count: number | null = values.length): Curve => ({
  key: "a",
  label: "a",
  colour: "--run-a",
  dash: [],
  steps: values.map((_, index) => index),
  wallTimes: values,
  values,
  count,
});
const { NaN: nan, POSITIVE_INFINITY: infinite } = Number;

describe("unseen", () => {
  it("is empty where everything is shown", () => {
    expect(unseen([curve([1, 2]), curve([0], 1)], false)).toBe("");
  });

  it("counts what is no point of a line", () => {
    expect(unseen([curve([1, nan, infinite]), curve([nan, -infinite])], false)).toBe("2 NaN, 2 infinite");
    expect(unseen([curve([1, 0, -1])], true)).toBe("2 not above 0");
    expect(unseen([curve([1, 0, -1])], false)).toBe("");
  });

  it("says that the points are a sample, of the longest curve", () => {
    expect(unseen([curve([1, 2], 5000), curve([1, 2, 3], 150_000), curve([nan])], false)).toBe(
      "sampled: 3 of 150,000 points, 1 NaN",
    );
  });
});

describe("a curve that nobody counted", () => {
  const long = new Array(1000).fill(1);

  it("may be a sample where it has as many points as TensorBoard keeps", () => {
    expect(unseen([curve(long, null)], false)).toBe("may be sampled: TensorBoard keeps 1,000 points");
    expect(unseen([curve(long.slice(1), null), curve(long, 1000)], false)).toBe("");
    expect(unseen([curve(long, null), curve(long, 2000)], false)).toBe("sampled: 1,000 of 2,000 points");
  });
});

describe("nothingToDraw", () => {
  it("is null where a value is finite", () => {
    expect(nothingToDraw([curve([nan]), curve([nan, 0])], false)).toBeNull();
  });

  it("says why a chart is empty", () => {
    expect(nothingToDraw([], true)).toBe("Reading the points…");
    expect(nothingToDraw([curve([])], false)).toBe("No points were recorded.");
    expect(nothingToDraw([curve([nan])], false)).toBe("Its one value is NaN.");
    expect(nothingToDraw([curve([nan, nan]), curve([nan, nan])], false)).toBe("All 4 values are NaN.");
    expect(nothingToDraw([curve([nan, infinite])], true)).toBe("No value is finite: 1 NaN, 1 infinite.");
    expect(nothingToDraw([curve([-infinite])], false)).toBe("No value is finite: 1 infinite.");
  });
});
