import { signal } from "@preact/signals";

/** How many runs of the logdir TensorBoard lists; null before the first answer. */
export const allRuns = signal<number | null>(null);
export const runningCount = signal(0);
/** What the server says that it does not show, in sentences. */
export const notices = signal<readonly string[]>([]);
