import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { baseline, openCompare, openRuns, openSweep, selectOnly, tableOrder, view } from "../shared/state";

/** Whether the list of keys is open. */
export const helpOpen = signal(false);

const FIELDS = "input:not([type=checkbox]), textarea, select, [contenteditable]";
const GO: Record<string, () => void> = { r: openRuns, c: openCompare, s: openSweep };
const PAUSE = 1200;

/** Letters typed into a field are text, not keys. */
export function inField(event: KeyboardEvent): boolean {
  return event.target instanceof Element && event.target.matches(FIELDS);
}

function focusFilter(): void {
  if (view.value.name !== "runs" && view.value.name !== "sweep") openRuns();
  requestAnimationFrame(() => document.querySelector<HTMLInputElement>('[data-testid="filter"]')?.focus());
}

const FIRST = 10;

/** The first rows of the table as it is sorted, with the baseline before them. */
function compareFirst(): void {
  const base = baseline.value;
  const first = tableOrder.value.filter((run) => run !== base).slice(0, FIRST);
  if (first.length + (base === null ? 0 : 1) < 2) return;
  selectOnly(base === null ? first : [base, ...first]);
  openCompare();
}

/** The keys that act anywhere: / filter, g r and g c, ? the list of keys. */
export function usePageKeys(): void {
  useEffect(() => {
    let g = 0;
    const press = (event: KeyboardEvent) => {
      if (inField(event) || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      const going = Date.now() - g < PAUSE;
      g = event.key === "g" ? Date.now() : 0;
      if (event.key === "/") focusFilter();
      else if (event.key === "?") helpOpen.value = !helpOpen.value;
      else if (event.key === "t" && view.value.name === "runs") compareFirst();
      else if (event.key === "Escape" && helpOpen.value) helpOpen.value = false;
      else if (going && GO[event.key]) GO[event.key]?.();
      else return;
      event.preventDefault();
    };
    // In the capture phase: "g c" is not the table's "c".
    document.addEventListener("keydown", press, { capture: true });
    return () => document.removeEventListener("keydown", press, { capture: true });
  }, []);
}
