import { CopyLink } from "../shared/CopyLink";
import { grouped } from "../shared/format";
import { isGroupName, keyOf } from "../shared/groupNames";
import { CloseIcon, PinIcon } from "../shared/icons";
import { reading } from "../shared/live";
import { fitMiddle, STRONG } from "../shared/measure";
import { baseline, clearSelection, hiddenRuns, hideFailed, selected, setBaseline } from "../shared/state";
import { allRuns } from "../shared/summary";
import { CompareButton } from "./CompareButton";
import { Digits } from "./Digits";
import { GroupBy } from "./GroupBy";
import { labelOfKey, shownAs } from "./grouping";
import { canHide, hide, runsOf, showHidden, undoHiding } from "./hiding";
import type { Rows } from "./rows";
import { newcomers } from "./tableState";
import type { TableData } from "./useTable";

function RowCount({ rows }: { rows: Rows | null }) {
  const some = allRuns.value;
  if (!rows || (rows.answer.listed === 0 && rows.answer.reading))
    return <span class="row-count quiet">Reading runs{some ? `: ${grouped(some)} so far` : "…"}</span>;
  const { matching, listed, total, groups } = rows.answer;
  const noun = listed === 1 ? "run" : "runs";
  return (
    <span class="row-count strong" data-testid="row-count" role="status">
      <Digits n={matching} />
      {matching !== listed && (
        <>
          {" of "}
          <Digits n={listed} />
        </>
      )}{" "}
      {noun}
      {groups && (
        <span class="quiet">
          {" in "}
          <Digits n={total} /> {total === 1 ? "row" : "rows"}
        </span>
      )}
      {reading.value && <span class="quiet"> so far, reading more…</span>}
    </span>
  );
}

function HideFailed({ count }: { count: number | null }) {
  return (
    <button
      type="button"
      class="toggle"
      role="switch"
      aria-checked={hideFailed.value}
      title="Failed, lost and terminated runs"
      onClick={() => {
        hideFailed.value = !hideFailed.value;
      }}
    >
      <span class="track" />
      Hide failed {count !== null && <span class="quiet">{grouped(count)}</span>}
    </button>
  );
}

function BaselineChip({ base }: { base: Rows | null }) {
  const run = baseline.value;
  if (run === null) return null;
  const group = base?.group(run);
  const called = group ? shownAs(group) : isGroupName(run) ? labelOfKey(keyOf(run)) : run;
  return (
    <span class="baseline-chip">
      <i class="rule" />
      <PinIcon size={14} />
      <span class="quiet">Baseline</span>
      <span class="strong" title={called}>
        {fitMiddle(called, 200, STRONG)}
      </span>
      <button
        type="button"
        class="button plain icon small"
        aria-label="Let the baseline go"
        title="Let the baseline go"
        onClick={() => setBaseline(null)}
      >
        <CloseIcon size={12} />
      </button>
    </span>
  );
}

/** What was taken out of the table by hand, and the way back. */
function Hidden() {
  const count = hiddenRuns.value.length;
  if (count === 0) return null;
  return (
    <span class="hidden-line" data-testid="hidden">
      {grouped(count)} hidden
      <button type="button" class="link-button" title="Show again what was hidden last" onClick={undoHiding}>
        Undo
      </button>
      <button type="button" class="link-button" onClick={showHidden}>
        Show all
      </button>
    </span>
  );
}

function Hide({ rows }: { rows: Rows | null }) {
  if (!rows) return null;
  const runs = runsOf(selected.value, rows);
  const possible = canHide(runs);
  return (
    <button
      type="button"
      class="button plain"
      data-testid="hide"
      aria-disabled={!possible}
      title={
        possible
          ? "Take the selected runs out of the table"
          : "Too many to hide one by one: leave them out by the filter"
      }
      onClick={() => hide(selected.value, rows)}
    >
      Hide
    </button>
  );
}

/** Counts, switches and what is selected. */
export function ToolBar({ data }: { data: TableData }) {
  const { rows, failed, baseRows } = data;
  const waiting = newcomers.value;
  const count = selected.value.length;
  const some = rows !== null && rows.answer.listed > 0;
  return (
    <div class="tool-bar">
      <RowCount rows={rows} />
      {waiting.count > 0 && (
        <button type="button" class="newcomers strong" onClick={waiting.letIn} title="Show them in their place">
          ↑ {grouped(waiting.count)} new
        </button>
      )}
      {some && (
        <>
          <i class="rule" />
          <GroupBy data={data} />
          <HideFailed count={failed} />
          <Hidden />
          <BaselineChip base={baseRows} />
        </>
      )}
      <span class="tool-end">
        {count > 0 && (
          <>
            <span class="selected-count">{grouped(count)} selected</span>
            <button type="button" class="button plain" onClick={clearSelection}>
              Clear
            </button>
            <Hide rows={rows} />
          </>
        )}
        {some && <CopyLink />}
        <CompareButton />
      </span>
    </div>
  );
}
