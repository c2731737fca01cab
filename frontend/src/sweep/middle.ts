/** A part of this size on the bad side may run out of the picture, where it takes more than half of it. */
const OUTLIERS = 0.1;

/** The range of values to draw: all good ones and the baseline, and of the bad ones the bulk. */
export function middleOf(values: readonly number[], base: number | null, better: "up" | "down"): [number, number] {
  const sorted = values.filter(Number.isFinite).sort((a, b) => a - b);
  if (!sorted.length) return [0, 1];
  const [low, high] = [sorted[0] as number, sorted.at(-1) as number];
  const at = (share: number) => sorted[Math.round((sorted.length - 1) * share)] as number;
  let [from, to] = [low, high];
  if (sorted.length >= 10) {
    const median = at(0.5);
    if (better === "up") {
      const bulk = Math.min(at(OUTLIERS), base ?? high);
      if (high - bulk < (high - low) * 0.6 && bulk < median) from = bulk - (high - bulk) * 0.08;
    } else {
      const bulk = Math.max(at(1 - OUTLIERS), base ?? low);
      if (bulk - low < (high - low) * 0.6 && bulk > median) to = bulk + (bulk - low) * 0.08;
    }
  }
  const margin = to > from ? (to - from) * 0.05 : Math.abs(to) * 0.05 || 1;
  return [from - margin, to + margin];
}
