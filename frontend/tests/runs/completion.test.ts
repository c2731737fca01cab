import { expect, test } from "vitest";
import { columnFact, completions, wordAt } from "../../src/runs/completion";
import { answer } from "./answers";

const SCHEMA = answer(["a", "b"], {
  "flag.lr": [0.1, 0.2],
  "flag.model": ["intro", "intro"],
  'metric["train/accuracy"]': [1, null],
  'dataset["mnist/train"]': ["sha256:1", "sha256:1"],
});

const offered = (text: string, caret = text.length) => completions(SCHEMA, wordAt(text, caret)).map((one) => one.text);

test("a name is completed where it is typed, its beginning first", () => {
  expect(offered("flag.")).toEqual(["flag.lr", "flag.model"]);
  expect(offered("1 < acc")).toEqual(['metric["train/accuracy"]']);
  expect(offered('metric["tr')).toEqual(['metric["train/accuracy"]']);
  expect(offered("m")[0]).toBe('metric["train/accuracy"]');
});

test("nothing is offered inside a text, after a number, or for what is whole", () => {
  expect(offered('name == "flag')).toEqual([]);
  expect(offered("flag.lr < 0.1")).toEqual([]);
  expect(offered("flag.lr")).toEqual([]);
});

test("the word reaches over its closing bracket", () => {
  const text = 'metric["train/a"] > 1';
  expect(wordAt(text, 15)).toEqual({ start: 0, end: 17, text: 'metric["train/a' });
});

test("facts say what there is", () => {
  expect(completions(SCHEMA, wordAt("flag.l", 6))[0]?.fact).toBe("2 values");
  expect(completions(SCHEMA, wordAt("acc", 3))[0]?.fact).toBe("1 run");
  const part = { ...SCHEMA, listed: 10 };
  expect(completions(part, wordAt("flag.l", 6))[0]?.fact).toBe("");
});

test("the word ends at the caret, but for what closes its bracket", () => {
  expect(wordAt("flag.lr > 1", 4)).toEqual({ start: 0, end: 4, text: "flag" });
  expect(wordAt("a and b", 6)).toBeNull();
  expect(wordAt('metric["a b"] > 1', 9)?.end).toBe(13);
  expect(wordAt('metric["a', 9)?.end).toBe(9);
  expect(wordAt('metric["a"', 10)?.end).toBe(10);
  expect(wordAt('metric["a > 1', 9)?.end).toBe(13);
  expect(wordAt('metric["a] > 1', 9)?.end).toBe(10);
  expect(wordAt("1 < acc", 7)).toEqual({ start: 4, end: 7, text: "acc" });
});

type Values = (string | number | boolean | null)[];
const fact = (id: string, values: Values) => {
  const [column] = answer(
    values.map((_, index) => `r${index}`),
    { [id]: values },
  ).columns;
  return column && columnFact(column);
};
const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 0.5);

test("a column says what it holds in a few words", () => {
  expect(fact("metric.acc", [1, 2, null])).toBe("2 runs");
  expect(fact("metric.acc", [null, null])).toBe("0 runs");
  expect(fact("flag.model", ["intro", "intro", null])).toBe("intro");
  expect(fact("flag.text", ["x".repeat(30), null])).toBe("x".repeat(24));
  expect(fact("dataset.d", [`sha256:3f9a1c${"0".repeat(58)}`, null])).toBe("3f9a1c");
  expect(fact("flag.lr", upTo(5))).toBe("5 values");
  expect(fact("flag.lr", upTo(6))).toBe("0.5 … 5.5");
  expect(fact("flag.lr", upTo(60))).toBe("0.5 … 59.5");
  expect(fact("user", upTo(6))).toBe("6 values");
  expect(fact("flag.mixed", [...upTo(6), "auto"])).toBe("7 values");
  expect(fact("user", upTo(50))).toBe("50 values");
  expect(fact("user", upTo(51))).toBe("");
});

test("each offer says what it is, calls as well", () => {
  const kinds = completions(SCHEMA, wordAt("a", 1)).map(({ text, kind, from, length }) => [text, kind, from, length]);
  expect(kinds).toContainEqual(['ago("', "call", 0, 1]);
  expect(kinds).toContainEqual(['dataset["mnist/train"]', "data set", 1, 1]);
  expect(kinds).toContainEqual(['metric["train/accuracy"]', "metric", 10, 1]);
});

test("names that begin so come first, then those whose last part does, eight at most", () => {
  const names = ["flag.atom", "flag.treat", "tag", "flag.other.ta", ...Array.from({ length: 9 }, (_, i) => `user${i}`)];
  const schema = answer(["a"], Object.fromEntries(names.map((name) => [name, ["x"]])));
  const offers = (text: string) => completions(schema, wordAt(text, text.length)).map((one) => one.text);
  expect(offers("ta")).toEqual(["tag", "flag.other.ta"]);
  expect(offers("at")).toEqual(["at(", "flag.atom", "flag.treat", "matches("]);
  expect(offers("user")).toHaveLength(8);
  expect(completions(null, wordAt("a", 1))).toEqual([]);
  expect(completions(schema, null)).toEqual([]);
});
