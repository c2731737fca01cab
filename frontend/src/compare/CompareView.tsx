import "../shared/code.css";
import "../shared/sections.css";
import "./compare.css";
import "./verdict.css";
import "./metrics.css";
import type { ComponentChildren } from "preact";
import { useMemo, useState } from "preact/hooks";
import { type CompareAnswer, type Group, getCompare, getRuns } from "../shared/api";
import { batches, inTurn } from "../shared/batches";
import { Gone } from "../shared/Gone";
import { Guard } from "../shared/Guard";
import { isGroupName } from "../shared/groupNames";
import { Later } from "../shared/Later";
import { useQuery } from "../shared/query";
import { SectionError } from "../shared/Section";
import { baseline, budget, compared, select, selected } from "../shared/state";
import { CodeDiff } from "./CodeDiff";
import { CompareCurves } from "./CompareCurves";
import { Differences } from "./Differences";
import { Members } from "./Members";
import { MetricsTable } from "./MetricsTable";
import { namedBy } from "./manyRuns";
import { RunChips } from "./RunChips";
import { sidesOf } from "./sides";
import { TooFew } from "./TooFew";
import { Verdict } from "./Verdict";
import { Warnings } from "./Warnings";
import { WhyList } from "./WhyList";

/** Which of the runs the log directory has; null before the answer. An address may be older than the runs. */
function useThere(runs: readonly string[]): readonly string[] | null {
  // Which runs a group has, the comparison itself tells.
  const { data } = useQuery(
    runs.length === 0 ? null : `there ${JSON.stringify(runs)}`,
    async (signal) => {
      const ask = (batch: string[]) => getRuns({ where: namedBy(batch), columns: ["name"] }, signal);
      const single = runs.filter((run) => !isGroupName(run));
      return new Set((await inTurn(batches(single, 100), ask)).flatMap((answer) => answer.runs));
    },
    { keep: true },
  );
  return useMemo(() => data && runs.filter((run) => data.has(run) || isGroupName(run)), [data, runs]);
}

/** The selected runs side by side: by how much they differ, in what, and why. */
export function CompareView() {
  const asked = selected.value;
  const there = useThere(asked);
  const lettered = compared.value;
  const runs = useMemo(() => lettered.filter((run) => there?.includes(run)), [lettered, there]);
  const gone = there ? asked.filter((run) => !there.includes(run)) : [];
  const base = baseline.value !== null && runs.includes(baseline.value) ? baseline.value : runs[0];
  const [exact, setExact] = useState(false);
  const equal = budget.value;
  const key = runs.length < 2 ? null : `compare ${JSON.stringify([runs, base, exact, equal])}`;
  const { data, error } = useQuery(key, (signal) => getCompare(runs, base, exact, signal, equal), { keep: true });
  const answer = data && runs.length >= 2 && data.runs.every((run) => runs.includes(run)) ? data : null;
  const forget = () => {
    for (const run of gone) select(run, false);
  };
  return (
    <main class="compare-view" data-testid="compare-panel" tabIndex={-1}>
      <h1 class="sr-only">Compare</h1>
      <RunChips
        runs={there ? runs : lettered}
        all={there ?? asked}
        base={base ?? null}
        groups={groupsOf(answer)}
        exported={{ view: "compare", run: runs, baseline: base, budget: equal, exact: exact ? "1" : null }}
      />
      {gone.length > 0 && <Gone runs={gone} forget={forget} />}
      {asked.length > 0 && !there && <p class="quiet compare-waiting">Looking for the runs…</p>}
      {(there || asked.length === 0) && runs.length < 2 && <TooFew have={runs.length} />}
      {error && <SectionError error={error} />}
      {runs.length >= 2 && !answer && !error && <p class="quiet compare-waiting">Comparing {runs.length} runs…</p>}
      {answer && <Comparison answer={answer} all={there ?? runs} readFiles={() => setExact(true)} />}
    </main>
  );
}

function groupsOf(answer: CompareAnswer | null): ReadonlyMap<string, Group> {
  return new Map(answer ? sidesOf(answer).flatMap(({ run, group }) => (group ? [[run, group] as const] : [])) : []);
}

const loadMedia = () => import("../media/MediaSection").then(({ MediaSection }) => MediaSection);

interface ComparisonProps {
  answer: CompareAnswer;
  /** All that are selected, those without letters too. */
  all: readonly string[];
  readFiles: () => void;
}

function Comparison({ answer, all, readFiles }: ComparisonProps) {
  const guarded = (name: string, part: ComponentChildren) => (
    <Guard name={name} of={answer}>
      {part}
    </Guard>
  );
  const many = all.length > answer.runs.length;
  const curves = guarded("The curves", <CompareCurves answer={answer} runs={all} />);
  const media = guarded("The media", <Later load={loadMedia} of={{ answer, runs: all }} />);
  const metrics = guarded("The metrics", <MetricsTable {...{ answer, readFiles }} />);
  const differences = guarded("What differs", <Differences answer={answer} />);
  // The tables of two runs are narrow: side by side neither has an empty half beside it.
  const few = answer.runs.length === 2;
  return (
    <>
      {guarded("The members", <Members answer={answer} />)}
      {guarded("The warnings", <Warnings answer={answer} />)}
      {many && curves}
      {many && media}
      <div class="compare-pair">
        {guarded("The verdict", <Verdict answer={answer} selected={all.length} />)}
        {guarded("The reasons", <WhyList answer={answer} />)}
      </div>
      {few ? <div class="compare-pair">{[metrics, differences]}</div> : metrics}
      {!many && curves}
      {!many && media}
      {!few && differences}
      {guarded("The code", <CodeDiff answer={answer} />)}
    </>
  );
}
