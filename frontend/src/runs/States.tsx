import type { ComponentChildren } from "preact";
import { useRef } from "preact/hooks";
import { getRuns } from "../shared/api";
import { CodeBlock } from "../shared/CodeBlock";
import { clock, count, grouped } from "../shared/format";
import { InfoIcon, WarningIcon } from "../shared/icons";
import { beatNow, lost } from "../shared/live";
import { useQuery } from "../shared/query";
import { hiddenRuns, hideFailed, where } from "../shared/state";
import { setDraft } from "./filter";
import { showHidden } from "./hiding";
import { composed } from "./query";
import type { Rows } from "./rows";
import { lastClause } from "./tokens";

const FIRST_LINES = `import tb_lifecycle
with tb_lifecycle.start_run("runs/first"):
    tb_lifecycle.log_flags(FLAGS)`;

function Message({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <div class="message">
      <InfoIcon />
      <div>
        <p class="strong">{title}</p>
        {children}
      </div>
    </div>
  );
}

/** Nothing in the logdir yet: what to write, and where to see it with data. */
export function Empty() {
  return (
    <Message title="No runs in this log directory yet.">
      <p>One added call a stage records them:</p>
      <CodeBlock code={FIRST_LINES} />
      <p class="quiet">
        Or see it with data: <span class="mono">tb-lifecycle demo</span>
      </p>
    </Message>
  );
}

/** The filter matches nothing: what would match without its last clause. */
export function NoMatch() {
  const cut = lastClause(where.value);
  const hiding = hideFailed.value;
  const rest = cut ? composed(cut.rest, hiding, hiddenRuns.value) : null;
  const { data } = useQuery(rest === null ? null : `matches ${rest}`, (signal) =>
    getRuns({ where: rest ?? "", columns: ["name"], limit: 1 }, signal),
  );
  return (
    <Message title="No run matches.">
      {cut && (
        <p>
          Without <code class="mono">{cut.clause}</code>: {data ? `${count(data.total, "run")}.` : "…"}
        </p>
      )}
      <p class="message-actions">
        {cut && (
          <button type="button" class="button" onClick={() => setDraft(cut.rest, 0)}>
            Drop that part
          </button>
        )}
        {hiding && (
          <button
            type="button"
            class={cut ? "button plain" : "button"}
            onClick={() => {
              hideFailed.value = false;
            }}
          >
            Show failed runs
          </button>
        )}
        {hiddenRuns.value.length > 0 && (
          <button type="button" class="button plain" onClick={showHidden}>
            Show {count(hiddenRuns.value.length, "hidden run")}
          </button>
        )}
        {where.value && (
          <button type="button" class={cut || hiding ? "button plain" : "button"} onClick={() => setDraft("", 0)}>
            Clear the filter
          </button>
        )}
      </p>
    </Message>
  );
}

const BARS = [14, 0, 142, 50, 70, 70, 48, 90];

/** The table's frame before its data: still bars in real rows, where the columns will be. */
export function Loading() {
  return (
    <div class="loading" aria-hidden="true">
      <div class="loading-head strong">
        <span>Run</span>
        <span>Stages</span>
      </div>
      {Array.from({ length: 40 }, (_, row) => (
        <div key={row} class="loading-row">
          {BARS.map((width, i) => (
            <span key={i} class={width ? undefined : "loading-name"}>
              <i style={{ width: `${width || 110 + ((row * 47) % 70)}px` }} />
            </span>
          ))}
        </div>
      ))}
    </div>
  );
}

/** A part that the server could not answer; the rest of the page stays. */
export function Fault({ error, reset = null }: { error: Error; reset?: (() => void) | null }) {
  return (
    <p class="filter-error" data-testid="error" role="alert">
      <WarningIcon size={14} />
      <span>
        {error.message}{" "}
        {reset && (
          <button type="button" class="link-button" onClick={reset}>
            Reset
          </button>
        )}
      </span>
    </p>
  );
}

export function LostNotice() {
  const state = lost.value;
  if (!state) return null;
  return (
    <div class="notice warning" role="alert">
      <WarningIcon />
      <span>
        <span class="strong">No answer since {clock(state.since)} UTC.</span> Last good data shown.
      </span>
      <button type="button" class="link-button end" onClick={beatNow}>
        Retry now
      </button>
    </div>
  );
}

/** What is on disk and not in the table, in the server's words: cause and cure. */
export function Notices({ sentences }: { sentences: readonly string[] }) {
  return (
    <>
      {sentences.map((sentence) => {
        const stop = /^.*?[.:](?=\s)/.exec(sentence)?.[0] ?? sentence;
        return (
          <div key={sentence} class="notice warning">
            <WarningIcon />
            <span>
              <span class="strong">{stop}</span>
              {sentence.slice(stop.length)}
            </span>
          </div>
        );
      })}
    </>
  );
}

/** Runs that other programs wrote: all shown, one quiet line. */
export function ForeignNotice({ rows }: { rows: Rows }) {
  const found = rows.names.length > 0 && rows.names.every((run) => rows.status(run) === "unknown");
  // The first rows of another order do not take back what all rows have said.
  const last = useRef(found);
  if (rows.whole) last.current = found;
  if (!last.current || where.value) return null;
  const { matching: total } = rows.answer;
  return (
    <div class="notice">
      <InfoIcon />
      <span>
        {total === 1
          ? "This run has no lifecycle record."
          : `None of these ${grouped(total)} runs has a lifecycle record.`}
      </span>
      <details class="end how">
        <summary>How to add one</summary>
        <div class="popover how-body">
          <p>In the training script:</p>
          <CodeBlock code={FIRST_LINES} />
        </div>
      </details>
    </div>
  );
}
