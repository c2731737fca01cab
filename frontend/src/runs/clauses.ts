import { type Token, tokenize } from "./tokens";

/** A part of a filter between its top-level `and`s. */
export interface Clause {
  start: number;
  end: number;
  text: string;
  /** Without space. */
  tokens: Token[];
}

/** The clauses of an expression; null where a top-level `or` joins them. */
export function clausesOf(text: string): Clause[] | null {
  const clauses: Clause[] = [];
  let depth = 0;
  let own: Token[] = [];
  const close = () => {
    const [first, last] = [own[0], own.at(-1)];
    if (first && last)
      clauses.push({ start: first.start, end: last.end, text: text.slice(first.start, last.end), tokens: own });
    own = [];
  };
  for (const token of tokenize(text)) {
    if (token.kind === "space") continue;
    if (token.kind === "other" && "([".includes(token.text)) depth += 1;
    if (token.kind === "other" && ")]".includes(token.text)) depth -= 1;
    if (depth === 0 && token.kind === "keyword" && token.text === "or") return null;
    if (depth === 0 && token.kind === "keyword" && token.text === "and") close();
    else own.push(token);
  }
  close();
  return clauses;
}
