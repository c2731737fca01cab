import { batch, computed, effect, signal } from "@preact/signals";
import {
  type Letter,
  letterAt,
  lettersTaken,
  type Slots,
  slotsFrom,
  slotsText,
  withFirst,
  withLetter,
  withoutLetter,
  withoutRun,
  withRun,
} from "./selection";
import { hrefWith, onUrlChange, readUrl, writeUrl } from "./url";

export type View = { name: "runs" } | { name: "run"; run: string } | { name: "compare" } | { name: "sweep" };

/** One key of the sort, as the server takes it: an expression, `-` before it for descending. */
type SortKey = string;

export const DEFAULT_SORT: readonly SortKey[] = ["-started"];
const MOST_COMPARED = 6;
/** Of more runs a chart has bands. */
export const MOST_CURVES = 200;
/** Of more runs nothing is compared. */
export const MOST_SELECTED = 1000;

export const view = signal<View>({ name: "runs" });
/** The filter as applied: the last expression that the server took. */
export const where = signal("");
export const hideFailed = signal(false);
/** Runs that were taken out of the table one by one. */
export const hiddenRuns = signal<readonly string[]>([]);
/** What rows are grouped by: "seed", expressions, "" for nothing; null where nobody chose. */
export const grouping = signal<string | null>(null);
export const sort = signal<readonly SortKey[]>(DEFAULT_SORT);
/** Shown columns in their order, or null for the default choice. */
export const columns = signal<readonly string[] | null>(null);
/** What compared figures are made equal by: "step", "time", "samples"; "" for each run's last. */
export const budget = signal("");
/** Whether heads have the histograms of their columns. */
export const histograms = signal(true);
/** Columns that stay at the left. */
export const pinnedColumns = signal<readonly string[]>([]);
export const slots = signal<Slots>([]);
export const baseline = signal<string | null>(null);
/** The runs of the table as last shown, in its order: for "next run" on a run's page. */
export const tableOrder = signal<readonly string[]>([]);

/** The selected runs by letter, the baseline first. */
export const selected = computed(() => slots.value.filter((run): run is string => run !== null));
/** Those with letters: side by side in tables. */
export const compared = computed(() =>
  slots.value.slice(0, MOST_COMPARED).filter((run): run is string => run !== null),
);
const slotOf = computed(() => new Map(slots.value.map((run, slot) => [run, slot])));

export function isSelected(run: string): boolean {
  return slotOf.value.has(run);
}

/** The run's letter A–F, the same on every view; null when it is not selected or is past F. */
export function letterOf(run: string): Letter | null {
  const slot = slotOf.value.get(run);
  return slot === undefined ? null : letterAt(slot);
}

export function select(run: string, on: boolean): void {
  batch(() => {
    slots.value = on ? withRun(slots.value, run) : withoutRun(slots.value, run);
    if (!on && baseline.value === run) baseline.value = null;
  });
}

/** Gives a run a letter, or takes it; false where every letter is taken and one must be freed first. */
export function toggleLetter(run: string): boolean {
  if (letterOf(run)) slots.value = withoutLetter(slots.value, run);
  else if (lettersTaken(slots.value)) return false;
  else slots.value = withLetter(slots.value, run);
  return true;
}

/** `run` takes the letter of another, which stays selected. */
export function takeLetter(run: string, from: string): void {
  const slot = slotOf.value.get(from);
  if (slot !== undefined) slots.value = withLetter(slots.value, run, slot);
}

/** Selects these runs and no others, in their order. */
export function selectOnly(runs: readonly string[]): void {
  batch(() => {
    slots.value = [...runs];
    if (baseline.value !== null && !runs.includes(baseline.value)) baseline.value = null;
  });
}

export function selectAll(runs: readonly string[]): void {
  slots.value = [...slots.value, ...runs.filter((run) => !slotOf.value.has(run))];
}

export function clearSelection(): void {
  batch(() => {
    slots.value = [];
    baseline.value = null;
  });
}

/** The baseline is always selected and has letter A. */
export function setBaseline(run: string | null): void {
  batch(() => {
    baseline.value = run;
    if (run !== null) slots.value = withFirst(slots.value, run);
  });
}

export const openRuns = (): void => showView({ name: "runs" });
export const openRun = (run: string): void => showView({ name: "run", run });
export const openCompare = (): void => showView({ name: "compare" });
export const openSweep = (): void => showView({ name: "sweep" });

let push = false;

export function showView(next: View): void {
  push = true;
  view.value = next;
  push = false;
}

const RUN_VIEW = "run:";

function viewText(value: View): string {
  if (value.name === "run") return RUN_VIEW + value.run;
  return value.name === "runs" ? "" : value.name;
}

/** Where a view is, for links; a plain click opens it in place. */
export const hrefOf = (value: View): string => hrefWith("view", viewText(value));

function viewOf(text: string | undefined): View {
  if (text?.startsWith(RUN_VIEW)) return { name: "run", run: text.slice(RUN_VIEW.length) };
  return text === "compare" || text === "sweep" ? { name: text } : { name: "runs" };
}

/** A list from the address, or null: an address edited by hand may hold anything. */
export function parseList(text: string | undefined): (string | null)[] | null {
  if (!text) return null;
  try {
    const list: unknown = JSON.parse(text);
    const good = Array.isArray(list) && list.every((one) => typeof one === "string" || one === null);
    return good ? list : null;
  } catch {
    return null;
  }
}

const listFrom = (text: string | undefined): Slots => slotsFrom(text ?? "") ?? parseList(text) ?? [];

const NO_GROUPS = "none";

const groupingFrom = (text: string | undefined): string | null => (text === NO_GROUPS ? "" : text || null);

const names = (text: string | undefined): string[] | null =>
  parseList(text)?.filter((one): one is string => one !== null) ?? null;

function restore(): void {
  const found = readUrl();
  batch(() => {
    view.value = viewOf(found.view);
    where.value = found.where ?? "";
    hideFailed.value = found.hidefailed === "1";
    grouping.value = groupingFrom(found.group);
    hiddenRuns.value = listFrom(found.hidden).filter((run) => run !== null);
    sort.value = names(found.sort) ?? DEFAULT_SORT;
    columns.value = names(found.columns);
    histograms.value = found.histograms !== "0";
    pinnedColumns.value = names(found.pinned) ?? [];
    slots.value = listFrom(found.sel);
    baseline.value = found.baseline ?? null;
    budget.value = found.budget ?? "";
  });
}

function mirrored(): Record<string, string> {
  const sorted = JSON.stringify(sort.value);
  return {
    view: viewText(view.value),
    where: where.value,
    hidefailed: hideFailed.value ? "1" : "",
    group: grouping.value === "" ? NO_GROUPS : (grouping.value ?? ""),
    hidden: slotsText(hiddenRuns.value),
    sort: sorted === JSON.stringify(DEFAULT_SORT) ? "" : sorted,
    columns: columns.value ? JSON.stringify(columns.value) : "",
    histograms: histograms.value ? "" : "0",
    pinned: pinnedColumns.value.length ? JSON.stringify(pinnedColumns.value) : "",
    sel: slotsText(slots.value),
    baseline: baseline.value ?? "",
    budget: budget.value,
  };
}

/** Reads the state from the address, then keeps the two alike; Back and Forward bring earlier views back. */
export function linkStateToUrl(): void {
  restore();
  let written = mirrored();
  effect(() => {
    const now = mirrored();
    const before = written;
    written = now;
    for (const [key, value] of Object.entries(now))
      if (value !== before[key]) writeUrl(key, value, push && key === "view");
  });
  onUrlChange(() => {
    const found = readUrl();
    const differs = Object.entries(mirrored()).some(([key, value]) => value !== (found[key] ?? ""));
    if (differs) follow(found);
  });
}

/** Goes where the address says. An earlier view whose address knows of no selection does not undo one made since. */
function follow(found: Record<string, string>): void {
  const chosen = { slots: slots.value, baseline: baseline.value };
  const silent = !found.sel && !found.baseline && (found.view ?? "") !== viewText(view.value);
  batch(() => {
    restore();
    if (!silent) return;
    slots.value = chosen.slots;
    baseline.value = chosen.baseline;
  });
  if (!silent) return;
  const { sel = "", baseline: base = "" } = mirrored();
  writeUrl("sel", sel);
  writeUrl("baseline", base);
}
