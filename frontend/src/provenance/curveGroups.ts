/** Which metrics share a chart: the same figure measured on train and on validation data. */

const SPLITS = ["train", "validation", "val", "eval", "test"];

export interface MetricGroup {
  title: string;
  members: { metric: string; split: string }[];
}

/** `train/accuracy` is the figure `accuracy` of the split `train`; `epoch_loss` has no split. */
export function splitOf(metric: string): { split: string; figure: string } {
  const [first, ...rest] = metric.split("/");
  return first && rest.length > 0 && SPLITS.includes(first)
    ? { split: first, figure: rest.join("/") }
    : { split: "", figure: metric };
}

/** One group a figure, in the order met; inside a group train first. The main figure's group leads, then by members. */
export function groupMetrics(metrics: readonly string[], main: string | null): MetricGroup[] {
  const groups = new Map<string, MetricGroup>();
  for (const metric of metrics) {
    const { split, figure } = splitOf(metric);
    const group = groups.get(figure) ?? { title: figure, members: [] };
    group.members.push({ metric, split });
    groups.set(figure, group);
  }
  const rank = (split: string) => (split === "" ? -1 : SPLITS.indexOf(split));
  for (const group of groups.values()) group.members.sort((a, b) => rank(a.split) - rank(b.split));
  const mainFigure = main === null ? null : splitOf(main).figure;
  const weight = (group: MetricGroup) => (group.title === mainFigure ? 0 : group.members.length > 1 ? 1 : 2);
  return [...groups.values()].sort((a, b) => weight(a) - weight(b));
}
