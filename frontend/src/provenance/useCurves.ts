import { useState } from "preact/hooks";
import { getScalars, type RunAnswer, type ScalarsAnswer } from "../shared/api";
import { type Query, useQuery } from "../shared/query";
import { groupMetrics, type MetricGroup } from "./curveGroups";
import { progress } from "./runCurves";

const FIRST = 4;

export interface Curves {
  groups: readonly MetricGroup[];
  /** Those that are drawn: the first few, or all. */
  shown: readonly MetricGroup[];
  /** Shows all or the first few; null where those are all. */
  toggle: (() => void) | null;
  scalars: Query<ScalarsAnswer>;
}

/** The run's metrics in groups that share a chart, and the points of those shown. */
export function useCurves(answer: RunAnswer): Curves {
  const [all, setAll] = useState(false);
  const groups = groupMetrics(answer.metrics, answer.main);
  const shown = all ? groups : groups.slice(0, FIRST);
  const metrics = shown.flatMap((group) => group.members.map((member) => member.metric));
  const scalars = useQuery(
    metrics.length === 0 ? null : `scalars ${answer.run} ${metrics.join()} ${progress(answer)}`,
    (signal) => getScalars([answer.run], metrics, undefined, signal),
    { live: false, keep: true },
  );
  return { groups, shown, toggle: groups.length > FIRST ? () => setAll(!all) : null, scalars };
}
