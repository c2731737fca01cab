import type { ComponentChildren } from "preact";
import { grouped } from "../shared/format";
import { ChevronRight } from "../shared/icons";
import { openCompare, openRuns, openSweep, selected, view } from "../shared/state";
import { allRuns } from "../shared/summary";
import { LiveIndicator } from "./LiveIndicator";

function Tab(props: { active: boolean; open: () => void; count: string | null; children: ComponentChildren }) {
  const { active, open, count, children } = props;
  return (
    <button type="button" class="nav-tab" aria-current={active ? "page" : undefined} onClick={open}>
      <span class="strong">{children}</span>
      {count !== null && <span class="faint">{count}</span>}
    </button>
  );
}

export function Nav() {
  const at = view.value;
  const total = allRuns.value;
  return (
    <nav class="nav" aria-label="Lifecycle">
      <Tab active={at.name === "runs"} open={openRuns} count={total === null ? null : grouped(total)}>
        Runs
      </Tab>
      {at.name === "run" && (
        <span class="nav-run strong" aria-current="page" title={at.run}>
          <ChevronRight size={14} />
          <span class="ellipsis">{at.run}</span>
        </span>
      )}
      <Tab
        active={at.name === "compare"}
        open={openCompare}
        count={selected.value.length ? String(selected.value.length) : null}
      >
        Compare
      </Tab>
      <Tab active={at.name === "sweep"} open={openSweep} count={null}>
        Sweep
      </Tab>
      <LiveIndicator />
    </nav>
  );
}
