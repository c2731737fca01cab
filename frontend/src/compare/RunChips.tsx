import { useState } from "preact/hooks";
import type { Group } from "../shared/api";
import { CopyLink } from "../shared/CopyLink";
import { grouped } from "../shared/format";
import { ChevronDown, CloseIcon, PinIcon } from "../shared/icons";
import { RunLetter } from "../shared/RunLetter";
import { compared, letterOf, MOST_CURVES, openRun, select, setBaseline } from "../shared/state";
import { usePopover } from "../shared/usePopover";
import { RunPicker } from "./RunPicker";
import { sizeText } from "./sides";

interface RunChipsProps {
  runs: readonly string[];
  /** All that are selected: those without letters are drawn in grey. */
  all: readonly string[];
  base: string | null;
  /** What is known of the groups among them, by name. */
  groups: ReadonlyMap<string, Group>;
}

/** The compared runs with their letters; they stay in view while the page scrolls. */
export function RunChips({ runs, all, base, groups }: RunChipsProps) {
  return (
    <div class="run-chips">
      {runs.map((run) => (
        <RunChip key={run} run={run} isBase={run === base} group={groups.get(run) ?? null} />
      ))}
      {all.length > runs.length && <OtherRuns runs={all.filter((run) => !runs.includes(run))} />}
      <RunPicker runs={all} />
      {runs.length > 1 && <CopyLink />}
    </div>
  );
}

/** Those without letters: a click gives one, or takes the run away. */
function OtherRuns({ runs }: { runs: readonly string[] }) {
  const [open, setOpen] = useState(false);
  const box = usePopover(open, () => setOpen(false));
  const grey = runs.length + compared.value.length <= MOST_CURVES;
  return (
    <div class="run-picker" ref={box}>
      <button type="button" class="button" aria-expanded={open} onClick={() => setOpen(!open)}>
        {grey && <i class="run-list-line" />} {grouped(runs.length)} more{grey && ", grey"} <ChevronDown size={12} />
      </button>
      {open && (
        <ul class="popover run-picker-list other-runs">
          {runs.map((run) => (
            <li key={run}>
              <button type="button" class="ellipsis" title={`Open ${run}`} onClick={() => openRun(run)}>
                {run}
              </button>
              <button
                type="button"
                class="copy"
                aria-label={`Remove ${run}`}
                title="Remove from the comparison"
                onClick={() => select(run, false)}
              >
                <CloseIcon size={14} />
              </button>
            </li>
          ))}
        </ul>
      )}
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
