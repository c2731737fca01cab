import type { Better, Column, RunsAnswer, Value } from "../shared/api";
import { STAGES } from "../shared/StageStrip";
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
  const metric = mainMetric(schema);
  if (metric)
    all.push({ ...stages, key: "curve", look: "curve", ids: [], label: "Curve", sub: shortMetric(metric.label) });
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

const SPLITS: [RegExp, number][] = [
  [/(^|\/)(epoch_)?(validation|val|eval)([/_]|$)/i, 0],
  [/(^|\/)test([/_]|$)/i, 1],
  [/(^|\/)(epoch_)?train(ing)?([/_]|$)/i, 2],
];
const UNKNOWN = 9;
const LOSS = /loss$/i;
const QUALITIES: [RegExp, number][] = [
  [/acc(uracy)?$/i, 0],
  [/(auc|f1|precision|recall|score|iou|map|bleu|reward)$/i, 1],
  [LOSS, 2],
  [/(error|mse|mae|rmse|perplexity)$/i, 3],
];

const rankIn = (ranks: [RegExp, number][], text: string, other: number): number =>
  ranks.find(([pattern]) => pattern.test(text))?.[1] ?? other;

const isNothing = (value: Value): boolean => value === null || (Array.isArray(value) && value.length === 0);

const some = (values: readonly Value[]): number =>
  values.reduce<number>((n, value) => n + (isNothing(value) ? 0 : 1), 0);

/** The metrics that there are, those that judge a run first. */
export function rankedMetrics(schema: RunsAnswer): Column[] {
  const rows = Math.max(1, schema.runs.length);
  const scored = schema.columns
    .filter((column) => column.kind === "metric" && some(column.values) > 0)
    .map((column) => {
      const [split, quality] = [rankIn(SPLITS, column.label, 1.5), rankIn(QUALITIES, column.label, UNKNOWN)];
      const rare = some(column.values) < rows / 10 ? 100 : 0;
      return { column, score: rare + (quality === UNKNOWN ? 50 : 0) + split * 10 + quality };
    });
  return scored.sort((a, b) => a.score - b.score).map(({ column }) => column);
}

/** The metric that the sparkline shows. */
export function mainMetric(schema: RunsAnswer): Column | null {
  return rankedMetrics(schema)[0] ?? null;
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

const isText = (value: Value, part: string): boolean => typeof value === "string" && value.includes(part);

/** Flags whose values tell runs apart, the most varied first; a text that is another one in every run names the run and tells nothing. */
function flagsToShow(schema: RunsAnswer, most: number): string[] {
  const flags = schema.columns.filter((column) => column.kind === "flag");
  const rows = schema.runs.length;
  const telling = flags.filter((flag) => {
    const kinds = distinct(flag.values, rows + 1);
    const missing = some(flag.values) < rows;
    const naming = kinds >= rows * 0.9 && flag.values.some((value) => isText(value, rows > 3 ? "" : "/"));
    return (kinds > 1 || (kinds === 1 && missing && rows > 1)) && !naming;
  });
  const chosen = telling.length ? telling : flags;
  const varied = new Map(chosen.map((flag) => [flag, distinct(flag.values)]));
  const ranked = [...chosen].sort((a, b) => (varied.get(b) ?? 0) - (varied.get(a) ?? 0));
  const texts = ranked.filter((flag) => flag.type === "string");
  const others = ranked.filter((flag) => flag.type !== "string");
  return [...texts.slice(0, 2), ...others, ...texts.slice(2)].slice(0, most).map((flag) => flag.id);
}

/** The first metrics, and of losses the first alone: another split's tells little beside its accuracy. */
function metricsToShow(schema: RunsAnswer, most: number): Column[] {
  const all = rankedMetrics(schema);
  const known = all.filter((column) => rankIn(QUALITIES, column.label, UNKNOWN) !== UNKNOWN);
  const ranked = known.length ? known : all;
  const loss = ranked.find((column) => LOSS.test(column.label));
  return ranked.filter((column) => column === loss || !LOSS.test(column.label)).slice(0, most);
}

/** What is shown until the user chooses. */
export function defaultKeys(schema: RunsAnswer | null): string[] {
  if (!schema) return ["stages"];
  const ids = new Set(schema.columns.map((column) => column.id));
  const there = (key: string) => schema.columns.some((column) => column.id === key && some(column.values) > 0);
  const metrics = metricsToShow(schema, 4);
  return [
    "stages",
    ...(metrics.length ? ["curve"] : []),
    ...metrics.map((column) => column.id),
    ...flagsToShow(schema, 5),
    ...["duration", "started"].filter((id) => ids.has(id)),
    ...(schema.columns.some((column) => column.kind === "dataset") ? ["data"] : []),
    ...["code.commit", "tags"].filter(there),
  ];
}

/** The columns to show, in order. A key that is no column's name is an expression. */
export function chosenSpecs(keys: readonly string[], all: readonly ColumnSpec[]): ColumnSpec[] {
  const byKey = new Map(all.map((one) => [one.key, one]));
  const composedKeys = new Set(["stages", "curve", "data"]);
  return keys.flatMap((key) => byKey.get(key) ?? (composedKeys.has(key) ? [] : [expressionSpec(key)]));
}
