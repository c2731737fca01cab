import { describe, expect, test } from "vitest";
import {
  groupingOf,
  groupingOfKey,
  isAlone,
  labelOfKey,
  leftOutText,
  membersWhere,
  rowNames,
  sharedLength,
  shownAs,
  sizeText,
} from "../../src/runs/grouping";
import { unfolded } from "../../src/runs/openGroups";
import { Rows } from "../../src/runs/rows";
import type { Group } from "../../src/shared/api";
import { answer } from "./answers";

const FOUR: Group = {
  key: "seed:a-s1",
  label: "a",
  members: ["a-s3", "a-s2", "a-s1"],
  n: 2,
  left_out: { failed: 1 },
  out: [0],
};
const ALONE: Group = { key: "seed:b", label: "b", members: ["b"], n: 1, left_out: {}, out: [] };
const BY_VALUE: Group = { ...ALONE, key: '{"flag.lr":1}', label: "flag.lr=1" };

const grouped = {
  ...answer(["group:seed:a-s1", "group:seed:b"], { status: [null, "failed"], "metric.acc": [0.5, 0.9] }),
  groups: [FOUR, ALONE],
};

describe("what rows are grouped by", () => {
  test("seeds at first where there are some, then what was chosen", () => {
    expect([groupingOf(null, true), groupingOf(null, false)]).toEqual(["seed", null]);
    expect([groupingOf("", true), groupingOf(" flag.lr ", true)]).toEqual([null, "flag.lr"]);
  });

  test("a key tells it", () => {
    expect(groupingOfKey("seed:a")).toBe("seed");
    expect(groupingOfKey('{"flag.lr":1,"max(m)":2}')).toBe("flag.lr, max(m)");
    expect(["x", "[1]", "{}", "null"].map(groupingOfKey)).toEqual([null, null, null, null]);
    expect([labelOfKey("seed:a-s1"), labelOfKey('{"flag.lr":1}')]).toEqual(["a-s1*", '{"flag.lr":1}']);
  });
});

describe("how a group is told", () => {
  test("its name, its size and who is left out", () => {
    expect([shownAs(FOUR), shownAs(BY_VALUE)]).toEqual(["a*", "flag.lr=1"]);
    expect(shownAs({ ...FOUR, label: "x/{0,1}" })).toBe("x/{0,1}");
    expect([sizeText(FOUR), sizeText(ALONE)]).toEqual(["n = 2 of 3", "n = 1"]);
    expect([leftOutText(FOUR), leftOutText(ALONE)]).toEqual(["not in the mean: 1 failed", ""]);
    expect([sharedLength("a-s1", "a"), sharedLength("x", "a")]).toEqual([1, 0]);
  });

  test("a run without fellows is shown as itself, a value that one run has is not", () => {
    expect([isAlone(ALONE), isAlone(FOUR), isAlone(BY_VALUE)]).toEqual([true, false, false]);
    expect(rowNames(grouped)).toEqual(["group:seed:a-s1", "b"]);
    expect(rowNames(answer(["x"], {}))).toEqual(["x"]);
  });
});

test("members are asked for by name while they are few", () => {
  expect(membersWhere("", ['a"'])).toBe('name in ["a\\""]');
  expect(membersWhere("x or y", ["a", "b"])).toBe('(x or y) and name in ["a", "b"]');
  expect(
    membersWhere(
      "x",
      Array.from({ length: 61 }, (_, i) => `r${i}`),
    ),
  ).toBe("x");
});

describe("rows of groups", () => {
  const members = answer(["a-s1", "a-s3", "a-s2"], {
    status: ["completed", "failed", "running"],
    "metric.acc": [1, 2, 3],
  });
  const rows = new Rows(grouped, members);
  const row = "group:seed:a-s1";

  test("have members in the table's order, each with a parent", () => {
    expect(rows.members(row)).toEqual(["a-s1", "a-s3", "a-s2"]);
    expect(new Rows(grouped).members(row)).toEqual(FOUR.members);
    expect([rows.parent("a-s2"), rows.parent("b"), rows.parent(row)]).toEqual([row, null, null]);
    expect(rows.runs).toEqual([...FOUR.members, "b"]);
    expect([rows.grouped, rows.whole, rows.has(row), rows.has("a-s1")]).toEqual([true, true, true, false]);
  });

  test("have values of their own, and their members theirs", () => {
    expect([row, "a-s2", "b"].map((run) => rows.value(run, "metric.acc"))).toEqual([0.5, 3, 0.9]);
    expect(new Rows(grouped).unread("a-s2", "metric.acc")).toBe(true);
    expect(rows.unread("a-s2", "metric.acc")).toBe(false);
  });

  test("are complete where some count, and go on while one does", () => {
    expect([rows.status(row), rows.status("b")]).toEqual(["completed", "failed"]);
    const with_ = (group: Partial<Group>) =>
      new Rows({ ...grouped, groups: [{ ...FOUR, ...group }, ALONE] }).status(row);
    expect(with_({ left_out: { running: 1, failed: 1 } })).toBe("running");
    expect(with_({ n: 0, left_out: { failed: 3 } })).toBe("failed");
  });

  test("stand above their members when open", () => {
    expect(unfolded(rows.names, rows, new Set([row]))).toEqual([row, "a-s1", "a-s3", "a-s2", "b"]);
    expect(unfolded(rows.names, rows, new Set(["group:gone"]))).toBe(rows.names);
  });
});
