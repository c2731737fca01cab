import { expect, test } from "vitest";
import { firstMetrics } from "../../src/compare/firstMetrics";
import { comparison, metric } from "./answers";

const of = (split: "train" | "validation" | null, figure: string) => metric([1, 2], { split, figure });

test("the main metric, and another figure of its split", () => {
  const metrics = {
    "train/accuracy": of("train", "accuracy"),
    "train/loss": of("train", "loss"),
    val_accuracy: of("validation", "accuracy"),
    val_loss: of("validation", "loss"),
  };
  expect(firstMetrics(comparison({ main: "val_accuracy", metrics }), Object.keys(metrics))).toEqual([
    ...["val_accuracy", "val_loss"],
  ]);
});

test("without a like one the next, without a main one the first", () => {
  const metrics = { loss: of(null, "loss"), "train/accuracy": of("train", "accuracy") };
  expect(firstMetrics(comparison({ main: "train/accuracy", metrics }), Object.keys(metrics))).toEqual([
    ...["train/accuracy", "loss"],
  ]);
  expect(firstMetrics(comparison({ metrics: { loss: of(null, "loss") } }), ["loss"])).toEqual(["loss"]);
  expect(firstMetrics(comparison(), [])).toEqual([]);
});
