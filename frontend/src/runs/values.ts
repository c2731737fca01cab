import type { Column, RunsAnswer, Value } from "../shared/api";
import { plain, toNumber } from "../shared/format";
import type { Completion, Word } from "./completion";

/** A value that is being typed, and the column that it is compared with; null where it begins a clause: a tag. */
export interface TypedValue extends Word {
  id: string | null;
}

const NAME = String.raw`[A-Za-z_][\w.]*(?:\["(?:[^"\\]|\\.)*"\])?`;
const COMPARED = new RegExp(
  String.raw`(${NAME})\s*(?:(?:==|!=)\s*|(?:not\s+)?in\s*[[(](?:[^\])"]|"[^"]*")*?)("[^"]*|-?[\w.]*)$`,
);
const BEGUN = /(?:^|\(|\b(?:and|or|not))\s*("[^"]*)$/;
const MOST = 8;

/** The value that ends at the caret; null where there is none. */
export function valueWordAt(text: string, caret: number): TypedValue | null {
  const before = text.slice(0, caret);
  const compared = COMPARED.exec(before);
  const typed = compared?.[2] ?? BEGUN.exec(before)?.[1];
  if (typed === undefined) return null;
  const rest = typed.startsWith('"') ? (/^[^"]*"?/.exec(text.slice(caret))?.[0] ?? "") : "";
  const closes = rest.endsWith('"') ? rest.length : 0;
  return { start: caret - typed.length, end: caret + closes, text: typed, id: compared?.[1] ?? null };
}

/** A value as it is written in an expression; null of one that is not offered. */
function literal(value: Value): string | null {
  if (typeof value === "boolean") return value ? "True" : "False";
  const number = toNumber(value);
  if (number !== null) return Number.isFinite(number) ? plain(number).replace("−", "-") : null;
  return typeof value === "string" ? JSON.stringify(value) : null;
}

/** How many rows have each value; of lists each of their elements. */
function counted(column: Column): Map<string, number> {
  const counts = new Map<string, number>();
  for (const value of column.values)
    for (const one of Array.isArray(value) ? value : [value]) {
      const text = one === null ? null : literal(one);
      if (text !== null) counts.set(text, (counts.get(text) ?? 0) + 1);
    }
  return counts;
}

/** Where the typed text stands in a value: at its beginning, or at that of a digest; -1 where it does not. */
function found(text: string, typed: string): number {
  const low = text.toLowerCase();
  for (const lead of ["", '"', '"sha256:']) if (low.startsWith(lead + typed)) return lead.length;
  return typed.length > 1 ? low.indexOf(typed) : -1;
}

/** The column that a value is compared with. */
export function columnOf(schema: RunsAnswer, { id }: TypedValue): Column | undefined {
  const name = id ?? "tags";
  return schema.columns.find((one) => one.id === name) ?? schema.columns.find((one) => one.label === name);
}

/** What the value may become: those that runs have, the commonest first; a short digest becomes the whole one. */
export function valueCompletions(schema: RunsAnswer | null, word: TypedValue | null): Completion[] {
  const column = schema && word && columnOf(schema, word);
  if (!schema || !word || !column || column.kind === "metric") return [];
  const typed = word.text.replace(/^"/, "").toLowerCase();
  const ending = word.id === null ? " in tags" : "";
  return [...counted(column)]
    .map(([text, count]) => ({ text, count, from: found(text, typed) }))
    .filter(({ text, from }) => from >= 0 && text !== word.text)
    .sort((a, b) => Number(a.from > 1) - Number(b.from > 1) || b.count - a.count)
    .slice(0, MOST)
    .map(({ text, count, from }) => ({
      text: text + ending,
      kind: "value",
      fact: schema.runs.length >= schema.listed ? `${count} ${count === 1 ? "run" : "runs"}` : "",
      from,
      length: typed.length,
    }));
}
