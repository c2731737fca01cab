import { expect, test } from "vitest";
import { catalogue, chosenSpecs, defaultKeys } from "../../src/runs/columns";
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

const FIRST = [
  ...["name", "status", "stage.code", 'metric["validation/accuracy"]', 'metric["train/accuracy"]'],
  ...["flag.lr", "flag.model", "duration", "started", 'dataset["mnist/train"]', "code.commit"],
];
const shown = { ...SCHEMA, first: FIRST, main: "validation/accuracy" };

test("the server's choice is shown, in its order, with what the page draws from it", () => {
  expect(defaultKeys(shown)).toEqual([
    ...["stages", "curve", 'metric["validation/accuracy"]', 'metric["train/accuracy"]', "flag.lr", "flag.model"],
    ...["duration", "started", "data", "code.commit"],
  ]);
});

test("no metric, no curve; a chosen column that the answer lacks is left out", () => {
  expect(defaultKeys(answer(["a"], { name: ["a"], "flag.lr": [0.1] }, ["name", "flag.lr", "flag.gone"]))).toEqual([
    "flag.lr",
  ]);
  expect(defaultKeys(null)).toEqual(["stages"]);
});

test("the curve is the main metric's", () => {
  expect(catalogue(shown).find((spec) => spec.key === "curve")?.sub).toBe("val. acc.");
  expect(catalogue({ ...shown, main: null }).some((spec) => spec.key === "curve")).toBe(false);
});

test("a key that is no column is an expression; a composed one that is not offered is left out", () => {
  const all = catalogue(shown);
  const specs = chosenSpecs(["flag.lr", 'max(metric["train/accuracy"]) * 2', "curve"], all);
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
