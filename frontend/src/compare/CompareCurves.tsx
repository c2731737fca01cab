import "./many.css";
import { useMemo, useState } from "preact/hooks";
import { LineSample } from "../charts/HoverReadings";
import { letterStyle } from "../charts/lineStyle";
import { ManyChart } from "../charts/many/ManyChart";
import { chosenCharts, clipOutliers, ownX, smoothing, xAxis, xMetric, yScale } from "../charts/settings";
import type { CompareAnswer, Curve } from "../shared/api";
import { count, decimalsFor, fixed, grouped } from "../shared/format";
import { Section, SectionError } from "../shared/Section";
import { compared, letterOf, MOST_CURVES, slots, toggleLetter } from "../shared/state";
import { AskLetter } from "./AskLetter";
import { CurveTools, MetricMenu } from "./CurveTools";
import { byName, chartOf, meansNote, sorted, toBands, useBands, useListed, useManyCurves } from "./manyRuns";
import { RunList } from "./RunList";
import { LetterOrName } from "./Sentence";

interface CompareCurvesProps {
  answer: CompareAnswer;
  /** All that are selected; those with letters are the answer's. */
  runs: readonly string[];
}

/** As high as the list beside one row of charts. */
const TALL = 440;
/** From so many pixels on the list stands beside the charts. */
const WIDE = 1200;
const CHARTS_OF_FEW = 2;
const X_NAMES = { step: "step", relative: "time", wall: "UTC" };

/** The runs' curves over one another, a chart a metric, and the list of the runs beside them where they are many. */
export function CompareCurves({ answer, runs }: CompareCurvesProps) {
  const metrics = Object.keys(answer.metrics).filter((name) => name !== "duration");
  const many = runs.length > answer.runs.length;
  const byDefault = many ? answer.charts : answer.charts.slice(0, CHARTS_OF_FEW);
  const picked = (chosenCharts.value ?? byDefault).filter((name) => metrics.includes(name));
  const shown = picked.length > 0 || chosenCharts.value?.length === 0 ? picked : byDefault;
  const banded = runs.length > MOST_CURVES;
  const drawn = banded ? answer.runs : runs;
  const others = shown.flatMap((name) => againstOf(name, metrics) ?? []);
  const asked = [...new Set([...shown, ...others])];
  const running = answer.statuses.includes("running");
  const { data, error } = useManyCurves(drawn, asked, running ? JSON.stringify(answer.metrics.duration?.values) : "");
  const bands = useBands(banded ? runs : [], shown, xAxis.value);
  const first = shown[0] ?? null;
  const listed = useListed(many ? runs : [], first);
  const found = useMemo(() => byName(data ?? []), [data]);
  const [asking, setAsking] = useState<string | null>(null);
  const pick = (run: string) => setAsking(toggleLetter(run) ? null : run);
  if (metrics.length === 0) return null;
  const better = first === null ? null : (answer.metrics[first]?.better ?? null);
  return (
    <Section
      name="curves"
      title="Curves"
      aside={many ? <Counts all={runs.length} lettered={answer.runs.length} /> : <Legend runs={answer.runs} />}
      tools={<CurveTools metrics={metrics} epoch={answer.epochs} shown={shown} />}
    >
      {error && <SectionError error={error} />}
      {asking !== null && <AskLetter run={asking} onDone={() => setAsking(null)} />}
      <div class={many ? "many-layout" : undefined}>
        <div class="chart-grid">
          {shown.map((metric) => (
            <OneMetric
              key={metric}
              {...{ metric, metrics, answer, found }}
              runs={drawn}
              reading={data === null}
              {...(many && shown.length <= 2 && window.innerWidth >= WIDE && { height: TALL })}
              bands={bands.data?.find(({ tag }) => tag === metric)}
              onPick={pick}
            />
          ))}
        </div>
        {many && listed.data && (
          <RunList
            listed={sorted(listed.data, better)}
            metric={first}
            base={answer.baseline}
            better={better}
            onPick={pick}
          />
        )}
      </div>
    </Section>
  );
}

/** The metric that a chart is drawn against; null for steps or time. */
function againstOf(metric: string, metrics: readonly string[]): string | null {
  const own = ownX.value[metric] ?? xMetric.value;
  return own !== null && metrics.includes(own) && own !== metric ? own : null;
}

function Counts({ all, lettered }: { all: number; lettered: number }) {
  const rest = all - lettered;
  const how = all > MOST_CURVES ? "in bands" : "grey";
  return (
    <span>
      {lettered} lettered, {grouped(rest)} {how}
    </span>
  );
}

function Legend({ runs }: { runs: readonly string[] }) {
  return (
    <>
      {runs.map((run) => {
        const letter = letterOf(run);
        return (
          <span class="legend" key={run}>
            <LetterOrName run={run} /> {letter && <LineSample curve={letterStyle(letter)} />}
          </span>
        );
      })}
    </>
  );
}

interface OneMetricProps {
  metric: string;
  metrics: readonly string[];
  answer: CompareAnswer;
  runs: readonly string[];
  found: ReadonlyMap<string, Curve>;
  bands: Parameters<typeof toBands>[0];
  reading: boolean;
  height?: number;
  onPick: (run: string) => void;
}

function OneMetric({ metric, metrics, answer, runs, found, bands, reading, height, onPick }: OneMetricProps) {
  const against = againstOf(metric, metrics);
  const letters = JSON.stringify(compared.value);
  const order = JSON.stringify(slots.value.slice(0, 6));
  const chart = useMemo(() => chartOf(metric, against, runs, found), [metric, against, runs, found, letters, order]);
  const quantiles = useMemo(() => (against === null ? toBands(bands) : null), [bands, against]);
  const said = answer.metrics[metric];
  const decimals = decimalsFor(said?.values ?? []);
  const own = ownX.value[metric];
  const notes = [
    quantiles && bands ? `median, quartiles and 10–90 % of ${count(bands.runs, "run")}` : "",
    bands && against !== null ? "only those with letters: bands are over steps or time" : "",
    meansNote(runs.flatMap((run) => found.get(`${metric}\n${run}`) ?? [])),
    chart.between > 0 ? `${count(chart.between, "point")} between two of ${against}` : "",
    chart.without > 0 ? `${count(chart.without, "run")} without ${against}` : "",
  ];
  return (
    <ManyChart
      name={metric}
      title={
        <>
          <span class="strong">{metric}</span>
          {said?.unit ? <span class="quiet"> {said.unit}</span> : null}
          {against !== null && <span> against {own === undefined && against}</span>}
        </>
      }
      tool={
        metrics.length > 1 && <OwnX metric={metric} metrics={metrics.filter((name) => name !== metric)} own={own} />
      }
      curves={chart.curves}
      bands={quantiles}
      better={said?.better ?? null}
      xBetter={against === null ? null : (answer.metrics[against]?.better ?? null)}
      axis={xAxis.value}
      against={against}
      scale={yScale.value}
      weight={against === null ? smoothing.value : 0}
      clip={clipOutliers.value}
      reading={reading}
      {...(height !== undefined && { height })}
      xName={against ?? X_NAMES[xAxis.value]}
      format={(value) => fixed(value, decimals)}
      notes={notes.filter(Boolean)}
      onPick={onPick}
    />
  );
}

/** One chart may have an x axis of its own. */
function OwnX({ metric, metrics, own }: { metric: string; metrics: readonly string[]; own: string | undefined }) {
  return (
    <span class={own === undefined ? "own-x" : "own-x chosen"}>
      <MetricMenu
        label={own ?? "against"}
        pressed={own !== undefined}
        metrics={metrics}
        {...(own !== undefined && { none: "same x as the others" })}
        onChoose={(chosen) => {
          const { [metric]: _, ...rest } = ownX.value;
          ownX.value = chosen === null ? rest : { ...rest, [metric]: chosen };
        }}
      />
    </span>
  );
}
