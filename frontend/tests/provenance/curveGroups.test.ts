import { describe, expect, it } from "vitest";
import { splitStyle } from "../../src/charts/lineStyle";
import { groupMetrics, memberLabel } from "../../src/provenance/curveGroups";

const METRICS = {
  lr: { split: null, figure: "lr" },
  "validation/loss": { split: "validation", figure: "loss" },
  "train/loss": { split: "train", figure: "loss" },
  "train/accuracy": { split: "train", figure: "accuracy" },
  val_accuracy: { split: "validation", figure: "accuracy" },
} as const;

describe("groupMetrics", () => {
  it("overlays train and validation of one figure, the main figure first", () => {
    const groups = groupMetrics(METRICS, "val_accuracy");
    expect(groups.map(({ title }) => title)).toEqual(["accuracy", "loss", "lr"]);
    expect(groups[0]?.members.map(({ metric }) => metric)).toEqual(["train/accuracy", "val_accuracy"]);
    expect(groups[1]?.members.map(({ metric }) => metric)).toEqual(["train/loss", "validation/loss"]);
  });

  it("puts figures of several splits before single ones where nothing leads", () => {
    expect(groupMetrics(METRICS, null).map(({ title }) => title)).toEqual(["loss", "accuracy", "lr"]);
  });
});

describe("memberLabel", () => {
  const labels = (metrics: Parameters<typeof groupMetrics>[0]) =>
    groupMetrics(metrics, null).flatMap((group) => group.members.map((member) => memberLabel(group, member)));

  it("is the split, else the figure", () => {
    expect(labels({ lr: METRICS.lr })).toEqual(["lr"]);
    expect(labels({ val_accuracy: METRICS.val_accuracy })).toEqual(["validation"]);
  });

  it("is the whole name of one of two that have the same split", () => {
    const metrics = {
      val_acc: { split: "validation", figure: "acc" },
      "dev/acc": { split: "validation", figure: "acc" },
    };
    expect(labels(metrics as Parameters<typeof groupMetrics>[0])).toEqual(["val_acc", "dev/acc"]);
  });
});

it("draws every split in a style of its own", () => {
  const splits = ["train", "validation", "evaluation", "test"] as const;
  expect(new Set(splits.map((split) => splitStyle(split).colour)).size).toBe(4);
  expect(splitStyle(null)).toEqual(splitStyle("train"));
});
