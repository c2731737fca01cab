import { keyOf } from "../shared/groupNames";
import { Link } from "../shared/Link";
import { fitMiddle, SMALL, STRONG, textWidth } from "../shared/measure";
import { RunLetter } from "../shared/RunLetter";
import { StatusIcon } from "../shared/StatusIcon";
import { baseline, isSelected, letterOf, select, setBaseline } from "../shared/state";
import { cellOf } from "./cells";
import { leftOutText, sharedLength, shownAs, sizeText } from "./grouping";
import type { ColumnLayout } from "./layout";
import { openGroups, setOpen } from "./openGroups";
import type { Rows } from "./rows";

export interface RowProps {
  run: string;
  /** Its place in the order, from 0; the pinned copy has none. */
  place: number | null;
  top: number;
  rows: Rows;
  base: Rows | null;
  layouts: readonly ColumnLayout[];
  nameWidth: number;
  sparkTag: string | null;
  cursor: boolean;
}

const BEFORE_NAME = 16 + 14 + 32 + 14 + 6;
const FOLD = 18;
const INDENT = 12;
const PIN = 24;
const CHIP_PADDING = 18;

interface NameProps {
  run: string;
  rows: Rows;
  nameWidth: number;
  pinned: boolean;
}

/** The part that tells a member from its fellows stands out from the one that they share. */
function MemberName({ run, shown, label }: { run: string; shown: string; label: string }) {
  const length = sharedLength(run, label);
  if (shown !== run || length === 0) return <>{shown}</>;
  return (
    <>
      <span class="faint">{run.slice(0, length)}</span>
      {run.slice(length)}
    </>
  );
}

function RunName({ run, rows, nameWidth, isBase }: NameProps & { isBase: boolean }) {
  const parent = rows.group(rows.parent(run) ?? "");
  const indent = (rows.grouped ? FOLD : 0) + (parent ? INDENT : 0);
  const shown = fitMiddle(run, nameWidth - BEFORE_NAME - indent - (isBase ? PIN : 8));
  const children = parent ? <MemberName run={run} shown={shown} label={parent.label} /> : shown;
  return Link({ to: { name: "run", run }, class: "run-link", title: run, tabIndex: -1, children });
}

function GroupName({ run, rows, nameWidth, pinned, isBase }: NameProps & { isBase: boolean }) {
  const group = rows.group(run);
  if (!group) return null;
  const size = sizeText(group);
  const label = shownAs(group);
  const chip = textWidth(size, SMALL) + CHIP_PADDING;
  const why = leftOutText(group);
  const open = openGroups.value.has(run);
  return (
    <>
      <button
        type="button"
        class="run-link group-link strong"
        tabIndex={-1}
        title={label}
        onClick={() => !pinned && setOpen(run, !open)}
      >
        {fitMiddle(label, nameWidth - BEFORE_NAME - FOLD - chip - (isBase ? PIN : 8), STRONG)}
      </button>
      <span class="chip group-size" title={why || undefined}>
        {size}
      </span>
    </>
  );
}

function Fold({ run, rows }: { run: string; rows: Rows }) {
  const group = rows.group(run);
  if (!group) return <span class={rows.parent(run) ? "fold member" : "fold"} />;
  const open = openGroups.value.has(run);
  const label = `${open ? "Close" : "Open"} ${shownAs(group)}`;
  return (
    <button
      type="button"
      class={open ? "fold open" : "fold"}
      tabIndex={-1}
      title={label}
      aria-label={label}
      aria-expanded={open}
      onClick={() => setOpen(run, !open)}
    />
  );
}

function NameCell(props: NameProps) {
  const { run, rows, nameWidth, pinned } = props;
  const letter = letterOf(run);
  const isBase = baseline.value === run;
  const group = rows.group(run);
  const called = group ? shownAs(group) : run;
  return (
    <div class="name-cell" role="rowheader" style={`width:${nameWidth}px`}>
      <input
        type="checkbox"
        class="check"
        data-testid={pinned ? undefined : "select"}
        tabIndex={-1}
        checked={isSelected(run)}
        aria-label={`Select ${called}`}
        onClick={(event) => select(run, event.currentTarget.checked)}
      />
      <span class="letter-slot">{letter && <RunLetter letter={letter} />}</span>
      {rows.grouped && (pinned ? <span class="fold" /> : Fold({ run, rows }))}
      {StatusIcon({ status: rows.status(run) })}
      {group ? GroupName({ ...props, isBase }) : RunName({ ...props, isBase })}
      <button
        type="button"
        class={isBase ? "pin on" : "pin"}
        tabIndex={-1}
        title={isBase ? "The baseline: let it go" : "Make this the baseline"}
        aria-label={isBase ? `Let the baseline ${called} go` : `Make ${called} the baseline`}
        aria-pressed={isBase}
        onClick={() => setBaseline(isBase ? null : run)}
      />
    </div>
  );
}

/** What names a row in the document: a run's, a group's, or that of the baseline's copy. */
function marks({ run, place, top, rows }: RowProps) {
  if (place === null) return { "data-pinned": run };
  const style = `top:${top}px`;
  if (!rows.group(run)) return { "data-run": run, style };
  return { "data-testid": "group-row", "data-group": keyOf(run), style };
}

/** One run or group in the table; the baseline's pinned copy is the same row under the head. */
export function Row(props: RowProps) {
  const { run, place, rows, base, layouts, nameWidth, sparkTag, cursor } = props;
  const pinned = place === null;
  const group = rows.group(run);
  const member = rows.parent(run) !== null;
  const classes = ["row", isSelected(run) && "selected", cursor && "cursor", pinned && "pinned", member && "member"];
  return (
    <div
      class={classes.filter(Boolean).join(" ")}
      role="row"
      id={pinned ? undefined : `row-${place}`}
      aria-rowindex={pinned ? undefined : place + 2}
      aria-selected={isSelected(run)}
      aria-level={rows.grouped && !pinned ? (member ? 2 : 1) : undefined}
      aria-expanded={group && !pinned ? openGroups.value.has(run) : undefined}
      {...marks(props)}
    >
      <NameCell run={run} rows={rows} nameWidth={nameWidth} pinned={pinned} />
      {layouts.map((layout) => {
        const { content, tone } = cellOf({ run, layout, rows, base, sparkTag });
        const kind = `cell${layout.right ? " num" : ""}${layout.pinned ? " fixed" : ""}`;
        return (
          <div key={layout.spec.key} class={tone ? `${kind} ${tone}` : kind} role="gridcell" style={layout.css}>
            {content}
          </div>
        );
      })}
    </div>
  );
}
