import { describe, expect, it } from "vitest";
import { differingFiles, gitDiff } from "../../src/compare/codePair";
import { cellText, differenceGroups } from "../../src/compare/differences";
import { coincidence, effectText, reasonValue, sameText } from "../../src/compare/reasonText";
import { cutAtRuns } from "../../src/compare/runNames";
import type { CompareAnswer, Reason } from "../../src/shared/api";
import { comparison } from "./answers";

const DIGEST = `sha256:${"ab".repeat(32)}`;
const COMMITS = ["1".repeat(40), "2".repeat(40)];

const ANSWER: CompareAnswer = comparison({
  runs: ["x/a", "x/b"],
  baseline: "x/a",
  flags: { lr: [0.5, null] },
  code: { commit: COMMITS, branch: ["main", null] },
  code_files: [
    { path: "a.py", digests: [null, DIGEST], content: [false, true] },
    { path: "b.py", digests: [DIGEST, "sha256:cd"], content: [true, true] },
    { path: "c.py", digests: [DIGEST, DIGEST], content: [true, true] },
  ],
  variables: { OMP_NUM_THREADS: ["4", null] },
  same: {
    ...comparison().same,
    flags: { epochs: 10 },
    datasets: { "digits/train": DIGEST, "digits/test": DIGEST },
    environment: { python: "3.11", numpy: "2" },
  },
  reasons: [{ kind: "flag", name: "lr", a: 0.5, b: null, run: "x/b", effect: null }],
});

describe("differences", () => {
  it("groups what differs, marks what is not the baseline's, counts what is the same", () => {
    const groups = differenceGroups(ANSWER);
    expect(groups.map(({ title, rows, same }) => [title, rows.length, same.length])).toEqual([
      ["Flags", 1, 1],
      ["Data", 0, 2],
      ["Code", 5, 0],
      ["Python and packages", 0, 2],
      ["Environment variables", 1, 0],
    ]);
    expect(groups[0]?.rows[0]).toEqual({
      ...{ name: "lr", values: [0.5, null] },
      ...{ changed: [false, true], absent: "not set" },
    });
  });

  it("calls a file absent that is none, and no fact of the code", () => {
    const code = differenceGroups(ANSWER).find(({ title }) => title === "Code");
    expect(code?.rows.map(({ name, absent }) => [name, absent])).toEqual([
      ["commit", "not recorded"],
      ["branch", "not recorded"],
      ["a.py", "no such file"],
      ["b.py", "no such file"],
      ["c.py", "no such file"],
    ]);
  });

  it("shortens digests and commits only", () => {
    expect(cellText(DIGEST)).toEqual({ text: "ababab", code: true });
    expect(cellText(COMMITS[0] ?? "")).toEqual({ text: "1111111", code: true });
    expect(cellText("adam")).toEqual({ text: "adam", code: false });
    expect(cellText("")).toEqual({ text: '""', code: false });
  });
});

describe("reasons", () => {
  it("words what is absent by its kind", () => {
    expect(reasonValue("flag", null)).toBe("not set");
    expect(reasonValue("package", null)).toBe("not installed");
    expect(reasonValue("code", DIGEST)).toBe("ababab");
  });

  it("says what other runs tell of a flag", () => {
    const told = (effect: Reason["effect"], metric: string | null = "loss") =>
      effectText({ kind: "flag", name: "lr", a: 1, b: 2, run: "B", effect }, metric);
    expect(told({ moves: true, n: 12, a: 0.9, b: 0.45 })).toBe("loss 0.9000 → 0.4500 over 12 other runs");
    expect(told({ moves: true, n: 12, a: null, b: 0.45 })).toBe("moves loss over 12 other runs");
    expect(told({ moves: false, n: 1, a: 0.9, b: 0.9 })).toBe("moves nothing over 1 other run");
    expect([told(null), told({ moves: true, n: 9, a: 1, b: 2 }, null)]).toEqual(["", ""]);
  });

  it("says when differences cannot be told apart", () => {
    expect(coincidence([], "Same in both: lr.")).toBe("Nothing that was recorded explains a difference.");
    expect(coincidence([], "")).toContain("but their metrics");
    expect(coincidence(ANSWER.reasons, "")).toContain("all that was recorded");
    expect(coincidence([...ANSWER.reasons, ...ANSWER.reasons], "")).toContain("2 differences coincide");
  });

  it("ends with what is the same", () => {
    expect(sameText(ANSWER)).toBe("Same in both: data set digits, epochs, Python 3.11, 1 package.");
  });
});

describe("code of two runs", () => {
  it("lists files that differ, those on both sides first", () => {
    expect(differingFiles(ANSWER, "x/b").map(({ path }) => path)).toEqual(["b.py", "a.py"]);
  });

  it("names the command that shows the difference", () => {
    expect(gitDiff(ANSWER, "x/b", "b.py")).toBe("git diff 1111111 2222222 -- b.py");
    expect(gitDiff({ ...ANSWER, code: {} }, "x/b", "b.py")).toBeNull();
  });
});

describe("a sentence", () => {
  it("is cut at run names, not inside longer words", () => {
    expect(cutAtRuns("x/b is better than x/a. x/ab is not here", ["x/a", "x/b"])).toEqual([
      { run: "x/b" },
      { text: " is better than " },
      { run: "x/a" },
      { text: ". x/ab is not here" },
    ]);
    expect(cutAtRuns("a. b", ["."])).toEqual([{ text: "a. b" }]);
  });
});
