import type { LineageAnswer } from "../shared/api";

/** A node where it is drawn: its column by how many steps lead to it, its row in that column. */
export interface Placed {
  id: string;
  kind: "run" | "dataset" | "export" | "many";
  name: string;
  digest: string | null;
  column: number;
  row: number;
}

export interface Layout {
  nodes: Placed[];
  edges: { from: string; to: string }[];
  columns: number;
  rows: number;
}

const MOST_IN_COLUMN = 5;

/** Lays the graph out from left to right; more other runs than fit in a column stand as one box that counts them. */
export function layOutLineage(answer: LineageAnswer, self: string): Layout {
  const depth = depths(answer);
  const columns: string[][] = [];
  for (const { id } of answer.nodes) {
    const column = depth.get(id) ?? 0;
    columns[column] = [...(columns[column] ?? []), id];
  }
  const known = new Map(answer.nodes.map((node) => [node.id, node]));
  const alias = new Map<string, string>();
  const nodes: Placed[] = [];
  columns.forEach((ids, column) => {
    const others = ids.filter((id) => known.get(id)?.kind === "run" && id !== self);
    const crowd = ids.length > MOST_IN_COLUMN && others.length > 1 ? new Set(others) : new Set<string>();
    const shown = ids.filter((id) => !crowd.has(id));
    shown.forEach((id, row) => {
      const node = known.get(id);
      if (node) nodes.push({ ...node, column, row });
    });
    if (crowd.size === 0) return;
    const many = `many:${column}`;
    for (const id of crowd) alias.set(id, many);
    nodes.push({ id: many, kind: "many", name: `${crowd.size} runs`, digest: null, column, row: shown.length });
  });
  const ends = answer.edges.map(({ from, to }) => ({ from: alias.get(from) ?? from, to: alias.get(to) ?? to }));
  const edges = [...new Map(ends.map((edge) => [`${edge.from} ${edge.to}`, edge])).values()];
  const tallest = Math.max(1, ...columns.map((_, column) => nodes.filter((node) => node.column === column).length));
  return { nodes, edges, columns: columns.length, rows: tallest };
}

/** The longest way to each node; a cycle (a run that reads its own export) ends at the number of nodes. */
function depths(answer: LineageAnswer): Map<string, number> {
  const depth = new Map(answer.nodes.map(({ id }) => [id, 0]));
  for (let round = 0; round < answer.nodes.length; round++) {
    let changed = false;
    for (const { from, to } of answer.edges) {
      const next = Math.min((depth.get(from) ?? 0) + 1, answer.nodes.length);
      if (next > (depth.get(to) ?? 0)) {
        depth.set(to, next);
        changed = true;
      }
    }
    if (!changed) break;
  }
  const used = [...new Set(depth.values())].sort((a, b) => a - b);
  return new Map([...depth].map(([id, value]) => [id, used.indexOf(value)]));
}
