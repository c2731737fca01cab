import { expect, test } from "vitest";
import { catalogue, chosenSpecs, defaultKeys, distinct, expressionSpec } from "../../src/runs/columns";
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

const ALL = answer(["a"], {
  name: ["a"],
  status: ["completed"],
  "stage.serve": ["missing"],
  "code.dirty": [true],
  "metric.acc": [1],
  "flag.lr": [1],
  duration: [1],
  started: [1],
  "code.commit": ["c"],
  tags: [[]],
  'dataset["mnist/train"]': ["sha256:1"],
  "export.model": ["sha256:2"],
  "code.branch": ["main"],
  user: ["ana"],
});

test("every kind of column has its look, its head, and what a click on that sorts by", () => {
  const columns = ALL.columns.map((one) => (one.id === "metric.acc" ? { ...one, better: "up" as const } : one));
  const looks = catalogue({ ...ALL, columns, main: "acc" }).map(({ key, look, ids, sortId, label, sub, better }) => [
    ...[key, look, ids.join(" "), sortId, label, sub, better],
  ]);
  const stages = "stage.code stage.prepare stage.train stage.compare stage.serve";
  const data = 'dataset["mnist"]';
  const train = 'dataset["mnist/train"]';
  expect(looks).toEqual([
    ["stages", "stages", stages, null, "Stages", "", null],
    ["curve", "curve", "", null, "Curve", "acc", null],
    ["data", "data", data, data, "Data set", "name, digest", null],
    ["metric.acc", "metric", "metric.acc", "metric.acc", "acc", "last", "up"],
    ["flag.lr", "flag", "flag.lr", "flag.lr", "lr", "flag", null],
    ["duration", "duration", "duration", "duration", "Duration", "min:s", null],
    ["started", "started", "started", "started", "Started", "UTC", null],
    ["code.commit", "commit", "code.commit code.dirty", "code.commit", "Commit", "id, ± edited", null],
    ["tags", "tags", "tags", "tags", "Tags", "", null],
    [train, "value", train, train, "mnist/train", "data set, digest", null],
    ["export.model", "value", "export.model", "export.model", "model", "export, digest", null],
    ["code.branch", "value", "code.branch", "code.branch", "branch", "code", null],
    ["user", "value", "user", "user", "user", "", null],
  ]);
});

test("an expression is a column of figures by its own text", () => {
  expect(expressionSpec("a + b")).toEqual({
    key: "a + b",
    look: "metric",
    ids: ["a + b"],
    sortId: "a + b",
    label: "a + b",
    sub: "expression",
    better: null,
  });
  const answered = answer(["a"], { "a + b": [1] });
  const columns = answered.columns.map((one) => ({ ...one, kind: "expression" as const }));
  expect(catalogue({ ...answered, columns }).at(-1)).toMatchObject({ look: "value", sub: "expression" });
});

test("before an answer there is nothing; without data sets there is no column of them", () => {
  expect(catalogue(null)).toEqual([]);
  expect(catalogue(answer(["a"], { "flag.lr": [1] })).map((spec) => spec.key)).toEqual(["stages", "flag.lr"]);
});

test("the column of data sets asks for eight at most", () => {
  const many = Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`dataset.d${i}`, ["sha256:1"]]));
  expect(catalogue(answer(["a"], many)).find((spec) => spec.look === "data")?.ids).toHaveLength(8);
});

test("a composed column that is not there is no expression", () => {
  expect(chosenSpecs(["stages"], [])).toEqual([]);
});

test("distinct values are counted up to a number, missing ones not at all", () => {
  expect(distinct([1, 1, "1", null, [1], true])).toBe(4);
  expect(distinct([null, null])).toBe(0);
  const counted = Array.from({ length: 100 }, (_, i) => i);
  expect([distinct(counted), distinct(counted, 3)]).toEqual([50, 3]);
});
