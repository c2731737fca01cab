import "../shared/code.css";
import "../shared/sections.css";
import "./compare.css";
import "./verdict.css";
import "./metrics.css";
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { type CompareAnswer, type Group, getCompare, getRuns } from "../shared/api";
import { Gone } from "../shared/Gone";
import { Guard } from "../shared/Guard";
import { isGroupName } from "../shared/groupNames";
import { useQuery } from "../shared/query";
import { SectionError } from "../shared/Section";
import { baseline, budget, compared, select, selected } from "../shared/state";
import { CodeDiff } from "./CodeDiff";
import { CompareCurves } from "./CompareCurves";
import { Differences } from "./Differences";
import { Members } from "./Members";
import { MetricsTable } from "./MetricsTable";
import { RunChips } from "./RunChips";
import { sidesOf } from "./sides";
import { TooFew } from "./TooFew";
import { Verdict } from "./Verdict";
import { Warnings } from "./Warnings";
import { WhyList } from "./WhyList";

/** Which of the runs the log directory has; null before the answer. An address may be older than the runs. */
function useThere(runs: readonly string[]): readonly string[] | null {
  // Which runs a group has, the comparison itself tells.
  const single = runs.filter((run) => !isGroupName(run));
  const names = single.map((run) => JSON.stringify(run)).join(", ");
  const { data } = useQuery(
    single.length === 0 ? null : `there ${names}`,
    (signal) => getRuns({ where: `name in (${names})`, columns: ["name"] }, signal),
    { keep: true },
  );
  if (single.length === 0) return runs;
  return data && runs.filter((run) => isGroupName(run) || data.runs.includes(run));
}

/** The selected runs side by side: by how much they differ, in what, and why. */
export function CompareView() {
  const asked = compared.value;
  const there = useThere(asked);
  const runs = there ?? [];
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
      <RunChips
        runs={there ?? asked}
        base={base ?? null}
        more={selected.value.length - asked.length}
        groups={groupsOf(answer)}
      />
      {gone.length > 0 && <Gone runs={gone} forget={forget} />}
      {asked.length > 0 && !there && <p class="quiet compare-waiting">Looking for the runs…</p>}
      {(there || asked.length === 0) && runs.length < 2 && <TooFew have={runs.length} />}
      {error && <SectionError error={error} />}
      {runs.length >= 2 && !answer && !error && <p class="quiet compare-waiting">Comparing {runs.length} runs…</p>}
      {answer && <Comparison answer={answer} readFiles={() => setExact(true)} />}
    </main>
  );
}

function groupsOf(answer: CompareAnswer | null): ReadonlyMap<string, Group> {
  return new Map(answer ? sidesOf(answer).flatMap(({ run, group }) => (group ? [[run, group] as const] : [])) : []);
}

function Comparison({ answer, readFiles }: { answer: CompareAnswer; readFiles: () => void }) {
  const guarded = (name: string, part: ComponentChildren) => (
    <Guard name={name} of={answer}>
      {part}
    </Guard>
  );
  return (
    <>
      {guarded("The members", <Members answer={answer} />)}
      {guarded("The warnings", <Warnings answer={answer} />)}
      <div class="compare-pair">
        {guarded("The verdict", <Verdict answer={answer} />)}
        {guarded("The reasons", <WhyList answer={answer} />)}
      </div>
      {guarded("The metrics", <MetricsTable {...{ answer, readFiles }} />)}
      {guarded("The curves", <CompareCurves answer={answer} />)}
      {guarded("What differs", <Differences answer={answer} />)}
      {guarded("The code", <CodeDiff answer={answer} />)}
    </>
  );
}
