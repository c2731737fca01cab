/** Colours of the style sheet as numbers, for a canvas. */
export type Rgb = readonly [number, number, number];

export function rgbOf(element: Element, variable: string): Rgb {
  const text = getComputedStyle(element).getPropertyValue(variable).trim();
  const hex = /^#([0-9a-f]{6})$/i.exec(text)?.[1];
  if (!hex) return [128, 128, 128];
  return [0, 2, 4].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)) as unknown as Rgb;
}

export const mixed = (a: Rgb, b: Rgb, share: number): string =>
  `rgb(${a.map((part, at) => Math.round(part + ((b[at] ?? 0) - part) * share)).join(" ")})`;

export const BINS = 8;

/** The bin of each value by its rank, the best highest; −1 of what has no number. Equal values share one. */
export function binned(values: readonly (number | null)[], better: "up" | "down" | null): Int8Array {
  const sorted = values
    .filter((value): value is number => value !== null && Number.isFinite(value))
    .sort((a, b) => a - b);
  const bins = new Int8Array(values.length).fill(-1);
  values.forEach((value, row) => {
    if (value === null || !Number.isFinite(value)) return;
    let [low, high] = [0, sorted.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((sorted[middle] as number) < value) low = middle + 1;
      else high = middle;
    }
    const share = sorted.length > 1 ? low / (sorted.length - 1) : 1;
    const bin = Math.min(BINS - 1, Math.floor(share * BINS));
    bins[row] = better === "down" ? BINS - 1 - bin : bin;
  });
  return bins;
}
