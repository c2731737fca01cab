/** The outer look of an expression, for colour and for cutting it at a top-level `and`. What it means, the server knows. */
type TokenKind = "space" | "string" | "number" | "keyword" | "name" | "other";

export interface Token {
  kind: TokenKind;
  text: string;
  start: number;
  end: number;
}

const KEYWORDS = new Set(["and", "or", "not", "in", "True", "False", "None"]);
const PATTERN =
  /(?<space>\s+)|(?<string>"(?:[^"\\]|\\.)*"?|'(?:[^'\\]|\\.)*'?)|(?<number>\d[\d_]*(?:\.\d*)?(?:[eE][+-]?\d+)?|\.\d+)|(?<name>[\p{L}_][\p{L}\p{N}_]*)|(?<other>.)/gsu;

export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  for (const match of text.matchAll(PATTERN)) {
    const found = Object.entries(match.groups ?? {}).find(([, part]) => part !== undefined);
    let kind = (found?.[0] ?? "other") as TokenKind;
    if (kind === "name" && KEYWORDS.has(match[0])) kind = "keyword";
    tokens.push({ kind, text: match[0], start: match.index, end: match.index + match[0].length });
  }
  return tokens;
}

/** The expression cut at its last top-level `and`: what stays and the clause that goes. Null when there is none. */
export function lastClause(text: string): { rest: string; clause: string } | null {
  let depth = 0;
  let cut: Token | null = null;
  for (const token of tokenize(text)) {
    if ("([".includes(token.text)) depth += 1;
    else if (")]".includes(token.text)) depth -= 1;
    else if (depth === 0 && token.text === "or" && token.kind === "keyword") return null;
    else if (depth === 0 && token.text === "and" && token.kind === "keyword") cut = token;
  }
  if (!cut) return null;
  return { rest: text.slice(0, cut.start).trim(), clause: text.slice(cut.end).trim() };
}
