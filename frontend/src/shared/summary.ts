import { signal } from "@preact/signals";

/** What the whole page knows of the logdir; the table's answers fill it. */
export const allRuns = signal<number | null>(null);
export const runningCount = signal(0);
