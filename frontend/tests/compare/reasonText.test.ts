import { expect, test } from "vitest";
import { besideText, coincidence, reasonValue, sameText } from "../../src/compare/reasonText";
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

test("what differs for the same cause is said in a few characters", () => {
  const beside: Reason["beside"] = [
    { kind: "code", name: "commit", a: COMMITS[0] ?? "", b: COMMITS[1] ?? "" },
    { kind: "dataset", name: "digits/test", a: null, b: DIGEST },
  ];
  const reason: Reason = { kind: "code", name: "train.py", a: null, b: DIGEST, run: "B", effect: null, beside };
  expect(besideText(reason)).toBe("commit 1111111 → 2222222, data set digits/test not read → ababab");
  expect(besideText({ ...reason, beside: [] })).toBe("");
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
