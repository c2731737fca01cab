/**
 * Where the labels at the line ends go: as near to their line's end as may be, at least `gap` apart, inside
 * [top, bottom], the greatest value on top. Takes the wanted centres (pixels, downwards) and the values that the labels
 * say, and answers the placed centres in the same order.
 */
export function placeLabels(
  wanted: readonly number[],
  values: readonly number[],
  gap: number,
  top: number,
  bottom: number,
): number[] {
  const rank = (index: number) => values[index] ?? Number.NaN;
  const order = wanted.map((_, index) => index).sort((a, b) => descending(rank(a), rank(b)) || a - b);
  const clusters: { members: number[]; centre: number }[] = [];
  for (const index of order) {
    clusters.push({ members: [index], centre: clamp(wanted[index] ?? 0, 1) });
    mergeBack();
  }
  const placed = new Array<number>(wanted.length).fill(0);
  for (const { members, centre } of clusters) {
    members.forEach((index, rank) => {
      placed[index] = centre + (rank - (members.length - 1) / 2) * gap;
    });
  }
  return placed;

  function descending(a: number, b: number): number {
    if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(a)) - Number(Number.isNaN(b));
    return a === b ? 0 : b - a;
  }

  /** A cluster's half height keeps it inside; more labels than fit start at the top. */
  function clamp(centre: number, count: number): number {
    const half = ((count - 1) / 2) * gap;
    return Math.max(top + half, Math.min(centre, bottom - half));
  }

  function mergeBack(): void {
    for (;;) {
      const last = clusters.at(-1);
      const before = clusters.at(-2);
      if (!last || !before) return;
      const need = ((last.members.length + before.members.length) / 2) * gap;
      if (last.centre - before.centre >= need) return;
      const members = [...before.members, ...last.members];
      const mean = members.reduce((sum, index) => sum + (wanted[index] ?? 0), 0) / members.length;
      clusters.splice(-2, 2, { members, centre: clamp(mean, members.length) });
    }
  }
}
