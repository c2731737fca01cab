import { useMemo, useRef } from "preact/hooks";
import type { Column, RunsAnswer } from "../shared/api";
import { count, grouped } from "../shared/format";
import { useQuery } from "../shared/query";
import { Section, SectionError } from "../shared/Section";
import { ParallelChart } from "./ParallelChart";
import { ScatterChart } from "./ScatterChart";
import { getColumns, type SweepAnswer } from "./sweepApi";
import { axes, base, brushes, chart, colour, counted, scatterAxes, writeBrushes } from "./sweepState";

const MOST_FLAGS = 5;

const plainName = (name: string): boolean => /^[A-Za-z_]\w*(\.[A-Za-z_]\w*)*$/.test(name);
/** The expression of a metric, as the server writes it. */
const metricId = (name: string): string => (plainName(name) ? `metric.${name}` : `metric[${JSON.stringify(name)}]`);

/** The flags that matter most, another metric, and the one that it is about. */
function chosenAxes(answer: SweepAnswer): string[] {
  const flags = (answer.order ?? []).slice(0, MOST_FLAGS);
  const others = answer.metrics.filter((name) => name !== answer.metric).slice(0, 1);
  return [...flags, ...others.map(metricId), ...(answer.metric ? [metricId(answer.metric)] : [])];
}

interface Data {
  answer: RunsAnswer;
  columns: ReadonlyMap<string, Column>;
}

function useColumns(ids: readonly string[]): { data: Data | null; error: Error | null } {
  const key = ids.length ? `columns ${base.value} ${ids.join(", ")}` : null;
  const { data, error } = useQuery(key, (signal) => getColumns(base.value, ids, signal), { keep: true, every: 2 });
  const found = useMemo(
    () => data && { answer: data, columns: new Map(data.columns.map((column) => [column.id, column])) },
    [data],
  );
  return { data: found, error };
}

/** Every run, as a line across its flags and metrics or as a point of two of them. */
export function AllRuns({ answer }: { answer: SweepAnswer }) {
  const first = useRef<{ of: string | null; ids: string[] } | null>(null);
  // What is drawn stays where it is when the flags' order becomes better known.
  if (first.current?.of !== answer.metric) first.current = { of: answer.metric, ids: chosenAxes(answer) };
  const ids = axes.value ?? first.current.ids;
  const tint = colour.value ?? (answer.metric ? metricId(answer.metric) : null);
  const metrics = answer.metrics.map(metricId);
  const front = frontOf(answer);
  const [x, y] = scatterAxes.value ?? defaultPair(answer);
  const wanted = chart.value === "parallel" ? [...ids] : [x, y, ...(front ? [front] : [])];
  if (tint) wanted.push(tint);
  const { data, error } = useColumns([...new Set(["name", ...wanted, ...brushes.value.keys()])]);
  const held = brushes.value;
  const parallel = chart.value === "parallel";
  const options = useMemo(() => [...new Set([...(answer.order ?? []), ...metrics, ...ids])], [answer, ids]);
  return (
    <Section
      name="all-runs"
      title="All runs"
      aside={<Aside data={data} brushed={held.size > 0} />}
      tools={
        <>
          <label class="with-icon">
            <span class="quiet">colour</span>
            <select
              class="select small"
              value={tint ?? ""}
              onChange={(event) => {
                colour.value = event.currentTarget.value;
              }}
            >
              {options.map((id) => (
                <option key={id}>{id}</option>
              ))}
            </select>
          </label>
          <fieldset class="segmented" aria-label="Chart">
            {(["parallel", "scatter"] as const).map((one) => (
              <button
                key={one}
                type="button"
                class="button small"
                aria-pressed={chart.value === one}
                onClick={() => {
                  chart.value = one;
                }}
              >
                {one === "parallel" ? "Parallel" : "Scatter"}
              </button>
            ))}
          </fieldset>
          <button type="button" class="button small" disabled={!held.size} onClick={() => writeBrushes(new Map())}>
            Clear brush
          </button>
        </>
      }
    >
      {error && <SectionError error={error} />}
      {data && parallel && (
        <ParallelChart
          runs={data.answer.runs}
          columns={data.columns}
          ids={ids}
          tint={tint}
          options={options}
          answer={answer}
        />
      )}
      {data && !parallel && (
        <ScatterChart
          runs={data.answer.runs}
          columns={data.columns}
          pair={[x, y]}
          tint={tint}
          front={front}
          options={options}
          answer={answer}
        />
      )}
      {!data && !error && <div class="chart-still tall" role="status" aria-label="Reading the runs" />}
    </Section>
  );
}

/** The two metrics of the front: the one that it is about, and the next that is judged by. */
function frontOf(answer: SweepAnswer): string | null {
  const [x, y] = scatterAxes.value ?? defaultPair(answer);
  if (x === y || !x.startsWith("metric") || !y.startsWith("metric")) return null;
  return `pareto(${x}, ${y})`;
}

function defaultPair(answer: SweepAnswer): [string, string] {
  const own = answer.metric ? metricId(answer.metric) : "duration";
  const other = answer.metrics.find((name) => name !== answer.metric);
  return [other ? metricId(other) : (answer.order?.[0] ?? "duration"), own];
}

function Aside({ data, brushed }: { data: Data | null; brushed: boolean }) {
  if (!data) return null;
  if (!brushed) return <>{count(data.answer.total, "run")}; draw along an axis to filter</>;
  return <BrushCount total={data.answer.total} />;
}

function BrushCount({ total }: { total: number }) {
  return (
    <span>
      <span class="accent-ink strong" data-testid="brush-count">
        {grouped(counted.value)} of {grouped(total)} in the brush
      </span>
      ; it wrote the filter’s last clause
    </span>
  );
}
