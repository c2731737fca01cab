import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { LineageSection } from "../lineage/LineageSection";
import { ApiError, type CompareAnswer, getCompare, getRun, type RunAnswer } from "../shared/api";
import { Gone } from "../shared/Gone";
import { Guard } from "../shared/Guard";
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
import { useCurves } from "./useCurves";
import { useRunKeys } from "./useRunKeys";

/** One run whole: where it came from, how it did, and what is missing from its record. */
export function RunView({ run }: { run: string }) {
  const [exact, setExact] = useState(false);
  const how = exact ? " exact" : "";
  const { data: answer, error } = useQuery(`run ${run}${how}`, (signal) => getRun(run, exact, signal), { keep: true });
  const against = baseline.value !== null && baseline.value !== run ? baseline.value : null;
  const { data: comparison } = useQuery(against === null ? null : `compare ${against} ${run}${how}`, (signal) =>
    getCompare([against ?? run, run], undefined, exact, signal),
  );
  useRunKeys(run);
  return (
    <main class="run-view" data-testid="provenance" aria-busy={!answer && !error} tabIndex={-1}>
      {answer ? (
        <Whole {...{ answer, comparison }} readFiles={() => setExact(true)} />
      ) : (
        <NotYet run={run} error={error} />
      )}
    </main>
  );
}

interface WholeProps {
  answer: RunAnswer;
  comparison: CompareAnswer | null;
  readFiles: () => void;
}

function Whole({ answer, comparison, readFiles }: WholeProps) {
  const guarded = (name: string, part: ComponentChildren) => (
    <Guard name={name} of={answer}>
      {part}
    </Guard>
  );
  const curves = useCurves(answer);
  return (
    <>
      {guarded("The title", <RunTitle answer={answer} />)}
      {answer.notices.map((notice) => (
        <p class="run-notice" key={notice}>
          {notice}
        </p>
      ))}
      {guarded(
        "The figures",
        <Tiles {...{ answer, comparison, readFiles }} scalars={curves.scalars.data?.scalars ?? []} />,
      )}
      {guarded("The stages", <StageColumns answer={answer} />)}
      <div class="run-columns">
        <div class="run-main">
          {guarded("The failure", <FailureSection answer={answer} />)}
          {guarded("The curves", <CurvesSection {...{ answer, curves }} />)}
          {guarded("The code", <CodeSection answer={answer} />)}
          <div class="run-pair">
            {guarded("The data set", <DatasetSection answer={answer} />)}
            {guarded("The export", <ExportSection answer={answer} />)}
          </div>
          <div class="run-pair">
            {guarded("The lineage", <LineageSection answer={answer} />)}
            {guarded("The incarnations", <IncarnationsSection answer={answer} />)}
          </div>
          {guarded("The output", <OutputSection answer={answer} />)}
        </div>
        {guarded("The list of flags and attributes", <Rail answer={answer} />)}
      </div>
    </>
  );
}

/** Before the answer: that it is on its way, that the run is gone, or what went wrong. */
function NotYet({ run, error }: { run: string; error: Error | null }) {
  const gone = error instanceof ApiError && error.status === 404;
  return (
    <>
      <header class="run-title">
        <h1>{run}</h1>
      </header>
      {gone && <Gone runs={[run]} />}
      {error && !gone && <SectionError error={error} />}
      {!error && <p class="quiet">Reading the run…</p>}
    </>
  );
}
