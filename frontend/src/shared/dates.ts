/** Epoch seconds that a calendar can show: what lies outside the years 1 to 9999 is milliseconds, or no time at all. */
const FIRST = -62135596800;
const LAST = 253402300799;

export function isDate(seconds: number): boolean {
  return seconds >= FIRST && seconds <= LAST;
}
