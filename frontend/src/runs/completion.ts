import type { Column, RunsAnswer, Value } from "../shared/api";
import { shortDigest, toNumber, valueText } from "../shared/format";
import { distinct } from "./columns";

export interface Completion {
  text: string;
  kind: string;
  fact: string;
  /** Where the typed word is found in `text`. */
  from: number;
  length: number;
}

export interface Word {
  start: number;
  end: number;
  text: string;
}

const CALLS: [string, string][] = [
  ["has(", "is recorded"],
  ["matches(", "a text fits a regular expression"],
  ['ago("', "a time before now"],
  ["min(", "least of a metric"],
  ["max(", "most of a metric"],
  ["first(", "first of a metric"],
  ["last(", "last of a metric"],
  ["mean(", "mean of a metric"],
  ["at(", "a metric where another is best"],
];
const MOST = 8;

/** The name that ends at the caret, with a bracket that it may have: flag.l, metric["train/a. Null inside other text. */
export function wordAt(text: string, caret: number): Word | null {
  const before = text.slice(0, caret);
  const found = /(?:[A-Za-z_][\w.]*(?:\["[^"\]]*"?\]?)?)$/.exec(before)?.[0];
  if (!found) return null;
  const start = caret - found.length;
  const quotes = (text.slice(0, start).match(/"/g) ?? []).length;
  if (quotes % 2 === 1) return null;
  const rest = found.includes("[") ? (/^[^"\]]*"?\]?/.exec(text.slice(caret))?.[0] ?? "") : "";
  return { start, end: caret + rest.length, text: found };
}

function shortText(value: Value | undefined): string {
  const text = valueText(value);
  return text.startsWith("sha256:") ? shortDigest(text) : text.slice(0, 24);
}

/** What a column holds, in a few words. */
export function columnFact(column: Column): string {
  const present = column.values.filter((value) => value !== null);
  if (column.kind === "metric") return `${present.length} ${present.length === 1 ? "run" : "runs"}`;
  const kinds = distinct(present, 51);
  if (kinds === 1) return shortText(present[0]);
  const numbers = present.map((value) => toNumber(value)).filter((one): one is number => one !== null);
  if (column.kind === "flag" && numbers.length === present.length && kinds > 5)
    return `${valueText(Math.min(...numbers))} … ${valueText(Math.max(...numbers))}`;
  return kinds > 50 ? "" : `${kinds} values`;
}

const KINDS: Record<string, string> = { dataset: "data set", attribute: "run" };

function candidates(schema: RunsAnswer): Omit<Completion, "from" | "length">[] {
  const whole = schema.runs.length >= schema.listed;
  const named = schema.columns.map((column) => ({
    text: column.id,
    kind: KINDS[column.kind] ?? column.kind,
    fact: whole ? columnFact(column) : "",
  }));
  return [...named, ...CALLS.map(([text, fact]) => ({ text, kind: "call", fact }))];
}

/** What the word may become; names that begin so stand first. */
export function completions(schema: RunsAnswer | null, word: Word | null): Completion[] {
  if (!schema || !word) return [];
  const typed = word.text.toLowerCase();
  const found: { completion: Completion; rank: number }[] = [];
  for (const one of candidates(schema)) {
    const low = one.text.toLowerCase();
    const from = low.indexOf(typed);
    const last = low.search(/[^.["]*["\]]*$/);
    if (from < 0 || low === typed) continue;
    const rank = from === 0 ? 0 : from === last ? 1 : 2;
    found.push({ completion: { ...one, from, length: typed.length }, rank });
  }
  return found
    .sort((a, b) => a.rank - b.rank)
    .slice(0, MOST)
    .map(({ completion }) => completion);
}
