/**
 * Numbers as they are drawn. The plot's own arithmetic knows neither logarithms of denormals nor axes of 10^38 or of
 * 19-digit steps: it is given small numbers, and every tick and reading is translated here.
 */
export interface Projection {
  toPlot: (value: number) => number;
  fromPlot: (drawn: number) => number;
  /** Whether drawn and true numbers are the same, so that charts may share a cursor. */
  same: boolean;
}

const AS_IT_IS: Projection = { toPlot: (value) => value, fromPlot: (drawn) => drawn, same: true };

const LARGEST = 1e12;
/** Shares of a number below this are lost to rounding inside the plot. */
const FINEST = 1e-9;

/** [low, high] as it is where its numbers are ordinary, else moved and scaled to [0, 1]. */
export function linearProjection(low: number, high: number): Projection {
  const size = Math.max(Math.abs(low), Math.abs(high));
  // Halves: the span of the largest numbers is infinite.
  const half = high / 2 - low / 2;
  if (!(half > 0)) return size < LARGEST ? AS_IT_IS : shifted(low, 0.5);
  const ordinary = size < LARGEST && half > FINEST && half > size * FINEST;
  return ordinary ? AS_IT_IS : shifted(low, half);
}

function shifted(low: number, half: number): Projection {
  return {
    toPlot: (value) => (value / 2 - low / 2) / half,
    fromPlot: (drawn) => (low / 2 + drawn * half) * 2,
    same: false,
  };
}

/** Powers of ten stand at equal distances. */
export const LOG_PROJECTION: Projection = { toPlot: Math.log10, fromPlot: (drawn) => 10 ** drawn, same: false };
