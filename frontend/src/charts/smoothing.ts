/**
 * TensorBoard's debiased exponential moving average: the first points are not pulled towards zero.
 * `weight` is 0 (nothing) to 0.999; values that are not finite are passed through and leave the average as it was.
 */
export function smooth(values: readonly number[], weight: number): number[] {
  if (weight <= 0) return [...values];
  let average = 0;
  let correction = 1;
  return values.map((value) => {
    if (!Number.isFinite(value)) return value;
    average = average * weight + (1 - weight) * value;
    correction *= weight;
    return average / (1 - correction);
  });
}
