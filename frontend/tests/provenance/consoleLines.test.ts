import { describe, expect, it } from "vitest";
import { highlight, parseConsole, searchPattern, selectLines } from "../../src/provenance/consoleLines";

const LOG = "1763967000.123\tout\tStep 1\n1763967001.000\terr\tW careful:\ttabs\nnot ours\n";

describe("parseConsole", () => {
  it("reads time, stream and text, with tabs in it", () => {
    expect(parseConsole(LOG, false)).toEqual([
      { time: 1763967000.123, stream: "out", text: "Step 1" },
      { time: 1763967001, stream: "err", text: "W careful:\ttabs" },
      { time: null, stream: "out", text: "not ours" },
    ]);
  });

  it("drops a first line that was cut", () => {
    expect(parseConsole(`67.1\tout\tleft over\n${LOG}`, true)).toHaveLength(3);
    expect(parseConsole("", false)).toEqual([]);
  });
});

describe("filtering", () => {
  const lines = parseConsole(LOG, false);

  it("selects by stream and by expression", () => {
    expect(selectLines(lines, "err", null)).toHaveLength(1);
    expect(selectLines(lines, "all", searchPattern("step|TABS"))).toHaveLength(2);
    expect(selectLines(lines, "all", searchPattern("absent"))).toHaveLength(0);
  });

  it("takes an unfinished expression as plain characters", () => {
    expect(searchPattern("f(")?.test("call f(x)")).toBe(true);
    expect(searchPattern("")).toBeNull();
    expect(searchPattern(".*")).toBeNull();
  });

  it("marks every match", () => {
    expect(highlight("a step and a Step", searchPattern("step"))).toEqual(["a ", "step", " and a ", "Step", ""]);
  });
});
