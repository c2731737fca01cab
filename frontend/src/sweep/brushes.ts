import { clausesOf } from "../runs/clauses";
import { tokenize } from "../runs/tokens";
import type { Value } from "../shared/api";

/** What is held on one axis: a range of numbers, some words, or one of the marks below it. */
export type Brush =
  | { kind: "range"; low: number; high: number }
  | { kind: "values"; values: readonly Value[] }
  | { kind: "nan" }
  | { kind: "missing" };

export type Brushes = ReadonlyMap<string, Brush>;

const NUMBER = String.raw`-?(?:\d[\d_]*\.?\d*|\.\d+)(?:[eE][+-]?\d+)?`;
const BOUND = new RegExp(String.raw`^(>=|<=)\s*(${NUMBER})$`);
const FLOOR = new RegExp(String.raw`^(${NUMBER})\s*<=\s*`);

const numberIn = (text = ""): number => Number(text.replaceAll("_", ""));

function literal(text: string): Value | undefined {
  if (new RegExp(`^${NUMBER}$`).test(text)) return numberIn(text);
  if (text === "True" || text === "False") return text === "True";
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "string" ? value : undefined;
  } catch {
    return undefined;
  }
}

/** What one clause says of an axis: a bound of a range, or a whole brush. */
function read(clause: string, id: string): Partial<{ low: number; high: number }> | Brush | null {
  if (clause === `not has(${id})`) return { kind: "missing" };
  if (clause === `${id} != ${id}`) return { kind: "nan" };
  const floor = FLOOR.exec(clause);
  if (floor) {
    const above = read(clause.slice(floor[0].length), id);
    return above && "high" in above ? { ...above, low: numberIn(floor[1]) } : null;
  }
  if (!clause.startsWith(id)) return null;
  const rest = clause.slice(id.length).trim();
  const bound = BOUND.exec(rest);
  if (bound) return bound[1] === ">=" ? { low: numberIn(bound[2]) } : { high: numberIn(bound[2]) };
  const one = /^==\s*(.*)$/s.exec(rest)?.[1];
  const several = /^in\s*\((.*)\)$/s.exec(rest)?.[1];
  const texts = one !== undefined ? [one] : several !== undefined ? splitItems(several) : [];
  const values = texts.map(literal);
  return values.length && values.every((value) => value !== undefined) ? { kind: "values", values } : null;
}

function splitItems(text: string): string[] {
  const items = [""];
  for (const token of tokenize(text)) {
    if (token.text === ",") items.push("");
    else items[items.length - 1] += token.text;
  }
  return items.map((item) => item.trim()).filter(Boolean);
}

/** A filter as its own part, and the brushes that its last clauses say of axes that were brushed. */
export function splitFilter(
  where: string,
  brushed: readonly string[],
): { base: string; brushes: Brushes; from: number } {
  const whole = { base: where.trim(), brushes: new Map<string, Brush>(), from: where.length };
  const clauses = brushed.length ? clausesOf(where) : null;
  if (!clauses) return whole;
  const found = new Map<string, Brush>();
  let first = clauses.length;
  for (let place = clauses.length - 1; place >= 0; place--) {
    const text = clauses[place]?.text ?? "";
    const id = brushed.find((one) => read(text, one) !== null);
    if (id === undefined) break;
    const said = read(text, id) as Partial<{ low: number; high: number }> | Brush;
    const held = found.get(id);
    if ("kind" in said) {
      if (held) break;
      found.set(id, said);
    } else {
      if (held && (held.kind !== "range" || (said.low !== undefined ? held.low !== -Infinity : held.high !== Infinity)))
        break;
      const range = held?.kind === "range" ? held : { low: -Infinity, high: Infinity };
      found.set(id, { kind: "range", low: said.low ?? range.low, high: said.high ?? range.high });
    }
    first = place;
  }
  const kept = clauses.slice(0, first);
  const end = kept.at(-1)?.end ?? 0;
  const brushes = new Map([...found].reverse());
  const from = where.length - where.slice(end).trimStart().length;
  return found.size ? { base: where.slice(0, end).trim(), brushes, from } : whole;
}

const written = (value: Value): string =>
  typeof value === "boolean"
    ? value
      ? "True"
      : "False"
    : typeof value === "string"
      ? JSON.stringify(value)
      : String(value);

export function clauseOf(id: string, brush: Brush): string {
  switch (brush.kind) {
    case "missing":
      return `not has(${id})`;
    case "nan":
      return `${id} != ${id}`;
    case "values":
      return brush.values.length === 1
        ? `${id} == ${written(brush.values[0] ?? null)}`
        : `${id} in (${brush.values.map(written).join(", ")})`;
    case "range": {
      const [low, high] = [Number.isFinite(brush.low), Number.isFinite(brush.high)];
      if (low && high) return `${brush.low} <= ${id} <= ${brush.high}`;
      return low ? `${id} >= ${brush.low}` : high ? `${id} <= ${brush.high}` : "";
    }
  }
}

/** The filter with the brushes as its last clauses. */
export function joinFilter(base: string, brushes: Brushes): string {
  const clauses = [...brushes].map(([id, brush]) => clauseOf(id, brush)).filter(Boolean);
  if (!clauses.length) return base;
  const own = base.trim() && clausesOf(base) === null ? `(${base.trim()})` : base.trim();
  return [own, ...clauses].filter(Boolean).join(" and ");
}

/** Whether a value is within a brush. NaN travels as a word. */
export function holds(brush: Brush, value: Value | undefined): boolean {
  switch (brush.kind) {
    case "missing":
      return value === null || value === undefined;
    case "nan":
      return value === "NaN";
    case "values":
      return brush.values.some((one) => one === value);
    case "range": {
      const number = value === "Infinity" ? Infinity : value === "-Infinity" ? -Infinity : value;
      return typeof number === "number" && number >= brush.low && number <= brush.high;
    }
  }
}
