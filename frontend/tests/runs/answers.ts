import type { Column, RunsAnswer, Value } from "../../src/shared/api";

type Kind = Column["kind"];

const kindOf = (id: string): Kind => {
  const head = /^[a-z]+/.exec(id)?.[0] ?? "";
  const kinds: Kind[] = ["flag", "metric", "dataset", "export", "stage", "code"];
  return kinds.find((kind) => kind === head && id !== head) ?? "attribute";
};

const labelOf = (id: string): string => /^\w+\["(.*)"\]$/.exec(id)?.[1] ?? id.replace(/^\w+\./, "");

const typeOf = (values: Value[]): Column["type"] =>
  values.every((value) => value === null || typeof value === "number") ? "number" : "string";

/** An answer of the runs route with these columns. */
export function answer(runs: string[], columns: Record<string, Value[]>): RunsAnswer {
  return {
    runs,
    total: runs.length,
    all: runs.length,
    complete: true,
    read: 0,
    notices: [],
    columns: Object.entries(columns).map(([id, values]) => ({
      id,
      kind: kindOf(id),
      type: typeOf(values),
      label: labelOf(id),
      unit: null,
      better: null,
      exact: true,
      values,
    })),
  };
}
