import type { Group } from "../shared/api";
import { CloseIcon, PinIcon } from "../shared/icons";
import { RunLetter } from "../shared/RunLetter";
import { letterOf, openRun, select, setBaseline } from "../shared/state";
import { CopyLink } from "./CopyLink";
import { RunPicker } from "./RunPicker";
import { sizeText } from "./sides";

interface RunChipsProps {
  runs: readonly string[];
  base: string | null;
  /** How many more are selected than can be compared. */
  more: number;
  /** What is known of the groups among them, by name. */
  groups: ReadonlyMap<string, Group>;
}

/** The compared runs with their letters; they stay in view while the page scrolls. */
export function RunChips({ runs, base, more, groups }: RunChipsProps) {
  return (
    <div class="run-chips">
      {runs.map((run) => (
        <RunChip key={run} run={run} isBase={run === base} group={groups.get(run) ?? null} />
      ))}
      <RunPicker runs={runs} />
      {more > 0 && <span class="quiet">{more} more selected: six fit side by side</span>}
      {runs.length > 1 && <CopyLink />}
    </div>
  );
}

interface RunChipProps {
  run: string;
  isBase: boolean;
  group: Group | null;
}

function RunChip({ run, isBase, group }: RunChipProps) {
  const letter = letterOf(run);
  const label = group?.label ?? run;
  return (
    <div class="run-chip">
      {letter && <RunLetter letter={letter} />}
      {group ? (
        <span class="run-chip-group" title={group.members.join("\n")}>
          <span class="run-chip-label">{label}</span> <span class="quiet">{sizeText(group)}</span>
        </span>
      ) : (
        <button type="button" class="run-chip-name" title={`Open ${run}`} onClick={() => openRun(run)}>
          {run}
        </button>
      )}
      {isBase ? (
        <span class="run-chip-base">
          <PinIcon size={14} /> baseline
        </span>
      ) : (
        <button
          type="button"
          class="copy"
          aria-label={`Compare against ${label}`}
          title="Make it the baseline"
          onClick={() => setBaseline(run)}
        >
          <PinIcon size={14} />
        </button>
      )}
      <button
        type="button"
        class="copy"
        aria-label={`Remove ${label}`}
        title="Remove from the comparison"
        onClick={() => select(run, false)}
      >
        <CloseIcon size={14} />
      </button>
    </div>
  );
}
