import type { Measured, Split } from "../shared/api";

/** Which metrics share a chart: the same figure measured on train and on validation data. */

export interface MetricGroup {
  title: string;
  members: { metric: string; split: Split | null }[];
}

const ORDER: readonly (Split | null)[] = [null, "train", "validation", "evaluation", "test"];

/** One group a figure, in the order met; inside a group train first. The main figure's group leads, then by members. */
export function groupMetrics(metrics: Readonly<Record<string, Measured>>, main: string | null): MetricGroup[] {
  const groups = new Map<string, MetricGroup>();
  for (const [metric, { split, figure }] of Object.entries(metrics)) {
    const group = groups.get(figure) ?? { title: figure, members: [] };
    group.members.push({ metric, split });
    groups.set(figure, group);
  }
  for (const { members } of groups.values()) members.sort((a, b) => ORDER.indexOf(a.split) - ORDER.indexOf(b.split));
  const mainFigure = main === null ? undefined : metrics[main]?.figure;
  const weight = (group: MetricGroup) => (group.title === mainFigure ? 0 : group.members.length > 1 ? 1 : 2);
  return [...groups.values()].sort((a, b) => weight(a) - weight(b));
}

/** What a member's line is called: its split, or the metric's whole name where that is not enough. */
export function memberLabel(
  { title, members }: MetricGroup,
  { metric, split }: MetricGroup["members"][number],
): string {
  if (members.filter((member) => member.split === split).length > 1) return metric;
  return split ?? title;
}
