import { expect, test } from "vitest";
import { catalogue, chosenSpecs, defaultKeys, rankedMetrics } from "../../src/runs/columns";
import { answer } from "./answers";

const RUNS = ["a", "b", "c", "d"];
const SCHEMA = answer(RUNS, {
  name: RUNS,
  status: ["completed", "completed", "failed", "running"],
  started: [4, 3, 2, 1],
  duration: [1, 1, 1, 1],
  tags: [[], [], [], []],
  "stage.code": ["recorded", "recorded", "recorded", "recorded"],
  "code.commit": ["c1", "c1", "c2", "c2"],
  "flag.datadir": ["./data", "./data", "./data", "./data"],
  "flag.rundir": ["r/a", "r/b", "r/c", "r/d"],
  "flag.lr": [0.1, 0.2, 0.1, null],
  "flag.model": ["intro", "expert", "intro", "intro"],
  'metric["train/loss"]': [1, 1, 1, 1],
  'metric["train/accuracy"]': [1, 1, 1, 1],
  'metric["validation/loss"]': [1, 1, 1, 1],
  'metric["validation/accuracy"]': [1, 1, 1, 1],
  "metric.grad_norm": [1, 1, 1, 1],
  'dataset["mnist/train"]': ["sha256:1", "sha256:1", "sha256:1", null],
});

test("metrics that judge a run come first", () => {
  expect(rankedMetrics(SCHEMA).map((column) => column.label)).toEqual([
    "validation/accuracy",
    "validation/loss",
    "train/accuracy",
    "train/loss",
    "grad_norm",
  ]);
});

test("by default: what differs, not what is constant or names the run", () => {
  const keys = defaultKeys(SCHEMA);
  expect(keys.slice(0, 3)).toEqual(["stages", "curve", 'metric["validation/accuracy"]']);
  expect(keys).toContain('metric["train/accuracy"]');
  expect(keys).not.toContain('metric["train/loss"]');
  expect(keys).not.toContain("metric.grad_norm");
  expect(keys).toContain("flag.model");
  expect(keys).toContain("flag.lr");
  expect(keys).not.toContain("flag.datadir");
  expect(keys).not.toContain("flag.rundir");
  expect(keys.slice(-3)).toEqual(["started", "data", "code.commit"]);
});

test("one run shows its flags although none differs", () => {
  const one = answer(["a"], { name: ["a"], "flag.lr": [0.1], "flag.model": ["intro"] });
  expect(defaultKeys(one)).toEqual(["stages", "flag.model", "flag.lr"]);
});

test("a key that is no column is an expression; a composed one that is not offered is left out", () => {
  const all = catalogue(SCHEMA);
  const specs = chosenSpecs(["flag.lr", 'max(metric["train/accuracy"])', "curve"], all);
  expect(specs.map((spec) => spec.sub)).toEqual(["flag", "expression", "val. acc."]);
  expect(chosenSpecs(["curve", "data"], [])).toEqual([]);
});

test("a data set with splits is one, by the digest over all of them", () => {
  const splits = {
    'dataset["mnist/test"]': ["sha256:2"],
    'dataset["mnist/train"]': ["sha256:1"],
    "dataset.raw": [null],
  };
  const data = catalogue(answer(["a"], splits)).find((spec) => spec.look === "data");
  expect(data?.ids).toEqual(['dataset["mnist"]', 'dataset["raw"]']);
});
