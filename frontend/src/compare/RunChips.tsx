import { CloseIcon, PinIcon } from "../shared/icons";
import { RunLetter } from "../shared/RunLetter";
import { letterOf, openRun, select, setBaseline } from "../shared/state";
import { CopyLink } from "./CopyLink";
import { RunPicker } from "./RunPicker";

interface RunChipsProps {
  runs: readonly string[];
  base: string | null;
  /** How many more are selected than can be compared. */
  more: number;
}

/** The compared runs with their letters; they stay in view while the page scrolls. */
export function RunChips({ runs, base, more }: RunChipsProps) {
  return (
    <div class="run-chips">
      {runs.map((run) => (
        <RunChip key={run} run={run} isBase={run === base} />
      ))}
      <RunPicker runs={runs} />
      {more > 0 && <span class="quiet">{more} more selected: six fit side by side</span>}
      {runs.length > 1 && <CopyLink />}
    </div>
  );
}

function RunChip({ run, isBase }: { run: string; isBase: boolean }) {
  const letter = letterOf(run);
  return (
    <div class="run-chip">
      {letter && <RunLetter letter={letter} />}
      <button type="button" class="run-chip-name" title={`Open ${run}`} onClick={() => openRun(run)}>
        {run}
      </button>
      {isBase ? (
        <span class="run-chip-base">
          <PinIcon size={14} /> baseline
        </span>
      ) : (
        <button
          type="button"
          class="copy"
          aria-label={`Compare against ${run}`}
          title="Make it the baseline"
          onClick={() => setBaseline(run)}
        >
          <PinIcon size={14} />
        </button>
      )}
      <button
        type="button"
        class="copy"
        aria-label={`Remove ${run}`}
        title="Remove from the comparison"
        onClick={() => select(run, false)}
      >
        <CloseIcon size={14} />
      </button>
    </div>
  );
}
