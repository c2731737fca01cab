import { useMemo, useState } from "preact/hooks";
import { ChartPicker } from "../charts/ChartPicker";
import { ChartTools } from "../charts/ChartTools";
import type { Curve } from "../charts/curves";
import { LineSample } from "../charts/HoverReadings";
import { LineChart } from "../charts/LineChart";
import { letterStyle } from "../charts/lineStyle";
import { clipOutliers, smoothing, xAxis, yScale } from "../charts/settings";
import { type CompareAnswer, getScalars, type ScalarsAnswer } from "../shared/api";
import { decimalsFor, fixed, toNumber } from "../shared/format";
import { useQuery } from "../shared/query";
import { Section, SectionError } from "../shared/Section";
import { letterOf } from "../shared/state";
import { firstMetrics } from "./firstMetrics";
import { LetterOrName } from "./Sentence";

/** The runs' curves over one another, a chart a metric. */
export function CompareCurves({ answer }: { answer: CompareAnswer }) {
  const metrics = Object.keys(answer.metrics).filter((name) => name !== "duration");
  const [chosen, setChosen] = useState<readonly string[] | null>(null);
  const picked = (chosen ?? firstMetrics(answer, metrics)).filter((name) => metrics.includes(name));
  const running = answer.statuses.includes("running");
  const key = `scalars ${JSON.stringify([answer.runs, picked])} ${running ? JSON.stringify(answer.metrics.duration?.values) : ""}`;
  const { data, error } = useQuery(
    picked.length === 0 ? null : key,
    (signal) => getScalars(answer.runs, picked, undefined, signal),
    { live: false, keep: true },
  );
  if (metrics.length === 0) return null;
  return (
    <Section
      name="curves"
      title="Curves"
      aside={answer.runs.map((run) => {
        const letter = letterOf(run);
        return (
          <span class="legend" key={run}>
            <LetterOrName run={run} /> {letter && <LineSample curve={letterStyle(letter)} />}
          </span>
        );
      })}
      tools={
        <ChartTools withScale>
          <ChartPicker names={metrics} shown={picked} noun="metric" onChange={setChosen} />
        </ChartTools>
      }
    >
      {error && <SectionError error={error} />}
      <div class="chart-grid">
        {picked.map((metric) => (
          <OneMetric key={metric} {...{ metric, answer, data }} />
        ))}
      </div>
    </Section>
  );
}

interface OneMetricProps {
  metric: string;
  answer: CompareAnswer;
  data: ScalarsAnswer | null;
}

function OneMetric({ metric, answer, data }: OneMetricProps) {
  const letters = answer.runs.map((run) => letterOf(run)).join();
  const curves = useMemo(() => (data ? runCurves(answer.runs, metric, data) : []), [data, metric, letters]);
  const found = answer.metrics[metric];
  const decimals = decimalsFor(found?.values ?? []);
  return (
    <LineChart
      title={metric}
      curves={curves}
      better={found?.better ?? null}
      axis={xAxis.value}
      scale={yScale.value}
      weight={smoothing.value}
      clip={clipOutliers.value}
      reading={data === null}
      format={(value) => fixed(value, decimals)}
    />
  );
}

function runCurves(runs: readonly string[], metric: string, data: ScalarsAnswer): Curve[] {
  return runs.flatMap((run) => {
    const found = data.scalars.find((curve) => curve.run === run && curve.tag === metric);
    const letter = letterOf(run);
    if (!found || found.steps.length === 0 || !letter) return [];
    const values = found.values.map((value) => toNumber(value) ?? Number.NaN);
    const { steps, wall_times: wallTimes, count } = found;
    return [{ key: run, label: run, letter, ...letterStyle(letter), steps, wallTimes, values, count }];
  });
}
