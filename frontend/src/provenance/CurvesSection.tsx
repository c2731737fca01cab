import { useMemo } from "preact/hooks";
import { ChartTools } from "../charts/ChartTools";
import { LineSample } from "../charts/HoverReadings";
import { LineChart } from "../charts/LineChart";
import { splitStyle } from "../charts/lineStyle";
import { clipOutliers, smoothing, xAxis } from "../charts/settings";
import type { RunAnswer, ScalarsAnswer } from "../shared/api";
import { count, decimalsFor, fixed, isNan } from "../shared/format";
import { Section, SectionError } from "../shared/Section";
import type { MetricGroup } from "./curveGroups";
import { groupCurves, restarts } from "./runCurves";
import type { Curves } from "./useCurves";

/** The run's curves, train and validation overlaid. */
export function CurvesSection({ answer, curves }: { answer: RunAnswer; curves: Curves }) {
  const { groups, shown, toggle, scalars } = curves;
  const { data, error } = scalars;
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
        {toggle && (
          <button type="button" class="link-button" onClick={toggle}>
            {shown.length === groups.length ? "Only the first charts" : `All ${count(groups.length, "chart")}`}
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
      clip={clipOutliers.value}
      reading={data === null}
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
