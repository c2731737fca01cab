import { signal } from "@preact/signals";

/** What the table tells the bars around it. */
export const firstShown = signal(1);
export const lastShown = signal(0);
/** How many rows there are, those of open groups with them. */
export const rowsThere = signal(0);
/** Where the table was scrolled to, for when it is opened again on the same question. */
export const place = { asked: "", top: 0, left: 0 };
/** The pointer is in the table: the order waits. */
export const atTable = signal(false);
/** New runs that wait behind a button. */
export const newcomers = signal<{ count: number; letIn: () => void }>({ count: 0, letIn: () => {} });
