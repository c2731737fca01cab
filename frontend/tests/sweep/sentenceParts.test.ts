import { expect, test } from "vitest";
import { cutAtBase, cutAtBetter } from "../../src/sweep/sentenceParts";

test("the baseline is cut out where it is named, whatever it is called", () => {
  expect(cutAtBase("2 of 3 settings are better than lr0.1, the first by 0.2", "lr0.1")).toEqual([
    "2 of 3 settings are better than",
    ", the first by 0.2",
  ]);
  expect(cutAtBase("None of 2 settings is better than 2 by more than noise", "2")).toEqual([
    "None of 2 settings is better than",
    " by more than noise",
  ]);
  expect(cutAtBase("Lr matters most", "lr0.1")).toEqual(["Lr matters most", null]);
  expect(cutAtBase("Lr matters most", null)).toEqual(["Lr matters most", null]);
});

test("better has a colour only where something is better", () => {
  expect(cutAtBetter("2 of 3 settings are better than")).toEqual(["2 of 3 settings are ", "better", " than"]);
  expect(cutAtBetter("None of 2 settings is better than")).toBeNull();
});
