import type { Better, Column, RunsAnswer, Value } from "../shared/api";
import { STAGES } from "../shared/StageStrip";
import { aggregateWord, figureOf } from "./aggregates";
import { datasetId, withoutSplit } from "./datasets";

/** A column of the table: what it is called, what it asks the server for, and how it sits. */
export interface ColumnSpec {
  /** Its name in the address: the expression, or one of "stages", "curve", "data". */
  key: string;
  look: "stages" | "curve" | "metric" | "flag" | "duration" | "started" | "data" | "commit" | "tags" | "value";
  ids: readonly string[];
  /** What a click on the head sorts by; null sorts by nothing. */
  sortId: string | null;
  label: string;
  sub: string;
  better: Better;
}

const MOST_DATASETS = 8;

function spec(column: Column): ColumnSpec {
  const { id, kind, label, better } = column;
  const base = { key: id, ids: [id], sortId: id, label, better };
  if (kind === "metric") return { ...base, look: "metric", sub: "last" };
  if (kind === "flag") return { ...base, look: "flag", sub: "flag" };
  if (id === "duration") return { ...base, look: "duration", label: "Duration", sub: "min:s" };
  if (id === "started") return { ...base, look: "started", label: "Started", sub: "UTC" };
  if (id === "code.commit")
    return { ...base, look: "commit", ids: [id, "code.dirty"], label: "Commit", sub: "id, ± edited" };
  if (id === "tags") return { ...base, look: "tags", label: "Tags", sub: "" };
  if (kind === "dataset") return { ...base, look: "value", sub: "data set, digest" };
  if (kind === "export") return { ...base, look: "value", sub: "export, digest" };
  if (kind === "code") return { ...base, look: "value", label: id.slice(5), sub: "code" };
  return { ...base, look: "value", sub: kind === "expression" ? "expression" : "" };
}

/** A column that the user wrote. */
export function expressionSpec(expression: string): ColumnSpec {
  return {
    key: expression,
    look: "metric",
    ids: [expression],
    sortId: expression,
    label: expression,
    sub: "expression",
    better: null,
  };
}

const HIDDEN = new Set(["name", "status", "code.dirty", ...STAGES.map((stage) => `stage.${stage}`)]);

/** Every column that the logdir offers, the composed ones first. */
export function catalogue(schema: RunsAnswer | null): ColumnSpec[] {
  if (!schema) return [];
  const stages: ColumnSpec = {
    key: "stages",
    look: "stages",
    ids: STAGES.map((stage) => `stage.${stage}`),
    sortId: null,
    label: "Stages",
    sub: "",
    better: null,
  };
  const all = [stages];
  if (schema.main !== null)
    all.push({ ...stages, key: "curve", look: "curve", ids: [], label: "Curve", sub: shortMetric(schema.main) });
  const sets = schema.columns.filter((column) => column.kind === "dataset");
  if (sets.length) {
    const ids = [...new Set(sets.map(({ label }) => datasetId(withoutSplit(label))))].slice(0, MOST_DATASETS);
    all.push({
      ...stages,
      key: "data",
      look: "data",
      ids,
      sortId: ids[0] ?? null,
      label: "Data set",
      sub: "name, digest",
    });
  }
  for (const column of schema.columns) if (!HIDDEN.has(column.id)) all.push(spec(column));
  return all;
}

function shortMetric(label: string): string {
  return label
    .replace(/validation/g, "val.")
    .replace(/accuracy/g, "acc.")
    .replace("/", " ");
}

/** Distinct values, missing aside; counting stops at `most`. */
export function distinct(values: readonly Value[], most = 50): number {
  const seen = new Set<string>();
  for (const value of values) {
    if (value !== null) seen.add(JSON.stringify(value));
    if (seen.size >= most) break;
  }
  return seen.size;
}

/** What is shown until the user chooses: the server's choice, its composed columns in one piece. */
export function defaultKeys(schema: RunsAnswer | null): string[] {
  if (!schema) return ["stages"];
  const kinds = new Map(schema.columns.map((column) => [column.id, column.kind]));
  const keys = schema.first.flatMap((id) => {
    const kind = kinds.get(id);
    if (kind === "stage") return ["stages"];
    if (kind === "dataset") return ["data"];
    if (kind === undefined || HIDDEN.has(id)) return [];
    return kind === "metric" ? ["curve", id] : [id];
  });
  return [...new Set(keys)];
}

/** The columns to show, in order. A key that is no column's name is an expression. */
export function chosenSpecs(keys: readonly string[], all: readonly ColumnSpec[]): ColumnSpec[] {
  const byKey = new Map(all.map((one) => [one.key, one]));
  const composedKeys = new Set(["stages", "curve", "data"]);
  return keys.flatMap(
    (key) => byKey.get(key) ?? (composedKeys.has(key) ? [] : [figureSpec(key, byKey) ?? expressionSpec(key)]),
  );
}

/** Another figure of a metric than its last value, under the metric's name; null of other expressions. */
function figureSpec(key: string, known: ReadonlyMap<string, ColumnSpec>): ColumnSpec | null {
  const figure = figureOf(key);
  const metric = figure && known.get(figure.metric);
  if (!metric) return null;
  return { ...expressionSpec(key), label: metric.label, sub: aggregateWord(figure), better: metric.better };
}
