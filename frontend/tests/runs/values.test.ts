import { describe, expect, test } from "vitest";
import { valueCompletions, valueWordAt } from "../../src/runs/values";
import { answer } from "./answers";

const DIGEST = `sha256:6cb160${"0".repeat(58)}`;
const OTHER = `sha256:9a487f${"0".repeat(58)}`;
const schema = answer(["a", "b", "c"], {
  status: ["completed", "completed", "failed"],
  tags: [["sweep", "paper"], ["sweep"], null],
  "code.branch": ["main", "main", 'odd"name'],
  "dataset.digits": [DIGEST, DIGEST, OTHER],
  "flag.lr": [0.1, 0.01, 0.1],
  "flag.fast": [true, false, null],
  "metric.acc": [0.5, 0.6, 0.7],
});
const at = (text: string) => valueCompletions(schema, valueWordAt(text, text.length));
const texts = (text: string) => at(text).map((item) => item.text);

describe("the value that is typed", () => {
  test.each([
    ['status == "fa', { id: "status", text: '"fa' }],
    ["flag.lr == 0.", { id: "flag.lr", text: "0." }],
    ['status in ["x", "f', { id: "status", text: '"f' }],
    ['status not in ("f', { id: "status", text: '"f' }],
    ['metric["a/b"] != ', { id: 'metric["a/b"]', text: "" }],
    ['flag.x and "sw', { id: null, text: '"sw' }],
    ['"sw', { id: null, text: '"sw' }],
  ])("%s", (text, found) => {
    expect(valueWordAt(text, text.length)).toMatchObject(found);
  });

  test.each(["status", 'status == "failed" and fl', 'matches(name, "x', "flag.lr < ", 'flag["a'])(
    "none: %s",
    (text) => {
      expect(valueWordAt(text, text.length)).toBeNull();
    },
  );

  test("ends with its quote, behind the caret as well", () => {
    const text = 'status == "fa" and x';
    expect(valueWordAt(text, 13)).toMatchObject({ start: 10, end: 14 });
    expect(valueWordAt('status == "fa and x', 13)).toMatchObject({ start: 10, end: 13 });
  });
});

describe("values are offered", () => {
  test("as runs have them, the commonest first, with how many", () => {
    expect(at("status == ")).toMatchObject([
      { text: '"completed"', kind: "value", fact: "2 runs" },
      { text: '"failed"', fact: "1 run" },
    ]);
    expect(texts('status == "fa')).toEqual(['"failed"']);
    expect(texts('code.branch == "o')).toEqual([JSON.stringify('odd"name'), '"main"'].slice(0, 1));
    expect(texts("flag.fast == ")).toEqual(["True", "False"]);
    expect(texts("flag.lr == 0.0")).toEqual(["0.01"]);
  });

  test("as whole digests for short ones", () => {
    expect(texts('dataset.digits == "9a4')).toEqual([`"${OTHER}"`]);
    expect(at('dataset.digits == "9a4')[0]).toMatchObject({ from: 8, length: 3 });
    expect(at('dataset.digits == "6')).toMatchObject([{ text: `"${DIGEST}"`, from: 8, length: 1 }]);
    expect(texts('dataset.digits == "sha256:6')).toEqual([`"${DIGEST}"`]);
  });

  test("as tags where a text begins a clause", () => {
    expect(texts('"sw')).toEqual(['"sweep" in tags']);
    expect(texts('status == "failed" and not "')).toEqual(['"sweep" in tags', '"paper" in tags']);
  });

  test("of no metric, no unknown name, and not what stands there already", () => {
    expect([texts("metric.acc == "), texts("flag.none == "), texts('status == "failed"')]).toEqual([[], [], []]);
    expect(valueCompletions(null, valueWordAt("status == ", 10))).toEqual([]);
  });
});
