import { describe, expect, it } from "vitest";
import { layOutLineage } from "../../src/lineage/layout";
import type { LineageAnswer } from "../../src/shared/api";

function graph(edges: [string, string][]): LineageAnswer {
  const ids = [...new Set(edges.flat())];
  const kind = (id: string) => (id.startsWith("run") ? "run" : id.startsWith("dataset") ? "dataset" : "export");
  return {
    nodes: ids.map((id) => ({ id, kind: kind(id), name: id, digest: null })),
    edges: edges.map(([from, to]) => ({ from, to })),
  };
}

describe("layOutLineage", () => {
  it("puts makers, data, the run, its exports and their readers in columns", () => {
    const layout = layOutLineage(
      graph([
        ["dataset:d", "run:me"],
        ["dataset:e", "run:me"],
        ["run:prepare", "dataset:d"],
        ["run:me", "export:x"],
        ["export:x", "run:eval"],
      ]),
      "run:me",
    );
    expect(layout.columns).toBe(5);
    const column = new Map(layout.nodes.map(({ id, column }) => [id, column]));
    expect([column.get("run:prepare"), column.get("dataset:d"), column.get("run:me"), column.get("run:eval")]).toEqual([
      0, 1, 2, 4,
    ]);
  });

  it("counts readers that are too many to draw", () => {
    const readers = new Array(9).fill(0).map((_, index): [string, string] => ["export:x", `run:reader${index}`]);
    const layout = layOutLineage(graph([["run:me", "export:x"], ...readers]), "run:me");
    expect(layout.nodes.map(({ name }) => name)).toContain("9 runs");
    expect(layout.edges).toHaveLength(2);
    expect(layout.rows).toBe(1);
  });

  it("ends where runs go round in a circle", () => {
    const layout = layOutLineage(
      graph([
        ["run:me", "export:x"],
        ["export:x", "run:me"],
      ]),
      "run:me",
    );
    expect(layout.nodes).toHaveLength(2);
  });

  const fan = (readers: number, extra: [string, string][] = []) =>
    layOutLineage(
      graph([
        ["run:me", "export:x"],
        ...Array.from({ length: readers }, (_, index): [string, string] => ["export:x", `run:reader${index}`]),
        ...extra,
      ]),
      "run:me",
    );

  it("draws as many readers as fit in a column, each in its row", () => {
    const layout = fan(5);
    expect(layout.nodes.filter(({ column }) => column === 2).map(({ row }) => row)).toEqual([0, 1, 2, 3, 4]);
    expect(layout.rows).toBe(5);
    expect(layout.nodes.every(({ kind }) => kind !== "many")).toBe(true);
  });

  it("puts one box in the place of six, below what is no run", () => {
    const layout = fan(6, [["export:x", "dataset:copy"]]);
    const last = layout.nodes.filter(({ column }) => column === 2);
    expect(last.map(({ id, kind, name, row }) => [id, kind, name, row])).toEqual([
      ["dataset:copy", "dataset", "dataset:copy", 0],
      ["many:2", "many", "6 runs", 1],
    ]);
    expect(layout.edges).toEqual([
      { from: "run:me", to: "export:x" },
      { from: "export:x", to: "many:2" },
      { from: "export:x", to: "dataset:copy" },
    ]);
  });

  it("counts neither data nor the run itself, and no single other run", () => {
    const data = Array.from({ length: 6 }, (_, index): [string, string] => [`dataset:${index}`, "run:me"]);
    expect(layOutLineage(graph(data), "run:me").nodes).toHaveLength(7);
    const beside: [string, string][] = [...data.slice(0, 5), ["run:maker", "export:own"]];
    const layout = layOutLineage(graph(beside), "run:me");
    expect(layout.nodes.some(({ kind }) => kind === "many")).toBe(false);
    const makers = Array.from({ length: 6 }, (_, index): [string, string] => [`run:m${index}`, "dataset:d"]);
    const both = layOutLineage(graph([...makers, ["run:me", "dataset:e"]]), "run:me");
    expect(both.nodes.filter(({ column }) => column === 0).map(({ id }) => id)).toEqual(["run:me", "many:0"]);
    expect(both.edges[0]).toEqual({ from: "many:0", to: "dataset:d" });
  });

  it("has a row and a column for nothing but the run", () => {
    const alone = { nodes: [{ id: "run:me", kind: "run" as const, name: "me", digest: null }], edges: [] };
    expect(layOutLineage(alone, "run:me")).toEqual({
      nodes: [{ id: "run:me", kind: "run", name: "me", digest: null, column: 0, row: 0 }],
      edges: [],
      columns: 1,
      rows: 1,
    });
  });

  it("puts a run behind the longest way that leads to it", () => {
    const layout = layOutLineage(
      graph([
        ["run:me", "export:z"],
        ["export:z", "run:b"],
        ["run:b", "export:y"],
        ["run:me", "export:y"],
        ["dataset:d", "run:me"],
      ]),
      "run:me",
    );
    const column = Object.fromEntries(layout.nodes.map(({ id, column }) => [id, column]));
    expect(column).toEqual({ "dataset:d": 0, "run:me": 1, "export:z": 2, "run:b": 3, "export:y": 4 });
  });
});
