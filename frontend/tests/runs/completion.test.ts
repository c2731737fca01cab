import { expect, test } from "vitest";
import { completions, wordAt } from "../../src/runs/completion";
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
