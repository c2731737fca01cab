/** What of another metric stands at the steps of a curve, for a chart of one metric against another. */

interface Stepped {
  steps: readonly number[];
  values: readonly number[];
}

interface Paired {
  /** One a step; NaN before the other metric begins and after it ends. */
  xs: number[];
  /** How many of them lie between two points of the other metric. */
  between: number;
}

/** The other metric at each of `steps`: its value there, or on the straight line between its neighbours. */
export function pairAt(steps: readonly number[], other: Stepped): Paired {
  const order = other.steps.map((_, index) => index).sort((a, b) => (other.steps[a] ?? 0) - (other.steps[b] ?? 0));
  const places = order.map((index) => other.steps[index] ?? Number.NaN);
  const values = order.map((index) => other.values[index] ?? Number.NaN);
  let between = 0;
  const xs = steps.map((step) => {
    const at = firstAtOrAfter(places, step);
    const right = places[at];
    if (right === step) return values[lastOf(places, at)] ?? Number.NaN;
    const left = places[at - 1];
    if (left === undefined || right === undefined) return Number.NaN;
    between += 1;
    const part = (step - left) / (right - left);
    return (values[at - 1] ?? Number.NaN) * (1 - part) + (values[at] ?? Number.NaN) * part;
  });
  return { xs, between };
}

function firstAtOrAfter(ascending: readonly number[], wanted: number): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ascending[middle] ?? 0) < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The last place with the same step: what was logged again counts. */
function lastOf(ascending: readonly number[], at: number): number {
  let last = at;
  while (ascending[last + 1] === ascending[at]) last += 1;
  return last;
}
