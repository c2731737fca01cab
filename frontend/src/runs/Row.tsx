import { Link } from "../shared/Link";
import { fitMiddle } from "../shared/measure";
import { RunLetter } from "../shared/RunLetter";
import { StatusIcon } from "../shared/StatusIcon";
import { baseline, isSelected, letterOf, select, setBaseline } from "../shared/state";
import { cellOf } from "./cells";
import type { ColumnLayout } from "./layout";
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
const PIN = 24;

function NameCell({ run, rows, nameWidth, pinned }: { run: string; rows: Rows; nameWidth: number; pinned: boolean }) {
  const letter = letterOf(run);
  const isBase = baseline.value === run;
  const shown = fitMiddle(run, nameWidth - BEFORE_NAME - (isBase ? PIN : 8));
  return (
    <div class="name-cell" role="rowheader" style={`width:${nameWidth}px`}>
      <input
        type="checkbox"
        class="check"
        data-testid={pinned ? undefined : "select"}
        tabIndex={-1}
        checked={isSelected(run)}
        aria-label={`Select ${run}`}
        onClick={(event) => select(run, event.currentTarget.checked)}
      />
      <span class="letter-slot">{letter && <RunLetter letter={letter} />}</span>
      {StatusIcon({ status: rows.status(run) })}
      {Link({ to: { name: "run", run }, class: "run-link", title: run, tabIndex: -1, children: shown })}
      <button
        type="button"
        class={isBase ? "pin on" : "pin"}
        tabIndex={-1}
        title={isBase ? "The baseline: let it go" : "Make this the baseline"}
        aria-label={isBase ? `Let the baseline ${run} go` : `Make ${run} the baseline`}
        aria-pressed={isBase}
        onClick={() => setBaseline(isBase ? null : run)}
      />
    </div>
  );
}

/** One run in the table; the baseline's pinned copy is the same row under the head. */
export function Row({ run, place, top, rows, base, layouts, nameWidth, sparkTag, cursor }: RowProps) {
  const pinned = place === null;
  const classes = ["row", isSelected(run) && "selected", cursor && "cursor", pinned && "pinned"];
  return (
    <div
      class={classes.filter(Boolean).join(" ")}
      role="row"
      id={pinned ? undefined : `row-${place}`}
      aria-rowindex={pinned ? undefined : place + 2}
      aria-selected={isSelected(run)}
      {...(pinned ? { "data-pinned": run } : { "data-run": run, style: `top:${top}px` })}
    >
      <NameCell run={run} rows={rows} nameWidth={nameWidth} pinned={pinned} />
      {layouts.map((layout) => {
        const { content, tone } = cellOf({ run, layout, rows, base, sparkTag });
        const kind = layout.right ? "cell num" : "cell";
        return (
          <div key={layout.spec.key} class={tone ? `${kind} ${tone}` : kind} role="gridcell" style={layout.css}>
            {content}
          </div>
        );
      })}
    </div>
  );
}
