import type { RunAnswer, StageName } from "../shared/api";
import { CodeBlock } from "../shared/CodeBlock";
import { StageBar } from "../shared/StageStrip";
import { GapIcon } from "./GapIcon";

const STAGES: readonly (readonly [StageName, string])[] = [
  ["code", "Code"],
  ["prepare", "Prepare"],
  ["train", "Train"],
  ["compare", "Compare"],
  ["serve", "Serve"],
];

/** The five stages side by side: what is recorded of each, what is missing, and the call that fills the gap. */
export function StageColumns({ answer }: { answer: RunAnswer }) {
  return (
    <div class="stages">
      {STAGES.map(([name, title]) => {
        const stage = answer.stages[name];
        const gaps = stage.gaps.length;
        const note =
          stage.state === "partial" && gaps > 0 ? `partial, ${gaps} ${gaps === 1 ? "gap" : "gaps"}` : stage.state;
        return (
          <section class="stage" id={`stage-${name}`} key={name} aria-label={`${title}: ${note}`} tabIndex={-1}>
            <StageBar state={stage.state} />
            <div class="stage-head">
              <h2>{title}</h2>
              <span class={stage.state === "recorded" ? "quiet" : "warn"}>{note}</span>
            </div>
            <dl class="stage-facts">
              {stage.facts.map(([fact, value], index) => (
                <div key={`${index}`}>
                  <dt>{fact}</dt>
                  <dd class={classOf(fact)} title={value}>
                    <bdi>{value}</bdi>
                  </dd>
                </div>
              ))}
            </dl>
            {stage.gaps.map((gap) => (
              <div class="gap" key={gap.text}>
                <GapIcon />
                <span>{gap.text}</span>
                {gap.call && <CodeBlock code={gap.call} />}
              </div>
            ))}
          </section>
        );
      })}
    </div>
  );
}

/** A path that is too long loses its beginning: its end is the file's name. */
function classOf(fact: string): string {
  if (fact === "Entry") return "mono path-end";
  return fact === "Commit" ? "mono" : "";
}
