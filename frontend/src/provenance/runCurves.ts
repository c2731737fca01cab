import type { Curve } from "../charts/curves";
import type { Moment } from "../charts/LineChart";
import { splitStyle } from "../charts/lineStyle";
import type { RunAnswer, ScalarsAnswer } from "../shared/api";
import { toNumber } from "../shared/format";
import { type MetricGroup, memberLabel } from "./curveGroups";

/** The lines of one chart: the group's members that have points. */
export function groupCurves(group: MetricGroup, scalars: ScalarsAnswer): Curve[] {
  return group.members.flatMap((member) => {
    const { metric, split } = member;
    const found = scalars.scalars.find((curve) => curve.tag === metric);
    if (!found || found.steps.length === 0) return [];
    const values = found.values.map((value) => toNumber(value) ?? Number.NaN);
    const { steps, wall_times: wallTimes, count } = found;
    return [{ key: metric, label: memberLabel(group, member), ...splitStyle(split), steps, wallTimes, values, count }];
  });
}

/** Where the run went on after a stop. */
export function restarts(answer: RunAnswer): Moment[] {
  return answer.incarnations
    .slice(1)
    .flatMap(({ started, first_step }) =>
      started === null || first_step === null ? [] : [{ step: first_step, wallTime: started, label: "restart" }],
    );
}

/** Changes whenever there are new points to read. */
export function progress(answer: RunAnswer): string {
  return Object.values(answer.metrics)
    .map((metric) => `${metric.count}:${metric.step}`)
    .join();
}
