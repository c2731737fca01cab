import type { RunsAnswer } from "../shared/api";
import { ChevronDown } from "../shared/icons";
import { SMALL, STRONG, textWidth } from "../shared/measure";
import { clearSelection, columns, selectAll, selected, sort } from "../shared/state";
import { aggregateOf, figureOf } from "./aggregates";
import { HeadHistogram, showsHistograms } from "./HeadHistogram";
import { headMenu, showFigure } from "./headActions";
import { type ColumnLayout, GAP, HEAD, headNote, MARK, setWidth } from "./layout";
import { isDown, nextSort, sortId } from "./query";
import type { Rows } from "./rows";

interface HeadProps {
  layouts: readonly ColumnLayout[];
  nameWidth: number;
  names: readonly string[];
  /** False while some of the names are still on their way. */
  whole: boolean;
  rows: Rows;
  schema: RunsAnswer | null;
}

/** The better end first: descending for figures that should be high, ascending for those that should be low. */
function firstDown({ spec, right }: ColumnLayout): boolean {
  if (spec.better) return spec.better === "up";
  return right && spec.look !== "flag";
}

function sortBy(id: string, down: boolean, add: boolean): void {
  sort.value = nextSort(sort.value, id, down, add);
}

function SortMark({ id }: { id: string }) {
  const at = sort.value.findIndex((key) => sortId(key) === id);
  if (at < 0) return null;
  return (
    <span class="sort-mark">
      {isDown(sort.value[at] ?? "") ? "↓" : "↑"}
      {sort.value.length > 1 && <sup>{at + 1}</sup>}
    </span>
  );
}

function ariaSort(id: string | null): "ascending" | "descending" | "none" {
  const key = sort.value.find((one) => sortId(one) === id);
  return key === undefined ? "none" : isDown(key) ? "descending" : "ascending";
}

function move(layouts: readonly ColumnLayout[], key: string, by: number): void {
  const keys = layouts.map((layout) => layout.spec.key);
  const from = keys.indexOf(key);
  const to = from + by;
  if (to < 0 || to >= keys.length) return;
  keys.splice(to, 0, ...keys.splice(from, 1));
  columns.value = keys;
}

function ResizeEdge({ name, width }: { name: string; width: number }) {
  const start = (down: PointerEvent & { currentTarget: HTMLElement }) => {
    down.preventDefault();
    down.stopPropagation();
    const edge = down.currentTarget;
    edge.setPointerCapture(down.pointerId);
    const drag = (event: PointerEvent) => setWidth(name, width + event.clientX - down.clientX);
    edge.addEventListener("pointermove", drag);
    edge.addEventListener("lostpointercapture", () => edge.removeEventListener("pointermove", drag), { once: true });
  };
  // biome-ignore lint/a11y: the keys for this are the head button's, Alt+Shift+arrows
  return <span class="resize" onPointerDown={start} onClick={(event) => event.stopPropagation()} />;
}

const STAGE_WORDS = ["code", "prep", "train", "cmp", "serve"];

function HeadText({ layout }: { layout: ColumnLayout }) {
  const { spec } = layout;
  const mark = spec.sortId && <SortMark id={spec.sortId} />;
  // Where the label fills the column the mark stands before the shorter note: no column is wider for it.
  const inside = layout.width - GAP - textWidth(spec.label, STRONG) >= MARK;
  return (
    <>
      <span class="head-label">
        <span class="ellipsis">{spec.label}</span>
        {inside && mark}
      </span>
      {spec.look === "stages" ? (
        <span class="head-note stage-words" aria-hidden="true">
          {STAGE_WORDS.map((word) => (
            <span key={word}>{word}</span>
          ))}
        </span>
      ) : (
        <span class="head-note ellipsis">
          {!inside && mark} {headNote(layout) || "\u00a0"}
        </span>
      )}
    </>
  );
}

/** Roving focus along the head: one tab stop, arrows move, Enter sorts, Alt moves and Alt+Shift resizes. */
function headKeys(event: KeyboardEvent & { currentTarget: HTMLElement }, props: HeadProps): void {
  const cells = [...event.currentTarget.querySelectorAll<HTMLElement>("[data-column]")];
  const at = cells.indexOf(event.target as HTMLElement);
  const side = event.key === "ArrowLeft" ? -1 : event.key === "ArrowRight" ? 1 : 0;
  const layout = props.layouts.find((one) => one.spec.key === cells[at]?.dataset.column);
  if (side && event.altKey && layout) {
    if (event.shiftKey) setWidth(layout.spec.key, layout.width + side * 8);
    else move(props.layouts, layout.spec.key, side);
  } else if (side) cells[at + side]?.focus();
  else if (event.key === "ArrowDown" && event.altKey && layout) openMenu(layout.spec.key, event.target as HTMLElement);
  else if (event.key === "ArrowDown") event.currentTarget.closest<HTMLElement>(".grid")?.focus();
  else return;
  event.preventDefault();
  event.stopPropagation();
}

function AllBox({ names, whole }: { names: readonly string[]; whole: boolean }) {
  const some = selected.value.length > 0;
  const all = some && selected.value.length >= names.length;
  return (
    <input
      type="checkbox"
      class="check"
      tabIndex={-1}
      disabled={!whole && !some}
      aria-label={some ? "Clear the selection" : "Select all matching runs"}
      title={some ? "Clear the selection" : "Select all matching runs"}
      checked={all}
      ref={(box) => {
        if (box) box.indeterminate = some && !all;
      }}
      onClick={(event) => {
        event.preventDefault();
        if (some) clearSelection();
        else selectAll(names);
      }}
    />
  );
}

export function Head(props: HeadProps) {
  const { layouts, nameWidth, names, whole } = props;
  return (
    <div class="head" role="row" aria-rowindex={1} onKeyDown={(event) => headKeys(event, props)}>
      <div
        class="name-cell head-cell"
        role="columnheader"
        aria-sort={ariaSort("name")}
        style={{ width: `${nameWidth}px` }}
      >
        <AllBox names={names} whole={whole} />
        <span class="letter-slot" />
        <button
          type="button"
          class="head-button"
          data-column="name"
          onClick={(event) => sortBy("name", false, event.shiftKey)}
        >
          <span class="head-label">
            Run <SortMark id="name" />
          </span>
          <span class="head-note">name</span>
        </button>
        <ResizeEdge name="name" width={nameWidth} />
      </div>
      {layouts.map((layout) => (
        <HeadCell key={layout.spec.key} layout={layout} {...props} />
      ))}
    </div>
  );
}

/** Columns of numbers that are no times of a calendar. */
function distributed(layout: ColumnLayout): boolean {
  const { look } = layout.spec;
  return look === "metric" || look === "flag" || look === "duration" || (look === "value" && layout.right);
}

function HeadCell({ layout, layouts, rows, schema }: HeadProps & { layout: ColumnLayout }) {
  const { spec } = layout;
  const column = rows.column(spec.ids[0] ?? "");
  const kind = `cell head-cell${layout.right ? " num" : ""}${layout.pinned ? " fixed" : ""}`;
  return (
    <div class={kind} role="columnheader" aria-sort={ariaSort(spec.sortId)} style={layout.css}>
      <button
        type="button"
        class="head-button"
        data-column={spec.key}
        tabIndex={-1}
        title={spec.sortId ? `${spec.key}: sort; Shift adds a key` : spec.label}
        aria-disabled={spec.sortId === null}
        onClick={(event) => spec.sortId && sortBy(spec.sortId, firstDown(layout), event.shiftKey)}
      >
        <HeadText layout={layout} />
      </button>
      <FigureSwitch layout={layout} layouts={layouts} />
      {showsHistograms(rows) && column && distributed(layout) && (
        <HeadHistogram layout={layout} column={column} known={schema?.columns.find((one) => one.id === spec.ids[0])} />
      )}
      <button
        type="button"
        class="head-more"
        data-testid="head-menu"
        tabIndex={-1}
        aria-label="Column menu"
        title="Column menu"
        onPointerDown={(event) => event.stopPropagation()}
        onClick={(event) => openMenu(spec.key, event.currentTarget)}
      >
        <ChevronDown size={12} />
      </button>
      <ResizeEdge name={spec.key} width={layout.width} />
    </div>
  );
}

const MENU = 210;

/** Opens a column's menu below its head, within the table's frame. */
function openMenu(key: string, by: HTMLElement): void {
  if (headMenu.value?.key === key) {
    headMenu.value = null;
    return;
  }
  const [head, frame] = [by.closest(".head-cell"), by.closest(".grid-frame")].map((one) =>
    one?.getBoundingClientRect(),
  );
  if (!head || !frame) return;
  const left = Math.max(4, Math.min(head.left - frame.left, frame.width - MENU - 4));
  headMenu.value = { key, left, top: head.top - frame.top + HEAD };
}

/** The word of the note that says which value of a metric stands in the column: a click changes between last and best. */
function FigureSwitch({ layout, layouts }: { layout: ColumnLayout; layouts: readonly ColumnLayout[] }) {
  const figure = figureOf(layout.spec.key);
  if (!figure || layout.spec.look !== "metric") return null;
  const [note, word] = [headNote(layout), layout.spec.sub];
  const [whole, own] = [textWidth(note, SMALL), textWidth(word, SMALL)];
  if (whole > layout.width - GAP || !note.startsWith(word)) return null;
  const next = aggregateOf(figure) === "last" ? "best" : "last";
  const side = layout.right ? { right: `${GAP / 2 + whole - own}px` } : { left: `${GAP / 2}px` };
  return (
    <button
      type="button"
      class="figure-switch"
      data-testid="figure"
      tabIndex={-1}
      style={{ ...side, width: `${Math.ceil(own)}px` }}
      title={`Show the ${next} value`}
      aria-label={`Show the ${next} value`}
      onClick={() => showFigure(layouts, layout, next, null)}
    />
  );
}
