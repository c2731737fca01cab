import { signal } from "@preact/signals";
import type { Rows } from "./rows";

/** The rows of groups whose members are shown. */
export const openGroups = signal<ReadonlySet<string>>(new Set());

export function setOpen(name: string, open: boolean): void {
  if (openGroups.value.has(name) === open) return;
  const next = new Set(openGroups.value);
  if (open) next.add(name);
  else next.delete(name);
  openGroups.value = next;
}

/** The rows as they stand below each other: after an open group its members. */
export function unfolded(names: readonly string[], rows: Rows, open: ReadonlySet<string>): readonly string[] {
  if (open.size === 0 || !names.some((name) => open.has(name))) return names;
  return names.flatMap((name) => (open.has(name) ? [name, ...rows.members(name)] : [name]));
}
