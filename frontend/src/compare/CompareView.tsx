import "../shared/code.css";
import "../shared/sections.css";
import "./compare.css";
import "./verdict.css";
import "./metrics.css";
import { getCompare } from "../shared/api";
import { useQuery } from "../shared/query";
import { SectionError } from "../shared/Section";
import { baseline, compared, selected } from "../shared/state";
import { CodeDiff } from "./CodeDiff";
import { CompareCurves } from "./CompareCurves";
import { Differences } from "./Differences";
import { MetricsTable } from "./MetricsTable";
import { RunChips } from "./RunChips";
import { TooFew } from "./TooFew";
import { Verdict } from "./Verdict";
import { Warnings } from "./Warnings";
import { WhyList } from "./WhyList";

/** The selected runs side by side: by how much they differ, in what, and why. */
export function CompareView() {
  const runs = compared.value;
  const base = baseline.value !== null && runs.includes(baseline.value) ? baseline.value : runs[0];
  const key = runs.length < 2 ? null : `compare ${JSON.stringify([runs, base])}`;
  const { data, error } = useQuery(key, (signal) => getCompare(runs, base, signal), { keep: true });
  const answer = data && runs.length >= 2 && data.runs.every((run) => runs.includes(run)) ? data : null;
  return (
    <main class="compare-view" data-testid="compare-panel" tabIndex={-1}>
      <RunChips runs={runs} base={base ?? null} more={selected.value.length - runs.length} />
      {runs.length < 2 && <TooFew have={runs.length} />}
      {error && <SectionError error={error} />}
      {runs.length >= 2 && !answer && !error && <p class="quiet compare-waiting">Comparing {runs.length} runs…</p>}
      {answer && (
        <>
          <Warnings answer={answer} />
          <div class="compare-pair">
            <Verdict answer={answer} />
            <WhyList answer={answer} />
          </div>
          <MetricsTable answer={answer} />
          <CompareCurves answer={answer} />
          <Differences answer={answer} />
          <CodeDiff answer={answer} />
        </>
      )}
    </main>
  );
}
