import { signal } from "@preact/signals";
import {
  baseline,
  hideFailed,
  isSelected,
  openCompare,
  openRun,
  select,
  selectAll,
  selected,
  setBaseline,
} from "../shared/state";

/** The row that the keys act on, by name, so that it stays when the order changes. */
export const cursor = signal<string | null>(null);

/** Where Shift+arrows began. */
let anchor: string | null = null;

const STEPS: Record<string, (page: number) => number> = {
  ArrowUp: () => -1,
  ArrowDown: () => 1,
  PageUp: (page) => -page,
  PageDown: (page) => page,
  Home: () => Number.NEGATIVE_INFINITY,
  End: () => Number.POSITIVE_INFINITY,
};

export interface TableKeys {
  names: readonly string[];
  /** False while rows are still on their way: what means all of them waits. */
  whole: boolean;
  /** Rows in view. */
  page: number;
  scrollTo: (place: number) => void;
  scrollSideways: (by: number) => void;
  /** The group that a run is in. */
  parent: (run: string) => string | null;
  isGroup: (run: string) => boolean;
  isOpen: (run: string) => boolean;
  setOpen: (run: string, open: boolean) => void;
  toggleSeeds: () => void;
}

function extend(names: readonly string[], to: number): void {
  anchor ??= cursor.value;
  const from = anchor === null ? to : names.indexOf(anchor);
  const [low, high] = from < to ? [from, to] : [to, from];
  selectAll(names.slice(Math.max(0, low), high + 1));
}

function go(event: KeyboardEvent, table: TableKeys): boolean {
  const step = STEPS[event.key];
  if (!step || table.names.length === 0) return false;
  const at = cursor.value === null ? -1 : table.names.indexOf(cursor.value);
  const to = Math.max(0, Math.min(table.names.length - 1, at + step(table.page)));
  if (event.shiftKey) extend(table.names, to);
  else anchor = null;
  cursor.value = table.names[to] ?? null;
  table.scrollTo(to);
  return true;
}

const ACTIONS: Record<string, (run: string) => void> = {
  " ": (run) => select(run, !isSelected(run)),
  Enter: openRun,
  b: (run) => setBaseline(baseline.value === run ? null : run),
};

/** Opens or closes the group at the cursor; from an open one on to its first member, from a member back to it. */
function fold(opens: boolean, table: TableKeys): boolean {
  const at = cursor.value;
  if (at === null) return false;
  const parent = table.parent(at);
  if (!opens && parent !== null) {
    cursor.value = parent;
    table.scrollTo(table.names.indexOf(parent));
    return true;
  }
  if (!table.isGroup(at)) return false;
  if (table.isOpen(at) !== opens) table.setOpen(at, opens);
  else if (opens) {
    const first = table.names.indexOf(at) + 1;
    cursor.value = table.names[first] ?? at;
    table.scrollTo(first);
  } else return false;
  return true;
}

/** Whether the key was the table's. */
export function tableKey(event: KeyboardEvent, table: TableKeys): boolean {
  if (event.altKey || event.metaKey) return false;
  if (event.ctrlKey) {
    if (event.key !== "a") return false;
    if (table.whole) selectAll(table.names.filter((name) => table.parent(name) === null));
    return true;
  }
  if (event.key === "End" && !table.whole) return true;
  if (go(event, table)) return true;
  if (event.key === "ArrowLeft" || event.key === "ArrowRight") {
    const opens = event.key === "ArrowRight";
    if (!fold(opens, table)) table.scrollSideways(opens ? 80 : -80);
    return true;
  }
  if (event.key === "c" && selected.value.length > 1) openCompare();
  else if (event.key === "s") table.toggleSeeds();
  else if (event.key === "Enter" && cursor.value !== null && table.isGroup(cursor.value))
    table.setOpen(cursor.value, !table.isOpen(cursor.value));
  else if (event.key === "h") hideFailed.value = !hideFailed.value;
  else if (event.key === "Escape" && cursor.value !== null) cursor.value = null;
  else if (cursor.value !== null && ACTIONS[event.key]) ACTIONS[event.key]?.(cursor.value);
  else return false;
  return true;
}
