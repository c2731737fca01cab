import { describe, expect, it } from "vitest";
import { placeLabels } from "../../src/charts/labelPlacement";

describe("placeLabels", () => {
  it("leaves labels that are apart where they are", () => {
    expect(placeLabels([80, 20], 15, 0, 100)).toEqual([80, 20]);
  });

  it("spreads labels that meet around their middle, in the order of their lines", () => {
    expect(placeLabels([52, 50, 51], 15, 0, 200)).toEqual([66, 36, 51]);
  });

  it("keeps them inside, even where one would push another out", () => {
    const placed = placeLabels([99, 98, 97], 15, 0, 100);
    expect(placed).toEqual([100, 85, 70]);
    expect(placeLabels([-5], 15, 0, 100)).toEqual([0]);
  });

  it("answers any number of labels at least a gap apart", () => {
    const wanted = new Array(6).fill(40).map((y, index) => y + (index % 3));
    const placed = placeLabels(wanted, 15, 0, 200).sort((a, b) => a - b);
    for (let index = 1; index < placed.length; index++) {
      expect((placed[index] ?? 0) - (placed[index - 1] ?? 0)).toBeGreaterThanOrEqual(15 - 1e-9);
    }
  });
});
