import type { RunAnswer, StageName } from "../shared/api";
import { CopyButton } from "../shared/CopyButton";
import { CopyLink } from "../shared/CopyLink";
import { clock, count, grouped, moment } from "../shared/format";
import { ChevronLeft, ChevronRight, PinIcon } from "../shared/icons";
import { StatusIcon, statusWord } from "../shared/StatusIcon";
import { baseline, openCompare, openRun, select, setBaseline, tableOrder } from "../shared/state";
import { GapIcon } from "./GapIcon";

/** The run's name, how it stands, and where to go from here. */
export function RunTitle({ answer }: { answer: RunAnswer }) {
  const firstGap = Object.entries(answer.stages).find(([, stage]) => stage.gaps.length > 0)?.[0] as
    | StageName
    | undefined;
  const gaps = Object.values(answer.stages).reduce((sum, stage) => sum + stage.gaps.length, 0);
  return (
    <header class="run-title">
      <div class="run-name">
        <h1 title={answer.run}>{answer.run}</h1>
        <CopyButton text={answer.run} label="Copy the run's name" />
      </div>
      <div class="run-status">
        <span class="run-status-word" data-status={answer.status}>
          <StatusIcon status={answer.status} size={16} />
          <span>{statusWord(answer.status)}</span>
        </span>
        {answer.started !== null && <span class="quiet">{span(answer.started, answer.ended)}</span>}
        {(answer.user || answer.host) && (
          <span class="quiet">{[answer.user, answer.host].filter(Boolean).join(" on ")}</span>
        )}
        {answer.tags.length > 0 && (
          <span class="run-tags">
            {answer.tags.map((tag) => (
              <span class="chip" key={tag}>
                {tag}
              </span>
            ))}
          </span>
        )}
        {gaps > 0 && firstGap && (
          <button type="button" class="run-gaps" onClick={() => showStage(firstGap)}>
            <GapIcon />
            {count(gaps, "gap")}
          </button>
        )}
      </div>
      <div class="run-actions">
        <Neighbours run={answer.run} />
        <CopyLink of="this run" />
        <BaselineButtons run={answer.run} />
      </div>
    </header>
  );
}

/** The stage's column comes into view and takes the focus. */
export function showStage(name: StageName): void {
  const stage = document.getElementById(`stage-${name}`);
  stage?.scrollIntoView({ block: "nearest" });
  stage?.focus({ preventScroll: true });
}

function Neighbours({ run }: { run: string }) {
  const order = tableOrder.value;
  const at = order.indexOf(run);
  if (at < 0 || order.length < 2) return null;
  const step = (by: number) => {
    const next = order[at + by];
    if (next !== undefined) openRun(next);
  };
  return (
    <div class="run-neighbours">
      <button
        type="button"
        class="button icon"
        aria-label="Previous run (k)"
        title="Previous run (k)"
        disabled={at === 0}
        onClick={() => step(-1)}
      >
        <ChevronLeft />
      </button>
      <span class="quiet">
        {grouped(at + 1)} of {grouped(order.length)}
      </span>
      <button
        type="button"
        class="button icon"
        aria-label="Next run (j)"
        title="Next run (j)"
        disabled={at === order.length - 1}
        onClick={() => step(1)}
      >
        <ChevronRight />
      </button>
    </div>
  );
}

function BaselineButtons({ run }: { run: string }) {
  if (baseline.value === run) {
    return (
      <span class="run-is-baseline">
        <PinIcon /> Baseline
        <button type="button" class="link-button" onClick={() => setBaseline(null)}>
          Unset
        </button>
      </span>
    );
  }
  const compare = () => {
    select(run, true);
    openCompare();
  };
  return (
    <>
      <button type="button" class="button" title="Set as baseline" onClick={() => setBaseline(run)}>
        <PinIcon />
        <span class="wide-only">Set as baseline</span>
      </button>
      {baseline.value !== null && (
        <button type="button" class="button filled" onClick={compare}>
          Compare with baseline
        </button>
      )}
    </>
  );
}

function span(started: number, ended: number | null): string {
  const from = moment(started);
  if (ended === null) return `since ${from} UTC`;
  const sameDay = Math.floor(started / 86400) === Math.floor(ended / 86400);
  return `${from} – ${sameDay ? clock(ended) : moment(ended)} UTC`;
}
