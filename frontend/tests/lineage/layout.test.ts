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
});
