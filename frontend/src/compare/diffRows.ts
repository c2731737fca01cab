import { diffLines, diffWordsWithSpace } from "diff";

/** A piece of a line, and whether it is what changed in it. */
export interface Word {
  text: string;
  changed: boolean;
}

export interface Side {
  number: number;
  words: Word[];
}

/** One line of the comparison: alike on both sides, or changed, with a side missing where a line has no partner. */
export interface DiffRow {
  kind: "same" | "changed";
  before: Side | null;
  after: Side | null;
}

export interface FileDiff {
  rows: DiffRow[];
  added: number;
  removed: number;
}

const LONGEST_WORD_DIFF = 500;

/** The two texts line by line; removed and added lines that meet are set side by side. */
export function diffFiles(before: string, after: string, ignoreSpace: boolean): FileDiff {
  const parts = diffLines(before, after, { ignoreWhitespace: ignoreSpace, stripTrailingCr: true });
  const diff: FileDiff = { rows: [], added: 0, removed: 0 };
  let [left, right] = [1, 1];
  for (let index = 0; index < parts.length; index++) {
    const part = parts[index];
    if (!part) continue;
    if (!part.added && !part.removed) {
      for (const text of lines(part.value)) {
        diff.rows.push({ kind: "same", before: plain(left++, text), after: plain(right++, text) });
      }
      continue;
    }
    const next = parts[index + 1];
    const pair = part.removed && next?.added ? next : part.added && next?.removed ? next : null;
    if (pair) index += 1;
    const removed = lines((part.removed ? part : pair)?.value ?? "");
    const added = lines((part.added ? part : pair)?.value ?? "");
    diff.removed += removed.length;
    diff.added += added.length;
    for (let at = 0; at < Math.max(removed.length, added.length); at++) {
      const [old, fresh] = [removed[at], added[at]];
      const [oldWords, freshWords] = old !== undefined && fresh !== undefined ? words(old, fresh) : [null, null];
      diff.rows.push({
        kind: "changed",
        before: old === undefined ? null : { number: left++, words: oldWords ?? [{ text: old, changed: false }] },
        after: fresh === undefined ? null : { number: right++, words: freshWords ?? [{ text: fresh, changed: false }] },
      });
    }
  }
  return diff;
}

/** The words that differ in two lines; none where the lines have less than half in common. */
function words(before: string, after: string): [Word[], Word[]] | [null, null] {
  if (before.length + after.length > LONGEST_WORD_DIFF) return [null, null];
  const parts = diffWordsWithSpace(before, after);
  const common = parts.reduce((sum, part) => (part.added || part.removed ? sum : sum + part.value.trim().length), 0);
  if (common * 2 < Math.max(before.trim().length, after.trim().length)) return [null, null];
  const side = (skip: "added" | "removed") =>
    parts
      .filter((part) => !part[skip])
      .map((part) => ({ text: part.value, changed: Boolean(part.added || part.removed) }));
  return [side("added"), side("removed")];
}

function plain(number: number, text: string): Side {
  return { number, words: [{ text, changed: false }] };
}

function lines(text: string): string[] {
  if (text === "") return [];
  return text.replace(/\n$/, "").split("\n");
}

type Chunk = { rows: DiffRow[] } | { folded: DiffRow[] };

/** Long stretches without a change are folded away, but for `context` lines around each change. */
export function fold(rows: readonly DiffRow[], context = 3): Chunk[] {
  const near = new Array<boolean>(rows.length).fill(false);
  rows.forEach((row, index) => {
    if (row.kind === "same") return;
    near.fill(true, Math.max(0, index - context), Math.min(rows.length, index + context + 1));
  });
  const chunks: Chunk[] = [];
  let from = 0;
  while (from < rows.length) {
    let to = from;
    while (to < rows.length && near[to] === near[from]) to += 1;
    const part = rows.slice(from, to);
    chunks.push(near[from] || part.length <= 2 ? { rows: part } : { folded: part });
    from = to;
  }
  return chunks;
}
