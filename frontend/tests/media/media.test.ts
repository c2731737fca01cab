import { expect, test } from "vitest";
import { densityOf, extentOf } from "../../src/media/densities";
import { handOver, runFilter } from "../../src/media/handOver";
import { parseChoice } from "../../src/media/mediaState";
import { lowest } from "../../src/media/PrCurves";
import { nearestPlace } from "../../src/media/StepSlider";
import { joined } from "../../src/media/useMedia";

test("a filter finds these runs, what lies below them, and no others", () => {
  const filter = new RegExp(runFilter(["a.b", "c(1)+"]));
  for (const name of ["a.b", "a.b/train", "c(1)+"]) expect(filter.test(name)).toBe(true);
  for (const name of ["axb", "a.bc", "x/a.b", "c1", ""]) expect(filter.test(name)).toBe(false);
});

const PAGE = "http://host/prefix/";

test("each tab reads the filter where it looks for it", () => {
  const runs = ["a"];
  expect(handOver({ plugin: "timeseries", name: "Time Series", runs }, PAGE, 1).href).toBe(
    "http://host/prefix/?runFilter=%5E(a)(%2F%7C%24)#timeseries",
  );
  expect(handOver({ plugin: "text", name: "Text", runs }, PAGE, 1).href).toBe(
    "http://host/prefix/#text&regexInput=%5E(a)(%2F%7C%24)",
  );
});

test("what a tab cannot do is said", () => {
  const many = Array.from({ length: 41 }, (_, index) => `r${index}`);
  expect(handOver({ plugin: "images", name: "Images", runs: many }, PAGE, 41).note).toContain("unticked");
  expect(handOver({ plugin: "images", name: "Images", runs: many.slice(1) }, PAGE, 41).note).toBeNull();
  expect(handOver({ plugin: "timeseries", name: "", runs: many }, PAGE, 501).note).toContain("unticked");
  const long = Array.from({ length: 900 }, (_, index) => `${"x".repeat(70)}${index}`);
  expect(handOver({ plugin: "timeseries", name: "", runs: long }, PAGE, 900)).toMatchObject({
    href: `${PAGE}#timeseries`,
    all: "so many names are too long for an address",
  });
  expect(handOver({ plugin: "text", name: "", runs: ["."] }, PAGE, 1).all).not.toBeNull();
});

test("a density goes from its lowest edge to its highest", () => {
  const density = densityOf({
    run: "a",
    bins: [
      [0, 1, 0.5],
      [1, 2, 0.5],
    ],
  });
  expect(density.points).toEqual([
    [0, 0],
    [0.5, 0.5],
    [1.5, 0.5],
    [2, 0],
  ]);
  expect(extentOf([density]).x).toEqual([0, 2]);
});

test("one number alone is a spike with room around it", () => {
  const density = densityOf({ run: "a", bins: [[5, 5, null]] });
  expect(density).toEqual({ run: "a", points: [], spikes: [5] });
  expect(extentOf([density]).x).toEqual([4, 6]);
});

test("what is wrong in an address is as if absent", () => {
  const whole = { step: 5, scale: 2, hidden: ["a"], pair: ["a", "b"], tags: { images: "x" } };
  expect(parseChoice(JSON.stringify(whole))).toEqual(whole);
  expect(parseChoice(undefined)).toEqual({});
  for (const bad of ["{", "null", "5", '{"step":"x","scale":99,"hidden":[1],"pair":["a"],"tags":{"images":1}}'])
    expect(parseChoice(bad).step ?? parseChoice(bad).scale ?? parseChoice(bad).pair).toBeUndefined();
});

test("answers to several questions are one, names of most runs first", () => {
  const none = { histograms: [], texts: [], pr_curves: [] };
  const tags = joined([
    { tags: { ...none, images: [{ tag: "a", runs: ["1"] }] } },
    {
      tags: {
        ...none,
        images: [
          { tag: "b", runs: ["2", "3"] },
          { tag: "a", runs: ["2", "3"] },
        ],
      },
    },
  ]);
  expect(tags.images).toEqual([
    { tag: "a", runs: ["1", "2", "3"] },
    { tag: "b", runs: ["2", "3"] },
  ]);
});

test("the slider stands at the nearest step there is", () => {
  expect([0, 149, 150, 151, 999].map((step) => nearestPlace([100, 200, 300], step))).toEqual([0, 0, 0, 1, 2]);
  expect(nearestPlace([], 5)).toBe(0);
});

test("an axis of precision begins at a tenth", () => {
  expect([lowest([0.93, 0.97]), lowest([0.55]), lowest([0]), lowest([1]), lowest([])]).toEqual([0.9, 0.5, 0, 0.9, 0.9]);
});
