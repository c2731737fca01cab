import { describe, expect, it } from "vitest";
import { placeLabels } from "../../src/charts/labelPlacement";

/** Labels whose values fall as their lines' ends do: the usual case. */
const place = (wanted: number[], gap: number, top: number, bottom: number) =>
  placeLabels(
    wanted,
    wanted.map((y) => -y),
    gap,
    top,
    bottom,
  );

describe("placeLabels", () => {
  it("leaves labels that are apart where they are", () => {
    expect(place([80, 20], 15, 0, 100)).toEqual([80, 20]);
    expect(place([20, 35], 15, 0, 100)).toEqual([20, 35]);
  });

  it("spreads labels that meet around their middle, in the order of their lines", () => {
    expect(place([52, 50, 51], 15, 0, 200)).toEqual([66, 36, 51]);
    expect(place([50, 60], 15, 0, 200)).toEqual([47.5, 62.5]);
  });

  it("keeps them inside, even where one would push another out", () => {
    expect(place([99, 98, 97], 15, 0, 100)).toEqual([100, 85, 70]);
    expect(place([-5], 15, 0, 100)).toEqual([0]);
    expect(place([300], 15, 0, 100)).toEqual([100]);
    expect(place([1, 2], 15, 0, 100)).toEqual([0, 15]);
  });

  it("begins at the top where there are more than fit", () => {
    expect(place([50, 51, 52], 15, 10, 20)).toEqual([10, 25, 40]);
  });

  it("follows the values where the smoothed ends lie the other way", () => {
    const [high, low] = placeLabels([60, 40], [0.98, 0.97], 15, 0, 200) as [number, number];
    expect(low - high).toBe(15);
    expect((high + low) / 2).toBe(50);
  });

  it("puts what has no value below the rest", () => {
    const placed = placeLabels([50, 50, 50], [Number.NaN, 1, 2], 15, 0, 200);
    expect(placed).toEqual([65, 50, 35]);
    expect(placeLabels([50, 50], [1, Number.NaN], 15, 0, 200)).toEqual([42.5, 57.5]);
  });

  it("keeps the order of equal values", () => {
    expect(placeLabels([50, 50], [1, 1], 10, 0, 100)).toEqual([45, 55]);
    expect(placeLabels([50, 50], [Number.NaN, Number.NaN], 10, 0, 100)).toEqual([45, 55]);
  });

  it("answers any number of labels at least a gap apart", () => {
    const wanted = new Array(6).fill(40).map((y, index) => y + (index % 3));
    const placed = place(wanted, 15, 0, 200).sort((a, b) => a - b);
    for (let index = 1; index < placed.length; index++) {
      expect((placed[index] ?? 0) - (placed[index - 1] ?? 0)).toBeGreaterThanOrEqual(15 - 1e-9);
    }
  });
});
