import { useState } from "preact/hooks";
import type { CompareAnswer } from "../shared/api";
import { count, shortDigest } from "../shared/format";
import type { FilePair } from "./codePair";
import { type DiffRow, type FileDiff, fold, type Side } from "./diffRows";
import { LetterOrName } from "./Sentence";

interface DiffViewProps {
  answer: CompareAnswer;
  run: string;
  pair: FilePair;
  diff: FileDiff;
  layout: "split" | "column";
}

/** Two texts of one file: side by side, or removed above added. */
export function DiffView({ answer, run, pair, diff, layout }: DiffViewProps) {
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const chunks = fold(diff.rows);
  const name = (index: number) => `${pair.path} ${index}`;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section class={`code-lines diff-${layout}`} tabIndex={0} aria-label={`Difference of ${pair.path}`}>
      <div class="diff-heads">
        <DiffHead answer={answer} run={answer.baseline} path={pair.path} absent={pair.before === null} />
        <DiffHead answer={answer} run={run} path={pair.path} absent={pair.after === null} />
      </div>
      {diff.added + diff.removed === 0 && <div class="code-note quiet">Only white space differs.</div>}
      {chunks.map((chunk, index) => {
        if ("rows" in chunk || opened.has(name(index))) {
          const rows = "rows" in chunk ? chunk.rows : chunk.folded;
          return layout === "split" ? (
            <SplitRows key={name(index)} rows={rows} />
          ) : (
            <ColumnRows key={name(index)} rows={rows} />
          );
        }
        return (
          <button
            type="button"
            class="diff-fold"
            key={name(index)}
            onClick={() => setOpened(new Set([...opened, name(index)]))}
          >
            ⋯ {count(chunk.folded.length, "line")} the same
          </button>
        );
      })}
    </section>
  );
}

function DiffHead({
  answer,
  run,
  path,
  absent,
}: {
  answer: CompareAnswer;
  run: string;
  path: string;
  absent: boolean;
}) {
  const at = answer.runs.indexOf(run);
  const commit = answer.code.commit?.[at] ?? answer.same.code.commit;
  return (
    <div class="diff-head">
      <LetterOrName run={run} />
      <span>{path}</span>
      {absent ? (
        <span class="quiet">has no such file</span>
      ) : (
        typeof commit === "string" && commit && <span class="quiet">{shortDigest(commit)}</span>
      )}
    </div>
  );
}

function SplitRows({ rows }: { rows: readonly DiffRow[] }) {
  return (
    <>
      {rows.map((row) => (
        <div class="diff-row" key={`${row.before?.number} ${row.after?.number}`}>
          <Half side={row.before} kind={row.kind === "same" ? "same" : "removed"} />
          <Half side={row.after} kind={row.kind === "same" ? "same" : "added"} />
        </div>
      ))}
    </>
  );
}

const SIGNS = { same: "", removed: "−", added: "+" };

function Half({ side, kind }: { side: Side | null; kind: "same" | "removed" | "added" }) {
  if (!side) return <div class="diff-half diff-none" />;
  return (
    <div class={`diff-half code-${kind}`}>
      <span class="code-number">{side.number}</span>
      <span class="code-sign">{SIGNS[kind]}</span>
      <Text side={side} />
    </div>
  );
}

function Text({ side }: { side: Side }) {
  return (
    <span class="code-text">
      {side.words.map((word, index) => (word.changed ? <mark key={`${index}`}>{word.text}</mark> : word.text))}
    </span>
  );
}

export function ColumnRows({ rows }: { rows: readonly DiffRow[] }) {
  return (
    <>
      {blocks(rows).map(({ kind, side, other }) => (
        <div class={`code-line code-${kind}`} key={`${kind} ${side.number}`}>
          <span class="code-number">{kind === "added" ? "" : side.number}</span>
          <span class="code-number">{kind === "added" ? side.number : other}</span>
          <span class="code-sign">{SIGNS[kind]}</span>
          <Text side={side} />
        </div>
      ))}
    </>
  );
}

interface ColumnLine {
  kind: "same" | "removed" | "added";
  side: Side;
  other: number | null;
}

/** A run of changed rows: everything removed, then everything added. */
function blocks(rows: readonly DiffRow[]): ColumnLine[] {
  const out: ColumnLine[] = [];
  let waiting: ColumnLine[] = [];
  for (const { kind, before, after } of rows) {
    if (kind === "same" && before && after) {
      out.push(...waiting, { kind: "same", side: before, other: after.number });
      waiting = [];
      continue;
    }
    if (before) out.push({ kind: "removed", side: before, other: null });
    if (after) waiting.push({ kind: "added", side: after, other: null });
  }
  return [...out, ...waiting];
}
