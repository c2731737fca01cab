import { useMemo, useState } from "preact/hooks";
import { ChartTools } from "../charts/ChartTools";
import { LineSample } from "../charts/HoverReadings";
import { LineChart } from "../charts/LineChart";
import { splitStyle } from "../charts/lineStyle";
import { smoothing, xAxis } from "../charts/settings";
import { getScalars, type RunAnswer, type ScalarsAnswer } from "../shared/api";
import { count, decimalsFor, fixed, isNan } from "../shared/format";
import { useQuery } from "../shared/query";
import { Section, SectionError } from "../shared/Section";
import { groupMetrics, type MetricGroup } from "./curveGroups";
import { groupCurves, progress, restarts } from "./runCurves";

const FIRST = 4;

/** The run's curves, train and validation overlaid. */
export function CurvesSection({ answer }: { answer: RunAnswer }) {
  const [all, setAll] = useState(false);
  const groups = groupMetrics(answer.metrics, answer.main);
  const shown = all ? groups : groups.slice(0, FIRST);
  const metrics = shown.flatMap((group) => group.members.map((member) => member.metric));
  const { data, error } = useQuery(
    metrics.length === 0 ? null : `scalars ${answer.run} ${metrics.join()} ${progress(answer)}`,
    (signal) => getScalars([answer.run], metrics, undefined, signal),
    { live: false, keep: true },
  );
  if (groups.length === 0) return <NoCurves />;
  const splits = [...new Set(shown.flatMap((group) => group.members.flatMap(({ split }) => split ?? [])))];
  return (
    <Section
      name="curves"
      title="Curves"
      aside={splits.map((split) => (
        <span class="legend" key={split}>
          <LineSample curve={splitStyle(split)} /> {split}
        </span>
      ))}
      tools={<ChartTools />}
    >
      {error && <SectionError error={error} />}
      <div class="chart-grid">
        {shown.map((group) => (
          <GroupChart key={group.title} {...{ group, answer, data }} />
        ))}
      </div>
      <div class="section-foot">
        {groups.length > FIRST && (
          <button type="button" class="link-button" onClick={() => setAll(!all)}>
            {all ? `Only the first ${FIRST}` : `All ${count(groups.length, "chart")}`}
          </button>
        )}
        {answer.graphs.length > 0 && (
          <span class="quiet">
            The model's graph is in TensorBoard's Graphs tab, under <code class="mono">{answer.graphs.join(", ")}</code>
            .
          </span>
        )}
      </div>
    </Section>
  );
}

interface GroupChartProps {
  group: MetricGroup;
  answer: RunAnswer;
  data: ScalarsAnswer | null;
}

function GroupChart({ group, answer, data }: GroupChartProps) {
  const curves = useMemo(() => (data ? groupCurves(group, data) : []), [data, group.title, group.members.length]);
  const metrics = group.members.map((member) => answer.metrics[member.metric]);
  const decimals = decimalsFor(metrics.map((metric) => (isNan(metric?.last) ? metric?.min : metric?.last)));
  return (
    <LineChart
      title={group.title}
      curves={curves}
      better={metrics[0]?.better ?? null}
      axis={xAxis.value}
      scale="auto"
      weight={smoothing.value}
      format={(value) => fixed(value, decimals)}
      moments={restarts(answer)}
    />
  );
}

function NoCurves() {
  return (
    <Section name="curves" title="Curves">
      <p class="quiet">
        No metric yet. <code class="mono">tb_lifecycle.log_scalar("accuracy", value, step)</code> draws one here.
      </p>
    </Section>
  );
}
