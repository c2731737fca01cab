import { LineageSection } from "../lineage/LineageSection";
import { type CompareAnswer, getCompare, getRun, type RunAnswer } from "../shared/api";
import { useQuery } from "../shared/query";
import { SectionError } from "../shared/Section";
import { baseline } from "../shared/state";
import "../shared/code.css";
import "../shared/sections.css";
import "./run.css";
import "./summary.css";
import "./columns.css";
import "./output.css";
import "./narrow.css";
import { CodeSection } from "./CodeSection";
import { CurvesSection } from "./CurvesSection";
import { DatasetSection } from "./DatasetSection";
import { ExportSection } from "./ExportSection";
import { FailureSection } from "./FailureSection";
import { IncarnationsSection } from "./IncarnationsSection";
import { OutputSection } from "./OutputSection";
import { Rail } from "./Rail";
import { RunTitle } from "./RunTitle";
import { StageColumns } from "./StageColumns";
import { Tiles } from "./Tiles";
import { useRunKeys } from "./useRunKeys";

/** One run whole: where it came from, how it did, and what is missing from its record. */
export function RunView({ run }: { run: string }) {
  const { data: answer, error } = useQuery(`run ${run}`, (signal) => getRun(run, signal));
  const against = baseline.value !== null && baseline.value !== run ? baseline.value : null;
  const { data: comparison } = useQuery(against === null ? null : `compare ${against} ${run}`, (signal) =>
    getCompare([against ?? run, run], undefined, signal),
  );
  useRunKeys(run);
  return (
    <main class="run-view" data-testid="provenance" aria-busy={!answer && !error} tabIndex={-1}>
      {answer ? <Whole answer={answer} comparison={comparison} /> : <NotYet run={run} error={error} />}
    </main>
  );
}

function Whole({ answer, comparison }: { answer: RunAnswer; comparison: CompareAnswer | null }) {
  return (
    <>
      <RunTitle answer={answer} />
      {answer.notices.map((notice) => (
        <p class="run-notice" key={notice}>
          {notice}
        </p>
      ))}
      <Tiles answer={answer} comparison={comparison} />
      <StageColumns answer={answer} />
      <div class="run-columns">
        <div class="run-main">
          <FailureSection answer={answer} />
          <CurvesSection answer={answer} />
          <CodeSection answer={answer} />
          <div class="run-pair">
            <DatasetSection answer={answer} />
            <ExportSection answer={answer} />
          </div>
          <div class="run-pair">
            <LineageSection answer={answer} />
            <IncarnationsSection answer={answer} />
          </div>
          <OutputSection answer={answer} />
        </div>
        <Rail answer={answer} />
      </div>
    </>
  );
}

function NotYet({ run, error }: { run: string; error: Error | null }) {
  return (
    <>
      <header class="run-title">
        <h1>{run}</h1>
      </header>
      {error ? <SectionError error={error} /> : <p class="quiet">Reading the run…</p>}
    </>
  );
}
