import { useRef, useState } from "preact/hooks";
import type { Rows } from "./rows";

interface Order {
  names: readonly string[];
  /** Runs that wait until the user lets them in. */
  waiting: number;
  letIn: () => void;
}

/** `before` without runs that are gone; the answer's newcomers wait. */
export function heldOrder(before: readonly string[], rows: Rows): { names: readonly string[]; waiting: number } {
  const names = before.every((run) => rows.has(run)) ? before : before.filter((run) => rows.has(run));
  return { names, waiting: rows.names.length - names.length };
}

const sameOrder = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((run, i) => run === b[i]);

/**
 * The order of the rows on screen. A new question (`key`) takes the answer's order at once; the same question read again
 * keeps it while `busy` says that the user is at the table.
 */
export function useOrder(rows: Rows | null, key: string, busy: () => boolean): Order {
  const shown = useRef<{ key: string; rows: Rows | null; names: readonly string[] }>({ key, rows: null, names: [] });
  const latest = useRef(rows);
  latest.current = rows;
  const [, again] = useState(0);
  const was = shown.current;
  let waiting = 0;
  if (rows && (was.rows !== rows || was.key !== key)) {
    const fresh = was.key !== key || !was.rows?.whole || was.names.length === 0 || !busy();
    const held = fresh ? { names: rows.names } : heldOrder(was.names, rows);
    shown.current = { key, rows, names: sameOrder(was.names, held.names) ? was.names : held.names };
  }
  if (rows) waiting = rows.names.length - shown.current.names.length;
  return {
    names: shown.current.names,
    waiting,
    letIn: () => {
      const { current } = latest;
      if (current) shown.current = { ...shown.current, rows: current, names: current.names };
      again((n) => n + 1);
    },
  };
}
