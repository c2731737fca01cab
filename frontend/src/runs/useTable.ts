import { useMemo, useRef, useState } from "preact/hooks";
import { ApiError, getRuns, type RunsAnswer, type RunsQuery } from "../shared/api";
import { isGroupName, keyOf } from "../shared/groupNames";
import { type Soon, useQuery } from "../shared/query";
import { baseline, columns, grouping, hiddenRuns, hideFailed, sort, where } from "../shared/state";
import { type ColumnSpec, catalogue, chosenSpecs, defaultKeys } from "./columns";
import { groupingOf, groupingOfKey, membersWhere } from "./grouping";
import { openGroups } from "./openGroups";
import { composed, failedOnly, quoted } from "./query";
import { Rows } from "./rows";

const SCHEMA_ROWS = 500;
/** More than a window holds: shown while all are still on their way. */
const FIRST_ROWS = 100;
const SCHEMA_EVERY = 8;
const EXACT_EVERY = 8;
const ALWAYS = ["name", "status", "started", "duration"];

/** Every column there is, with the values of the newest runs: for the chooser, completions and the default choice. */
function useSchema(all: number | null) {
  // The number of runs becomes known while the first answer is on its way: that is no reason to ask again.
  const answered = useRef(false);
  const schema = useQuery(
    `schema ${answered.current ? all : null}`,
    (signal) => getRuns({ limit: SCHEMA_ROWS }, signal),
    { every: SCHEMA_EVERY, keep: true },
  );
  answered.current ||= schema.data !== null;
  return schema;
}

function idsOf(specs: readonly ColumnSpec[]): string[] {
  return [...new Set([...ALWAYS, ...specs.flatMap((spec) => spec.ids)])];
}

/** All rows; the first of them sooner, where nothing is shown for this question yet. */
async function readRows(query: RunsQuery, signal: AbortSignal, soon: Soon<RunsAnswer>): Promise<RunsAnswer> {
  if (soon && !query.exact) {
    const first = await getRuns({ ...query, limit: FIRST_ROWS }, signal);
    if (first.runs.length === first.total) return first;
    soon(first);
  }
  return getRuns(query, signal);
}

/** The keys in the order in which they came first: more runs may rank the same columns in another one. */
function useSteady(keys: readonly string[], signature: string): readonly string[] {
  const kept = useRef({ keys, signature });
  const before = kept.current.keys;
  const same = before.length === keys.length && keys.every((key) => before.includes(key));
  if (!same || kept.current.signature !== signature) kept.current = { keys, signature };
  return kept.current.keys;
}

/** Whether the logdir has groups of seeds, as it was when all of it had first been read: rows do not fold of themselves. */
function useSeeds(schema: RunsAnswer | null): boolean {
  const settled = useRef<boolean | null>(null);
  if (settled.current !== null) return settled.current;
  if (schema?.complete && schema.listed > 0) settled.current = schema.seeds;
  return schema?.seeds ?? false;
}

/** The members of the groups that are open, in the table's order; null where none is. */
function useMembers(rows: Rows | null, asked: (where: string) => RunsQuery, filter: string, rest: string) {
  const open = rows ? [...openGroups.value].flatMap((name) => rows.group(name)?.members ?? []) : [];
  const where = membersWhere(filter, open);
  const { data } = useQuery<RunsAnswer>(
    open.length > 0 ? JSON.stringify(["members", where, rest]) : null,
    (signal) => getRuns(asked(where), signal),
    { keep: true },
  );
  return open.length > 0 ? data : null;
}

/** What asks for the baseline's row: a run's, or a group's. */
function baselineQuery(base: string): RunsQuery {
  if (!isGroupName(base)) return { where: `name == ${quoted(base)}`, limit: 1 };
  const key = keyOf(base);
  return { group: groupingOfKey(key), key, limit: 1 };
}

/** Everything that the table of runs shows, as the server answers it. */
export function useTable(all: number | null) {
  const schema = useSchema(all);
  const offered = useMemo(() => catalogue(schema.data), [schema.data]);
  const signature = offered.map((one) => one.key).join("\n");
  const byDefault = useSteady(
    useMemo(() => defaultKeys(schema.data), [schema.data]),
    signature,
  );
  const keys = columns.value ?? byDefault;
  const specs = useMemo(() => chosenSpecs(keys, offered), [keys, offered]);
  const ids = idsOf(specs);
  const filter = composed(where.value, hideFailed.value, hiddenRuns.value);
  const sorted = sort.value.join(", ");
  const group = groupingOf(grouping.value, useSeeds(schema.data));
  const question = JSON.stringify([filter, sorted, group]);
  const ready = schema.data !== null;
  const [readFor, setReadFor] = useState<string | null>(null);
  const exact = readFor === filter;
  const every = exact ? EXACT_EVERY : 1;

  const key = ready ? JSON.stringify([question, ids, exact]) : null;
  const table = useQuery<RunsAnswer>(
    key,
    (signal, soon) => readRows({ where: filter, group, columns: ids, sort: sorted, exact }, signal, soon),
    { keep: true, every },
  );
  const settled = key !== null && table.of === key;
  const base = baseline.value;
  const folded = useMemo(() => table.data && new Rows(table.data), [table.data]);
  const inTable = base !== null && isGroupName(base) && folded?.has(base);
  const baseWhere = inTable ? { where: filter } : {};
  const pinned = useQuery(
    base !== null && ready ? JSON.stringify([base, baseWhere, ids, exact]) : null,
    (signal) => getRuns({ ...baseWhere, ...baselineQuery(base ?? ""), columns: ids, exact }, signal),
    { keep: true, every },
  );
  const members = useMembers(
    folded,
    (where) => ({ where, columns: ids, sort: sorted, exact }),
    filter,
    JSON.stringify([ids, sorted, exact]),
  );
  const failed = useQuery(
    settled ? `failed ${where.value}` : null,
    (signal) => getRuns({ where: failedOnly(where.value), columns: ["name"], limit: 1 }, signal),
    { keep: true },
  );

  const rows = useMemo(
    () => (members && table.data ? new Rows(table.data, members) : folded),
    [folded, members, table.data],
  );
  const baseRows = useMemo(() => pinned.data && new Rows(pinned.data), [pinned.data]);
  const asked = table.of === null ? "" : (JSON.parse(table.of)[0] as string);
  const hasBase = base !== null && baseRows?.names[0] === base;
  return {
    schema: schema.data,
    offered,
    keys,
    byDefault,
    specs,
    rows,
    group,
    baseRows: hasBase ? baseRows : null,
    /** The question that `rows` answers: another one may come in another order. */
    asked,
    /** Has the event files read where a figure is of sampled points; while the filter stays. */
    readFiles: () => setReadFor(filter),
    filesAwaited: exact && !settled,
    /** Which rows are shown and in which order, as the export route takes it. */
    exported: { view: "runs" as const, where: filter, group, sort: sorted, exact: exact ? "1" : null },
    failed: failed.data?.total ?? null,
    refusal: table.error instanceof ApiError ? table.error : null,
    fault: schema.error ?? table.error,
  };
}

export type TableData = ReturnType<typeof useTable>;
