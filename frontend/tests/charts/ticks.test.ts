import { describe, expect, it } from "vitest";
import {
  clockLabel,
  elapsedLabel,
  linearTicks,
  logTicks,
  shortNumber,
  tickLabels,
  timeTicks,
} from "../../src/charts/ticks";

describe("ticks", () => {
  it("puts round steps inside the range", () => {
    expect(linearTicks(0, 27500, 6)).toEqual([0, 5000, 10000, 15000, 20000, 25000]);
    expect(linearTicks(0.9, 1, 5)).toEqual([0.9, 0.92, 0.94, 0.96, 0.98, 1]);
  });

  it("survives an empty range", () => {
    expect(linearTicks(3, 3, 5)).toEqual([3]);
    expect(logTicks(0, 1, 5)).toEqual([0]);
  });

  it("uses decades, and 2 and 5 between few of them", () => {
    expect(logTicks(0.0005, 2, 5)).toEqual([0.001, 0.01, 0.1, 1]);
    expect(logTicks(0.03, 2, 6)).toEqual([0.05, 0.1, 0.2, 0.5, 1, 2]);
  });

  it("steps times by whole minutes", () => {
    expect(timeTicks(0, 390, 5)).toEqual([0, 120, 240, 360]);
  });
});

describe("labels", () => {
  it("shortens steps", () => {
    expect([0, 500, 5000, 27500, 1_200_000, 3e9].map(shortNumber)).toEqual(["0", "500", "5k", "27.5k", "1.2M", "3G"]);
  });

  it("gives one axis one number of decimals", () => {
    expect(tickLabels([0.9, 0.95, 1], false)).toEqual(["0.90", "0.95", "1.00"]);
    expect(tickLabels([0.001, 0.1, 1], true)).toEqual(["0.001", "0.1", "1"]);
    expect(tickLabels([0, 0.00001, 0.00002], false)).toEqual(["0", "1e-5", "2e-5"]);
  });

  it("writes times as short as their span allows", () => {
    expect(elapsedLabel(45, 60)).toBe("45");
    expect(elapsedLabel(90, 390)).toBe("1:30");
    expect(elapsedLabel(7500, 9000)).toBe("2:05:00");
    expect(clockLabel(1763967000, 60)).toBe("06:50:00");
    expect(clockLabel(1763967000, 4000)).toBe("06:50");
    expect(clockLabel(1763967000, 200000)).toBe("11-24 06:50");
  });
});
