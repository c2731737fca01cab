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

/** An answer of the runs route with these columns, of which it shows `first` at first. */
export function answer(runs: string[], columns: Record<string, Value[]>, first: string[] = []): RunsAnswer {
  return {
    runs,
    groups: null,
    matching: runs.length,
    seeds: false,
    total: runs.length,
    all: runs.length,
    listed: runs.length,
    offset: 0,
    complete: true,
    reading: false,
    stale: 0,
    read: 0,
    main: first.map(labelOf).find((_, index) => kindOf(first[index] ?? "") === "metric") ?? null,
    first,
    unread: [],
    notices: [],
    columns: Object.entries(columns).map(([id, values]) => ({
      id,
      kind: kindOf(id),
      type: typeOf(values),
      label: labelOf(id),
      unit: null,
      better: null,
      default: first.includes(id),
      exact: true,
      values,
    })),
  };
}
