import { signal } from "@preact/signals";

/** The file whose difference is shown, and the run that it is shown for. */
export const pickedFile = signal<{ run: string; path: string | null } | null>(null);

/** Only the rows that differ, or everything that was recorded. */
export const onlyDiffering = signal(true);

export function showCode(): void {
  document.querySelector(".section-code-diff")?.scrollIntoView({ block: "start" });
}
