/** How many values fall into each of `count` equal stretches from the least to the greatest. */
interface Bins {
  low: number;
  high: number;
  counts: number[];
}

/**
 * Null where the values do not spread, or there are too few of them to have a shape. What lies three interquartile
 * ranges off the middle half (a run that diverged) is counted at the end, so that the others keep their shape.
 */
export function binValues(values: readonly number[], count: number, fewest: number): Bins | null {
  const sorted = values.filter((value) => Number.isFinite(value)).sort((a, b) => a - b);
  const at = (part: number) => sorted[Math.round((sorted.length - 1) * part)] ?? 0;
  const reach = 3 * (at(0.75) - at(0.25)) || Number.POSITIVE_INFINITY;
  const low = Math.max(at(0), at(0.25) - reach);
  const high = Math.min(at(1), at(0.75) + reach);
  if (sorted.length < fewest || !(high > low)) return null;
  const counts = new Array<number>(count).fill(0);
  for (const value of sorted) {
    const bin = binOf({ low, high, counts }, value);
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return { low, high, counts };
}

/** The stretch that the value falls into; values outside belong to the nearest end. */
export function binOf({ low, high, counts }: Bins, value: number): number {
  const part = (value - low) / (high - low);
  return Math.max(0, Math.min(counts.length - 1, Math.floor(part * counts.length)));
}
