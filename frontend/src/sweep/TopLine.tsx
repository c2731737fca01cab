import { CopyLink } from "../shared/CopyLink";
import { grouped } from "../shared/format";
import { RunLetter } from "../shared/RunLetter";
import { setBaseline } from "../shared/state";
import type { SweepAnswer } from "./sweepApi";
import { against, analyse, better, brushes, metric, value } from "./sweepState";

function Choice<T extends string>(props: {
  label: string;
  of: readonly (readonly [T, string])[];
  chosen: T;
  choose: (one: T) => void;
}) {
  return (
    <fieldset class="segmented" aria-label={props.label}>
      {props.of.map(([one, text]) => (
        <button
          key={one}
          type="button"
          class="button"
          aria-pressed={props.chosen === one}
          onClick={() => props.choose(one)}
        >
          {text}
        </button>
      ))}
    </fieldset>
  );
}

/** What the analysis is by and of: the metric, its value, and how many runs have one. */
export function TopLine(props: { answer: SweepAnswer | null; metrics: readonly string[]; waiting: boolean }) {
  const { answer, metrics, waiting } = props;
  const base = answer?.ranking?.find((one) => one.key === answer.baseline);
  const direction = answer?.better ?? "up";
  return (
    <div class="sweep-top">
      <select
        class="select sweep-metric strong"
        aria-label="Metric"
        value={answer?.metric ?? ""}
        onChange={(event) => {
          metric.value = event.currentTarget.value;
          better.value = null;
        }}
      >
        {answer?.metric && !metrics.includes(answer.metric) && <option>{answer.metric}</option>}
        {metrics.map((name) => (
          <option key={name}>{name}</option>
        ))}
      </select>
      <button
        type="button"
        class="button"
        title="Which way is better"
        onClick={() => {
          better.value = direction === "up" ? "down" : "up";
        }}
      >
        <span class="quiet">better</span> {direction === "up" ? "↑ up" : "↓ down"}
        {answer?.assumed && <span class="warn"> ?</span>}
      </button>
      <Choice
        label="Value"
        of={[
          ["last", "Last"],
          ["best", "Best"],
        ]}
        chosen={value.value}
        choose={(one) => {
          value.value = one;
        }}
      />
      <i class="rule" />
      <Counts answer={answer} />
      {waiting && (
        <span class="quiet" role="status">
          forest: {answer?.done ?? 0} of {answer?.of ?? 0} resamples
        </span>
      )}
      <span class="sweep-top-end">
        {brushes.value.size > 0 && (
          <>
            <span class="quiet">Analyse</span>
            <Choice
              label="Analyse"
              of={[
                ["all", "All"],
                ["brushed", "Brushed"],
              ]}
              chosen={analyse.value}
              choose={(one) => {
                analyse.value = one;
              }}
            />
          </>
        )}
        {base && (
          <span class="sweep-baseline">
            <span class="quiet">Baseline</span> <RunLetter letter="A" />
            <span class="strong ellipsis" title={base.label}>
              {base.label}
            </span>
            {!answer?.baseline_chosen && <span class="faint">the first that was run</span>}
            {against.value !== null && (
              <button type="button" class="button plain small" onClick={() => setBaseline(null)}>
                Let go
              </button>
            )}
          </span>
        )}
        <CopyLink />
      </span>
    </div>
  );
}

function Counts({ answer }: { answer: SweepAnswer | null }) {
  if (!answer || answer.settings === null) return <span class="quiet">{answer ? grouped(answer.runs) : "…"} runs</span>;
  const { runs, settings, valued, diverged, left_out: leftOut } = answer;
  const left = Object.entries(leftOut ?? {}).map(([why, n]) => `${grouped(n)} ${why}`);
  const parts = [`${grouped(valued ?? 0)} have a value`];
  if (diverged) parts.push(`${grouped(diverged)} diverged`);
  if (left.length) parts.push(`left out: ${left.join(", ")}`);
  return (
    <span class="sweep-counts">
      <span class="strong">
        <span data-testid="row-count">{runs}</span> runs in {grouped(settings)} settings
      </span>{" "}
      <span class="quiet">{parts.join(", ")}</span>
    </span>
  );
}
