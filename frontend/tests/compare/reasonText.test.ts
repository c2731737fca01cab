import { expect, test } from "vitest";
import { coincidence, effectText, reasonValue, sameText } from "../../src/compare/reasonText";
import type { Reason } from "../../src/shared/api";
import { ANSWER, COMMITS, DIGEST, NOTHING_SAME } from "./answers";

test("what is absent is worded by its kind", () => {
  expect(reasonValue("flag", null)).toBe("not set");
  expect(reasonValue("package", "")).toBe("not installed");
  expect(reasonValue("code", null)).toBe("no such file");
  expect(reasonValue("dataset", null)).toBe("not read");
  expect(reasonValue("seed", null)).toBe("not set");
  expect(reasonValue("variable", null)).toBe("not set");
  expect(reasonValue("rank", null)).toBe("no such process");
  expect(reasonValue("hardware", null)).toBe("not recorded");
});

test("digests and commits are short", () => {
  expect(reasonValue("code", DIGEST)).toBe("ababab");
  expect(reasonValue("code", COMMITS[1] ?? "")).toBe("2222222");
  expect(reasonValue("flag", `${COMMITS[1]}2`)).toBe(`${COMMITS[1]}2`);
  expect(reasonValue("flag", `2x${COMMITS[1]}`)).toBe(`2x${COMMITS[1]}`);
  expect(reasonValue("flag", false)).toBe("False");
});

test("what other runs tell of a flag is said in a few words", () => {
  const told = (effect: Reason["effect"], metric: string | null = "loss") =>
    effectText({ kind: "flag", name: "lr", a: 1, b: 2, run: "B", effect }, metric);
  expect(told({ moves: true, n: 12, a: 0.9, b: 0.45 })).toBe("loss 0.9000 → 0.4500 over 12 other runs");
  expect(told({ moves: true, n: 12, a: null, b: 0.45 })).toBe("moves loss over 12 other runs");
  expect(told({ moves: false, n: 1, a: 0.9, b: 0.9 })).toBe("moves nothing over 1 other run");
  expect([told(null), told({ moves: true, n: 9, a: 1, b: 2 }, null)]).toEqual(["", ""]);
});

test("differences that coincide cannot be told apart", () => {
  expect(coincidence([], "Same in both: lr.")).toBe("Nothing that was recorded explains a difference.");
  expect(coincidence([], "")).toBe("Nothing is recorded of these runs but their metrics.");
  expect(coincidence(ANSWER.reasons, "")).toBe("This is all that was recorded to differ.");
  expect(coincidence([...ANSWER.reasons, ...ANSWER.reasons], "")).toBe(
    "2 differences coincide, so one run each cannot say which one did it.",
  );
});

test("what is the same is one sentence", () => {
  expect(sameText(ANSWER)).toBe("Same in both: data set digits, epochs, Python 3.11, 1 package.");
  expect(sameText({ ...ANSWER, same: NOTHING_SAME })).toBe("");
  const flags = Object.fromEntries(["a", "b", "c", "d", "e"].map((name) => [name, 1]));
  const many = {
    ...NOTHING_SAME,
    flags,
    code: { commit: COMMITS[0] ?? "" },
    hardware: { cpu: "x" },
  };
  expect(sameText({ ...ANSWER, runs: ["a", "b", "c"], same: many })).toBe(
    "Same in all: commit 1111111, a, b, c and 2 more flags, CPU.",
  );
  const { e: _, ...four } = flags;
  expect(sameText({ ...ANSWER, same: { ...NOTHING_SAME, flags: four } })).toBe("Same in both: a, b, c, d.");
  const packages = { ...NOTHING_SAME, environment: { python: "3.11" } };
  expect(sameText({ ...ANSWER, same: packages })).toBe("Same in both: Python 3.11.");
});
