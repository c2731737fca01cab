import { describe, expect, it } from "vitest";
import { changedBetween, changeText, layOut } from "../../src/provenance/incarnations";
import type { Incarnation } from "../../src/shared/api";

function incarnation(part: Partial<Incarnation>): Incarnation {
  return {
    started: 0,
    ended: 10,
    status: "completed",
    host: "a",
    pid: 1,
    commit: "c",
    command: "x",
    first_step: 0,
    last_step: 5,
    changes: [],
    more_changes: 0,
    ...part,
  };
}

describe("incarnations", () => {
  const list = [incarnation({}), incarnation({ started: 30, ended: null, host: "b" })];

  it("says what is not alike in all of them", () => {
    expect(changedBetween(list)).toEqual({ changed: ["host"], same: ["commit", "command"] });
  });

  it("words what was not there", () => {
    expect([changeText(0.5, "flag"), changeText(null, "flag"), changeText(null, "code")]).toEqual([
      "0.5",
      "not there",
      "as committed, or not there",
    ]);
  });

  it("lays them on one line, the open one to now", () => {
    expect(layOut(list, 40).map(({ from, to }) => [from, to])).toEqual([
      [0, 0.25],
      [0.75, 1],
    ]);
  });
});
