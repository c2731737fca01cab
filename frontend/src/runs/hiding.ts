import { batch } from "@preact/signals";
import { hiddenRuns, select, selected } from "../shared/state";
import type { Rows } from "./rows";

/** An address of a request holds no more: its names, written out. */
const MOST_CHARACTERS = 40_000;

/** How many were hidden at a time, for taking it back. */
const batches: number[] = [];

/** The runs behind rows: of a group its members. */
export function runsOf(names: readonly string[], rows: Rows): string[] {
  return [...new Set(names.flatMap((name) => rows.group(name)?.members ?? [name]))];
}

/** Whether so many more can be hidden one by one; more are better left out by the filter. */
export function canHide(runs: readonly string[]): boolean {
  return encodeURIComponent(JSON.stringify([...hiddenRuns.value, ...runs])).length <= MOST_CHARACTERS;
}

/** Takes runs out of the table, until they are shown again; they are selected no longer. */
export function hide(names: readonly string[], rows: Rows): void {
  const runs = runsOf(names, rows).filter((run) => !hiddenRuns.value.includes(run));
  if (runs.length === 0 || !canHide(runs)) return;
  batches.push(runs.length);
  batch(() => {
    for (const name of [...names, ...runs]) if (selected.value.includes(name)) select(name, false);
    hiddenRuns.value = [...hiddenRuns.value, ...runs];
  });
}

/** Shows again what was hidden last. */
export function undoHiding(): void {
  const all = hiddenRuns.value;
  const last = Math.min(batches.pop() ?? all.length, all.length);
  hiddenRuns.value = all.slice(0, all.length - last);
}

export function showHidden(): void {
  batches.length = 0;
  hiddenRuns.value = [];
}
