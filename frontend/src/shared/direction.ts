import type { Better } from "./api";

/** Whether a difference is one for the better; null for none, and where no direction is known. */
export function isForTheBetter(delta: number | null, better: Better): boolean | null {
  if (better === null || delta === null || !(Math.abs(delta) > 0)) return null;
  return delta > 0 === (better === "up");
}

/** The classes of a figure that is good, bad or neither. */
export function toneOf(base: string, good: boolean | null): string {
  return [base, good === null ? "" : good ? "good" : "bad"].filter(Boolean).join(" ");
}
