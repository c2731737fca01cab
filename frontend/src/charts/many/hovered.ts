import { signal } from "@preact/signals";

/** The run that is pointed at: the same in every chart and in the list. */
export const hovered = signal<string | null>(null);

/** By chart, the runs that its clipping cuts. */
export const clippedRuns = signal<Readonly<Record<string, readonly string[]>>>({});

export function reportClipped(chart: string, runs: readonly string[] | null): void {
  const { [chart]: before, ...others } = clippedRuns.value;
  if (runs === null ? before === undefined : before?.join("\n") === runs.join("\n")) return;
  clippedRuns.value = runs === null ? others : { ...others, [chart]: runs };
}
