import { expect, test } from "vitest";
import { differingFiles, gitDiff } from "../../src/compare/codePair";
import { ANSWER, COMMITS, DIGEST } from "./answers";

test("files that differ are listed, those on both sides first", () => {
  expect(differingFiles(ANSWER, "x/b")).toEqual([
    { path: "b.py", digests: [DIGEST, "sha256:cd"], content: [true, true] },
    { path: "a.py", digests: [null, DIGEST], content: [false, true] },
  ]);
  expect(differingFiles(ANSWER, "x/a")).toEqual([]);
});

test("the command that shows the difference needs both commits", () => {
  expect(gitDiff(ANSWER, "x/b", "b.py")).toBe("git diff 1111111 2222222 -- b.py");
  for (const commit of [[null, COMMITS[1] ?? ""], [COMMITS[0] ?? "", null], ["", "x"], ["x", ""], []])
    expect(gitDiff({ ...ANSWER, code: { commit } }, "x/b", "b.py")).toBeNull();
  expect(gitDiff({ ...ANSWER, code: {} }, "x/b", "b.py")).toBeNull();
});
