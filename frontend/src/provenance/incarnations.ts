import type { Change, Incarnation, Value } from "../shared/api";
import { grouped, valueText } from "../shared/format";

const WATCHED = ["host", "commit", "command"] as const;

export type Watched = (typeof WATCHED)[number];

/** What some incarnation has unlike the first, and what all have alike. */
export function changedBetween(incarnations: readonly Incarnation[]): { changed: Watched[]; same: Watched[] } {
  const differs = (name: Watched) => incarnations.some((one) => one[name] !== incarnations[0]?.[name]);
  return { changed: WATCHED.filter(differs), same: WATCHED.filter((name) => !differs(name)) };
}

/** One side of a change in words. */
export function changeText(value: Value, kind: Change["kind"]): string {
  if (value !== null) return valueText(value);
  return kind === "code" ? "as committed, or not there" : "not there";
}

export interface Piece {
  from: number;
  to: number;
  label: string;
}

/** Where each incarnation and each pause between lies on a line of width 1. */
export function layOut(incarnations: readonly Incarnation[], now: number): Piece[] {
  const timed = incarnations.flatMap((one) => (one.started === null ? [] : [{ ...one, started: one.started }]));
  const first = timed[0]?.started ?? 0;
  const last = Math.max(...timed.map((one) => one.ended ?? now));
  const span = Math.max(last - first, 1e-9);
  return timed.map((one, index) => ({
    from: (one.started - first) / span,
    to: ((one.ended ?? Math.min(now, timed[index + 1]?.started ?? now)) - first) / span,
    label:
      one.first_step === null || one.last_step === null ? "" : `${grouped(one.first_step)}–${grouped(one.last_step)}`,
  }));
}
