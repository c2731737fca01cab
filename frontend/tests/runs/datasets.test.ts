import { expect, test } from "vitest";
import { datasetId, datasetName, runData, withoutSplit } from "../../src/runs/datasets";
import { Rows } from "../../src/runs/rows";
import { answer } from "./answers";

const IDS = ["a", "b"].map(datasetId);
const [A, B] = IDS as [string, string];
const rows = (a: string | null, b: string | null, run = "r") => new Rows(answer([run], { [A]: [a], [B]: [b] }));

test("a name is written as the server writes it, and read back", () => {
  for (const name of ["mnist", 'with "quotes"', "with/slash", "é\\"]) expect(datasetName(datasetId(name))).toBe(name);
  expect(datasetId('x"y')).toBe('dataset["x\\"y"]');
});

test("only the last part of a name is its split, and no name is all split", () => {
  expect(["mnist/train", "a/b/test", "mnist", "/test", "a/"].map(withoutSplit)).toEqual([
    ...["mnist", "a/b", "mnist", "/test", "a"],
  ]);
});

test("a run that read nothing has nothing in the cell", () => {
  expect(runData("r", IDS, rows(null, null), null)).toBeNull();
  expect(runData("other", IDS, rows("sha256:1", null), null)).toBeNull();
});

test("without a baseline the first data set stands in the cell, the others in its title", () => {
  expect(runData("r", IDS, rows("sha256:1", "sha256:2"), null)).toEqual({
    name: "a",
    digest: "sha256:1",
    differs: false,
    more: 1,
    title: "a sha256:1\nb sha256:2",
  });
  expect(runData("r", IDS, rows(null, "sha256:2"), null)).toMatchObject({ name: "b", more: 0 });
});

test("the data set that is not the baseline's stands in the cell", () => {
  expect(runData("r", IDS, rows("sha256:1", "sha256:2"), rows("sha256:1", "sha256:9", "base"))).toEqual({
    name: "b",
    digest: "sha256:2",
    differs: true,
    more: 1,
    title: "a sha256:1\nb sha256:2 (the baseline's is another)",
  });
});

test("what the baseline did not read differs from nothing", () => {
  expect(runData("r", IDS, rows("sha256:1", "sha256:2"), rows(null, "sha256:2", "base"))).toMatchObject({
    name: "a",
    differs: false,
  });
  const none = new Rows(answer([], { [A]: [], [B]: [] }));
  expect(runData("r", IDS, rows("sha256:1", null), none)?.differs).toBe(false);
});
