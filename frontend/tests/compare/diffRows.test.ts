import { describe, expect, it } from "vitest";
import { diffFiles, fold } from "../../src/compare/diffRows";

const text = (rows: ReturnType<typeof diffFiles>["rows"]) =>
  rows.map(({ kind, before, after }) => [
    kind,
    before?.words.map((word) => (word.changed ? `[${word.text}]` : word.text)).join("") ?? null,
    after?.words.map((word) => (word.changed ? `[${word.text}]` : word.text)).join("") ?? null,
  ]);

describe("diffFiles", () => {
  it("sets changed lines side by side and marks their words", () => {
    const diff = diffFiles("a\nlr = 0.5\nz\n", "a\nlr = 0.1\nnew\nz\n", false);
    expect(text(diff.rows)).toEqual([
      ["same", "a", "a"],
      ["changed", "lr = 0.[5]", "lr = 0.[1]"],
      ["changed", null, "new"],
      ["same", "z", "z"],
    ]);
    expect([diff.added, diff.removed]).toEqual([2, 1]);
    expect(diff.rows.at(-1)?.before?.number).toBe(3);
    expect(diff.rows.at(-1)?.after?.number).toBe(4);
  });

  it("marks no words in lines that have little in common", () => {
    expect(text(diffFiles("W = zeros\n", "image = reshape(x)\n", false).rows)).toEqual([
      ["changed", "W = zeros", "image = reshape(x)"],
    ]);
  });

  it("takes a missing file as empty", () => {
    expect(text(diffFiles("", "one\ntwo\n", false).rows)).toEqual([
      ["changed", null, "one"],
      ["changed", null, "two"],
    ]);
  });

  it("can leave white space out of account", () => {
    expect(diffFiles("  a\nb\n", "a\nb\n", true)).toMatchObject({ added: 0, removed: 0 });
    expect(diffFiles("  a\nb\n", "a\nb\n", false)).toMatchObject({ added: 1, removed: 1 });
  });
});

describe("fold", () => {
  it("keeps three lines around a change and folds the rest", () => {
    const before = new Array(20).fill(0).map((_, index) => `line ${index}`);
    const after = before.with(10, "changed");
    const chunks = fold(diffFiles(`${before.join("\n")}\n`, `${after.join("\n")}\n`, false).rows);
    expect(chunks.map((chunk) => ("rows" in chunk ? chunk.rows.length : -chunk.folded.length))).toEqual([-7, 7, -6]);
  });

  it("does not fold what is as short as the fold itself", () => {
    const chunks = fold(diffFiles("1\n2\n3\n4\n5\nx\n", "1\n2\n3\n4\n5\ny\n", false).rows);
    expect(chunks.every((chunk) => "rows" in chunk)).toBe(true);
  });
});
