import { expect, test } from "vitest";
import { cellText, differenceGroups } from "../../src/compare/differences";
import { ANSWER, COMMITS, DIGEST, NOTHING_SAME } from "./answers";

test("what differs is grouped in a reader's order, and what is the same counted", () => {
  const groups = differenceGroups(ANSWER);
  expect(groups.map(({ title, rows, same, more }) => [title, rows.length, same.length, more])).toEqual([
    ["Flags", 1, 1, 0],
    ["Data", 0, 2, 0],
    ["Code", 4, 0, 0],
    ["Python and packages", 0, 2, 0],
  ]);
  const all = { a: [1, 2] };
  const some = { flags: all, seeds: all, datasets: all, code: all, environment: all, variables: all };
  const full = { ...ANSWER, ...some, hardware: all, ranks: all, command: all };
  expect(differenceGroups(full).map(({ title }) => title)).toEqual([
    "Flags",
    "Seeds",
    "Data",
    "Code",
    "Python and packages",
    "Environment variables",
    "Hardware",
    "Processes",
    "Command",
  ]);
});

test("values unlike the baseline's are marked, whichever run is the baseline", () => {
  const [flags] = differenceGroups(ANSWER);
  expect(flags?.rows).toEqual([{ name: "lr", values: [0.5, null], changed: [false, true], absent: "not set" }]);
  const [turned] = differenceGroups({ ...ANSWER, baseline: "x/b" });
  expect(turned?.rows[0]?.changed).toEqual([true, false]);
  const lists = differenceGroups({
    ...ANSWER,
    flags: {
      layers: [
        [1, 2],
        [1, 2],
        [2, 1],
      ],
    },
    runs: ["x/a", "b", "c"],
  });
  expect(lists[0]?.rows[0]?.changed).toEqual([false, false, true]);
});

test("what is the same stands once for each run, unmarked", () => {
  const [flags] = differenceGroups(ANSWER);
  expect(flags?.same).toEqual([{ name: "epochs", values: [10, 10], changed: [false, false], absent: "not set" }]);
});

test("only a file can be no such file", () => {
  const code = differenceGroups({ ...ANSWER, code: { commit: COMMITS, branch: ["main", null] } }).find(
    ({ title }) => title === "Code",
  );
  expect(code?.rows.map(({ name, absent }) => [name, absent])).toEqual([
    ["commit", "not recorded"],
    ["branch", "not recorded"],
    ["a.py", "no such file"],
    ["b.py", "no such file"],
    ["c.py", "no such file"],
  ]);
});

test("of many files six are shown and the rest counted", () => {
  const file = (index: number) => ({ path: `f${index}`, digests: [null, DIGEST], content: [false, true] });
  const files = Array.from({ length: 8 }, (_, index) => file(index));
  const code = (count: number) =>
    differenceGroups({ ...ANSWER, code_files: files.slice(0, count) }).find(({ title }) => title === "Code");
  expect([code(8)?.rows.length, code(8)?.more]).toEqual([7, 2]);
  expect([code(6)?.rows.length, code(6)?.more]).toEqual([7, 0]);
});

test("a subject with nothing in it is left out", () => {
  const none = { ...ANSWER, flags: {}, code: {}, code_files: [], same: NOTHING_SAME };
  expect(differenceGroups(none)).toEqual([]);
  expect(differenceGroups({ ...none, code_files: ANSWER.code_files }).map(({ title }) => title)).toEqual(["Code"]);
});

test("digests and commits are short, everything else is as it is", () => {
  expect(cellText(DIGEST)).toEqual({ text: "ababab", code: true });
  expect(cellText(COMMITS[0] ?? "")).toEqual({ text: "1111111", code: true });
  expect(cellText(`${COMMITS[0]}0`).code).toBe(false);
  expect(cellText(`x${COMMITS[0]}`).code).toBe(false);
  expect(cellText("adam")).toEqual({ text: "adam", code: false });
  expect(cellText("")).toEqual({ text: '""', code: false });
  expect(cellText(true)).toEqual({ text: "True", code: false });
});
