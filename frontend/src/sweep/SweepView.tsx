import type { ComponentChildren } from "preact";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { FilterBar } from "../runs/FilterBar";
import { FilterErrorLine } from "../runs/FilterErrorLine";
import { draft, refuseFilter, writtenFrom } from "../runs/filter";
import { ApiError, getRuns } from "../shared/api";
import { Guard } from "../shared/Guard";
import { beatNow } from "../shared/live";
import { useQuery } from "../shared/query";
import { SectionError } from "../shared/Section";
import { where } from "../shared/state";
import { AllRuns } from "./AllRuns";
import { BestSettings } from "./BestSettings";
import { HeatMapSection } from "./HeatMapSection";
import { ImportanceSection } from "./ImportanceSection";
import { MarginalsSection } from "./MarginalsSection";
import { SweepSentence } from "./SweepSentence";
import { getSweep, type SweepAnswer } from "./sweepApi";
import { against, analysed, better, brushStart, linkSweepToUrl, metric, value } from "./sweepState";
import { TopLine } from "./TopLine";
import { useSweepKeys } from "./useSweepKeys";
import "../runs/runs.css";
import "./sweep.css";
import "./charts.css";

linkSweepToUrl();

/** Milliseconds after which an answer that was not ready is asked for again. */
const SOON = 700;

/** The last answer that was ready stays in view while what changed is worked out. */
function useSweep() {
  const query = {
    where: analysed.value,
    metric: metric.value,
    value: value.value,
    better: better.value,
    baseline: against.value,
  };
  const asked = useQuery(`sweep ${JSON.stringify(query)}`, (signal) => getSweep(query, signal), { keep: true });
  const ready = useRef<{ of: string; answer: SweepAnswer } | null>(null);
  const question = JSON.stringify([query.metric, query.value, query.better]);
  if (asked.data?.ready) ready.current = { of: question, answer: asked.data };
  const waiting = asked.data !== null && !asked.data.ready;
  useEffect(() => {
    if (!waiting) return;
    const timer = setTimeout(beatNow, SOON);
    return () => clearTimeout(timer);
  }, [waiting, asked.data]);
  const held = ready.current?.of === question ? ready.current.answer : null;
  return { answer: asked.data?.ready ? asked.data : (held ?? asked.data), waiting, error: asked.error };
}

/** Tints the brushes' clauses in the filter's field while they are what is applied. */
function useWrittenClauses(): void {
  const from = draft.value === where.value ? brushStart.value : null;
  useEffect(() => {
    writtenFrom.value = from;
    return () => {
      writtenFrom.value = null;
    };
  }, [from]);
}

/** The runs as a sweep. */
export default function SweepView() {
  const { answer, waiting, error } = useSweep();
  const schema = useQuery("sweep schema", (signal) => getRuns({ limit: 200 }, signal), { every: 8 }).data;
  const main = useRef<HTMLElement>(null);
  useSweepKeys(main);
  useWrittenClauses();
  const guarded = (name: string, part: ComponentChildren) => (
    <Guard name={name} of={answer}>
      {part}
    </Guard>
  );
  const some = answer !== null && (answer.ranking?.length ?? 0) > 0;
  useEffect(() => {
    if (error instanceof ApiError && error.parameter === "where") refuseFilter(error);
  }, [error]);
  const metrics = useMemo(() => answer?.metrics ?? [], [answer]);
  return (
    <main class="sweep-view" ref={main} tabIndex={-1}>
      <h1 class="sr-only">Sweep</h1>
      <div class="filter-bar">
        <FilterBar schema={schema} />
      </div>
      <FilterErrorLine />
      {guarded("The top line", <TopLine answer={answer} metrics={metrics} waiting={waiting} />)}
      {error && <SectionError error={error} />}
      {!answer && !error && <p class="quiet sweep-waiting">Reading the runs…</p>}
      {answer && answer.runs === 0 && (
        <p class="quiet sweep-waiting">No run {where.value ? "matches the filter" : "is there yet"}.</p>
      )}
      {answer?.ready && answer.runs > 0 && answer.metrics.length === 0 && (
        <p class="quiet sweep-waiting">No run has a metric: there is nothing to judge settings by.</p>
      )}
      {guarded("The sentence", <SweepSentence answer={answer} />)}
      {some && (
        <div class="sweep-pair">
          {guarded("What matters", <ImportanceSection answer={answer} />)}
          {guarded("The best settings", <BestSettings answer={answer} />)}
        </div>
      )}
      {some && guarded("The marginals", <MarginalsSection answer={answer} />)}
      {some && (
        <div class="sweep-charts">
          {guarded("The chart of all runs", <AllRuns answer={answer} />)}
          {some && guarded("The heat map", <HeatMapSection answer={answer} />)}
        </div>
      )}
    </main>
  );
}
