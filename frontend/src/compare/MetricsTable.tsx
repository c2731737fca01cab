import { useState } from "preact/hooks";
import type { CompareAnswer, CompareMetric, Num } from "../shared/api";
import { toneOf } from "../shared/direction";
import { decimalsFor, duration, fixed, isNan, signed, signedDuration, toNumber } from "../shared/format";
import { PinIcon } from "../shared/icons";
import { Sampled } from "../shared/Sampled";
import { Section } from "../shared/Section";
import { LetterOrName } from "./Sentence";
import { sidesOf, sizeText } from "./sides";

const FIRST = 12;

/** Every metric of every run, with its difference from the baseline. */
export function MetricsTable({ answer, readFiles }: Omit<RowProps, "name" | "metric">) {
  const [all, setAll] = useState(false);
  const metrics = Object.entries(answer.metrics);
  const grouped = answer.groups !== null;
  const sampled = metrics.some(([, metric]) => metric.exact.includes(false));
  return (
    <Section
      name="metrics"
      title="Metrics"
      aside={
        <span>
          {grouped ? "means of last values ± standard deviation" : "last values"}; Δ against{" "}
          <LetterOrName run={answer.baseline} />; best of each row in bold
          {sampled && "; ≈ from sampled points"}
        </span>
      }
    >
      <div class="scroll-x">
        <table class="plain-table metrics-table">
          <Head answer={answer} />
          <tbody>
            {metrics.slice(0, all ? undefined : FIRST).map(([name, metric]) => (
              <Row key={name} {...{ name, metric, answer, readFiles }} />
            ))}
          </tbody>
        </table>
      </div>
      {metrics.length > FIRST && (
        <button type="button" class="link-button" onClick={() => setAll(!all)}>
          {all ? `Only the first ${FIRST}` : `All ${metrics.length} metrics`}
        </button>
      )}
    </Section>
  );
}

function Head({ answer }: { answer: CompareAnswer }) {
  return (
    <thead>
      <tr class="metrics-runs">
        <th />
        <th />
        {sidesOf(answer).map(({ run, label, group }) => (
          <th class="run-head" colSpan={(run === answer.baseline ? 1 : 3) + (answer.groups ? 1 : 0)} key={run}>
            <span class="with-icon">
              <LetterOrName run={run} />
              <span class="run-head-name" title={label}>
                {label}
              </span>
              {group && <span class="run-head-n">{sizeText(group)}</span>}
              {run === answer.baseline && <PinIcon size={14} />}
            </span>
          </th>
        ))}
      </tr>
      <tr>
        <th>Metric</th>
        <th>Better</th>
        {answer.runs.map((run) => {
          const value = (
            <th class="num first" key={`${run} value`}>
              {answer.groups ? "mean" : "value"}
            </th>
          );
          const spread = answer.groups && (
            <th class="num metric-sd" key={`${run} sd`}>
              sd
            </th>
          );
          return run === answer.baseline
            ? [value, spread]
            : [
                value,
                spread,
                <th class="num" key={`${run} delta`}>
                  Δ
                </th>,
                <th class="num" key={`${run} relative`}>
                  Δ %
                </th>,
              ];
        })}
      </tr>
    </thead>
  );
}

interface RowProps {
  name: string;
  metric: CompareMetric;
  answer: CompareAnswer;
  readFiles: () => void;
}

function Row({ name, metric, answer, readFiles }: RowProps) {
  const decimals = decimalsFor(metric.values);
  const timed = metric.unit === "s";
  const write = (value: Num | null) => (timed ? duration(value) : fixed(value, decimals));
  const writeDelta = (delta: Num | null) => (timed ? signedDuration(delta) : signed(delta, decimals));
  return (
    <tr>
      <td class="metric-name">
        <b class="strong">{name}</b> {metric.unit && !timed && <span class="quiet">{metric.unit}</span>}
      </td>
      <td class="quiet">{metric.better === "up" ? "↑ up" : metric.better === "down" ? "↓ down" : "–"}</td>
      {answer.runs.map((run, index) => {
        const value = metric.values[index] ?? null;
        const best = metric.best === index;
        const tone = isNan(value) ? "nan" : best ? "best" : "";
        const cell = (
          <td class={`num first ${tone}`} key={`${run} value`}>
            {metric.exact[index] === false && value !== null ? (
              <Sampled text={write(value)} read={readFiles} />
            ) : (
              write(value)
            )}
          </td>
        );
        const sd = metric.sd?.[index] ?? null;
        const spread = answer.groups && (
          <td class="num metric-sd" key={`${run} sd`}>
            {sd === null ? "" : `± ${write(sd)}`}
          </td>
        );
        if (run === answer.baseline) return [cell, spread];
        const delta = metric.deltas[index] ?? null;
        const written = isNan(delta) ? "–" : writeDelta(delta);
        const good = /[1-9∞]/.test(written) ? (metric.good[index] ?? null) : null;
        return [
          cell,
          spread,
          <td class={toneOf("num", good)} key={`${run} delta`}>
            {written}
          </td>,
          <td class="num quiet" key={`${run} relative`}>
            {percent(metric.relative[index] ?? null)}
          </td>,
        ];
      })}
    </tr>
  );
}

function percent(relative: Num | null): string {
  const value = toNumber(relative);
  return value === null || Number.isNaN(value) ? "–" : signed(value * 100, 1);
}
