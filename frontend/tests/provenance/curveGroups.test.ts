import { describe, expect, it } from "vitest";
import { groupMetrics, splitOf } from "../../src/provenance/curveGroups";

describe("groupMetrics", () => {
  it("overlays train and validation of one figure, the main figure first", () => {
    const groups = groupMetrics(
      ["lr", "validation/loss", "train/loss", "train/accuracy", "validation/accuracy"],
      "validation/accuracy",
    );
    expect(groups.map(({ title }) => title)).toEqual(["accuracy", "loss", "lr"]);
    expect(groups[1]?.members.map(({ metric }) => metric)).toEqual(["train/loss", "validation/loss"]);
  });

  it("takes only known splits off a name", () => {
    expect(splitOf("train/head/loss")).toEqual({ split: "train", figure: "head/loss" });
    expect(splitOf("layer1/loss")).toEqual({ split: "", figure: "layer1/loss" });
    expect(splitOf("train")).toEqual({ split: "", figure: "train" });
  });
});
