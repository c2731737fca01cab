import { expect, test } from "vitest";
import { lastClause, tokenize } from "../../src/runs/tokens";

test("the tokens are the whole text, each with its place", () => {
  const text = 'flag.lr<0.01 and matches(name, "a\\"b") # é';
  const tokens = tokenize(text);
  expect(tokens.map((token) => token.text).join("")).toBe(text);
  for (const token of tokens) expect(text.slice(token.start, token.end)).toBe(token.text);
  expect(tokens.find((token) => token.kind === "string")?.text).toBe('"a\\"b"');
  expect(tokens.find((token) => token.kind === "keyword")?.text).toBe("and");
  expect(tokens.find((token) => token.kind === "number")?.text).toBe("0.01");
});

test("a string that is not closed yet is one", () => {
  expect(tokenize('name == "ab and c').at(-1)).toMatchObject({ kind: "string", text: '"ab and c' });
});

test("the last top-level clause is cut off", () => {
  expect(lastClause("a > 1 and (b and c) and has(d)")).toEqual({ rest: "a > 1 and (b and c)", clause: "has(d)" });
  expect(lastClause('name == "x and y"')).toBeNull();
  expect(lastClause("(a and b)")).toBeNull();
  expect(lastClause("a or b and c")).toBeNull();
});

test("words within texts and brackets cut nothing", () => {
  expect(lastClause("(a or b) and c")).toEqual({ rest: "(a or b)", clause: "c" });
  expect(lastClause("[a and b] and c")).toEqual({ rest: "[a and b]", clause: "c" });
  expect(lastClause("a and b not c")).toEqual({ rest: "a", clause: "b not c" });
  expect(lastClause("a not in b")).toBeNull();
  expect(tokenize("'and' or_and").map((token) => token.kind)).toEqual(["string", "space", "name"]);
});
