import { type Clause, clausesOf } from "./clauses";
import type { Range } from "./histogram";
import { type Token, tokenize } from "./tokens";

const spelled = (tokens: readonly Token[]): string => tokens.map((token) => token.text).join("");

/** The tokens between comparisons, and the comparisons. */
function comparisons(tokens: readonly Token[]): { operands: Token[][]; operators: string[] } {
  const operands: Token[][] = [[]];
  const operators: string[] = [];
  let depth = 0;
  tokens.forEach((token, i) => {
    if (token.kind === "other" && "([".includes(token.text)) depth += 1;
    if (token.kind === "other" && ")]".includes(token.text)) depth -= 1;
    const before = tokens[i - 1];
    if (depth === 0 && token.kind === "other" && "<>".includes(token.text)) {
      operators.push(token.text);
      operands.push([]);
    } else if (token.text === "=" && before && "<>".includes(before.text)) operators.push(`${operators.pop()}=`);
    else operands.at(-1)?.push(token);
  });
  return { operands, operators };
}

function numberOf(tokens: readonly Token[]): number | null {
  const text = spelled(tokens).replaceAll("_", "");
  return /^-?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : null;
}

/** The range that a clause keeps of what `id` stands for; null where it says something else. */
function rangeOf({ tokens }: Clause, id: string): Range | null {
  const { operands, operators } = comparisons(tokens);
  const sides = operands.map((one) => (spelled(one) === id ? ("id" as const) : numberOf(one)));
  const [a, b, c] = sides;
  const [first, second] = operators.map((operator) => operator[0]);
  if (operators.length === 2 && b === "id" && typeof a === "number" && typeof c === "number" && first === second)
    return first === "<" ? [a, c] : [c, a];
  if (operators.length !== 1) return null;
  if (a === "id" && typeof b === "number") return first === "<" ? [null, b] : [b, null];
  if (b === "id" && typeof a === "number") return first === "<" ? [a, null] : [null, a];
  return null;
}

const withoutSpace = (id: string): string => spelled(tokenize(id).filter((token) => token.kind !== "space"));

function find(where: string, id: string): { clause: Clause; range: Range } | null {
  const wanted = withoutSpace(id);
  for (const clause of clausesOf(where) ?? []) {
    const range = rangeOf(clause, wanted);
    if (range) return { clause, range };
  }
  return null;
}

/** The range that a filter keeps of a column; null where it says none. */
export const brushOf = (where: string, id: string): Range | null => find(where, id)?.range ?? null;

function clauseText(id: string, [low, high]: Range): string {
  if (low !== null && high !== null) return `${low} <= ${id} <= ${high}`;
  return low !== null ? `${id} >= ${low}` : `${id} <= ${high}`;
}

/** The filter with the range of a column in the place of the one that it had, else as its last clause; null takes it out. */
export function withBrush(where: string, id: string, range: Range | null): string {
  const open = !range || (range[0] === null && range[1] === null);
  const clause = open ? null : clauseText(id, range);
  const found = find(where, id);
  if (found) {
    const { start, end } = found.clause;
    if (clause) return where.slice(0, start) + clause + where.slice(end);
    const before = where
      .slice(0, start)
      .replace(/\band\s*$/, "")
      .trimEnd();
    const after = where
      .slice(end)
      .replace(/^\s*and\b/, "")
      .trimStart();
    return before && after ? `${before} and ${after}` : before || after;
  }
  if (!clause) return where;
  if (!where.trim()) return clause;
  return clausesOf(where) ? `${where.trim()} and ${clause}` : `(${where.trim()}) and ${clause}`;
}
