import "../shared/code.css";
import { useMemo } from "preact/hooks";
import { ColumnRows } from "../compare/DiffView";
import { diffFiles, fold } from "../compare/diffRows";
import type { MediaAnswer, MediaTag, MediaValue } from "../shared/api";
import { count, grouped } from "../shared/format";
import { choice, choose } from "./mediaState";
import { Nearest, Part, Problems, Who } from "./parts";

interface TextsProps {
  answer: MediaAnswer;
  offered: readonly MediaTag[];
  step: number;
}

/** Two runs' texts, line by line: what the first alone says, and what the second does. */
export function Texts({ answer, offered, step }: TextsProps) {
  const good = answer.values.filter(({ text }) => text !== undefined);
  const pair = pairOf(good.map(({ run }) => run));
  const [before, after] = pair ? pair.map((run) => good.find((value) => value.run === run)) : [good[0], undefined];
  return (
    <Part
      kind="texts"
      title="Text"
      tag={answer.tag}
      offered={offered}
      aside={
        good.length > 2 ? (
          <PairChoice runs={good.map(({ run }) => run)} pair={pair} />
        ) : (
          pair && (
            <>
              <Who run={pair[0]} /> → <Who run={pair[1]} />
            </>
          )
        )
      }
    >
      {before && after && <Difference before={before} after={after} step={step} />}
      {before && !after && <Alone value={before} step={step} />}
      <Problems values={answer.values} />
    </Part>
  );
}

function pairOf(runs: readonly string[]): [string, string] | null {
  const chosen = choice.value.pair;
  if (chosen?.every((run) => runs.includes(run))) return chosen;
  const [first, second] = runs;
  return first !== undefined && second !== undefined ? [first, second] : null;
}

/** The first run against each of the others. */
function PairChoice({ runs, pair }: { runs: readonly string[]; pair: [string, string] | null }) {
  const [first = ""] = runs;
  const offered = [...runs.slice(1).map((run): [string, string] => [first, run])];
  return (
    <div class="segmented" role="group" aria-label="texts compared">
      {offered.map(([one, other]) => (
        <button
          type="button"
          class="button small"
          key={other}
          aria-pressed={pair?.[0] === one && pair[1] === other}
          title={`${one} → ${other}`}
          onClick={() => choose({ pair: [one, other] })}
        >
          <Who run={one} /> → <Who run={other} />
        </button>
      ))}
    </div>
  );
}

const MOST_LINES = 1500;

function cut(text: string): string {
  const lines = text.split("\n");
  return lines.length > MOST_LINES ? lines.slice(0, MOST_LINES).join("\n") : text;
}

function Difference({ before, after, step }: { before: MediaValue; after: MediaValue; step: number }) {
  const [old, fresh] = [before.text ?? "", after.text ?? ""];
  const diff = useMemo(() => diffFiles(cut(old), cut(fresh), false), [old, fresh]);
  const changed = diff.rows.filter(({ kind }) => kind === "changed").length;
  return (
    <>
      <p class="quiet media-said">
        {changed === 0
          ? "The texts are the same."
          : `${grouped(changed)} of ${count(diff.rows.length, "line")} differ.`}{" "}
        <Nearest value={before} step={step} /> <Nearest value={after} step={step} />
        <Cut values={[before, after]} />
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <section class="code-lines diff-column media-text" tabIndex={0} aria-label="Difference of the texts">
        {fold(diff.rows).map((chunk, index) =>
          "rows" in chunk ? (
            <ColumnRows key={`${index}`} rows={chunk.rows} />
          ) : (
            <div class="code-note quiet" key={`${index}`}>
              ⋯ {count(chunk.folded.length, "line")} the same
            </div>
          ),
        )}
      </section>
    </>
  );
}

function Cut({ values }: { values: readonly MediaValue[] }) {
  const cut = values.some(({ text = "", length = 0 }) => length > text.length || text.split("\n").length > MOST_LINES);
  return cut ? <span class="warn"> Only their beginnings are compared.</span> : null;
}

function Alone({ value, step }: { value: MediaValue; step: number }) {
  return (
    <>
      <p class="quiet media-said">
        Only <Who run={value.run} /> has it. <Nearest value={value} step={step} />
      </p>
      <pre class="media-text">{value.text}</pre>
    </>
  );
}
