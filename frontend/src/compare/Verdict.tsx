import { tickLabels } from "../charts/tickLabels";
import { linearTicks } from "../charts/ticks";
import type { CompareAnswer } from "../shared/api";
import { decimalsFor, signed } from "../shared/format";
import { WarningIcon } from "../shared/icons";
import { runColor } from "../shared/RunLetter";
import { Section } from "../shared/Section";
import { letterOf } from "../shared/state";
import { LetterOrName, Sentence } from "./Sentence";
import { type VerdictRow, verdictRows } from "./verdictRows";

/** What may be concluded, in the server's words, and each difference on one axis. */
export function Verdict({ answer }: { answer: CompareAnswer }) {
  const verdict = verdictRows(answer);
  return (
    <Section name="verdict" title="Verdict" aside={verdict && `by ${verdict.metric}, last value`}>
      <p class="verdict">
        <Sentence text={answer.verdict.text} runs={answer.runs} />
      </p>
      {verdict && <Pairs answer={answer} rows={verdict.rows} metric={verdict.metric} />}
    </Section>
  );
}

interface PairsProps {
  answer: CompareAnswer;
  rows: readonly VerdictRow[];
  metric: string;
}

function Pairs({ answer, rows, metric }: PairsProps) {
  const decimals = decimalsFor(answer.metrics[metric]?.values ?? []);
  const finite = rows.flatMap(({ delta }) => (delta !== null && Number.isFinite(delta) ? [delta] : []));
  const [low, high] = span(finite);
  const at = (value: number) => `${(((value - low) / (high - low)) * 100).toFixed(2)}%`;
  const ticks = linearTicks(low, high, 4);
  const labels = tickLabels(ticks, false);
  return (
    <table class="plain-table verdict-table">
      <thead>
        <tr>
          <th>Pair</th>
          <th class="num">Difference</th>
          <th class="verdict-axis">
            {ticks.map((tick, index) => (
              <span key={tick} style={{ left: at(tick) }}>
                {tick > 0 ? `+${labels[index]}` : labels[index]}
              </span>
            ))}
          </th>
          <th>In words</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.run}>
            <td class="verdict-names">
              <LetterOrName run={row.run} /> <span class="quiet">against</span> <LetterOrName run={answer.baseline} />
            </td>
            <td class={Number.isNaN(row.delta) ? "num strong bad" : "num strong"}>{signed(row.delta, decimals)}</td>
            <td class="verdict-plot" aria-hidden="true">
              {ticks.map((tick) => (
                <i key={tick} class={tick === 0 ? "zero" : ""} style={{ left: at(tick) }} />
              ))}
              {row.delta !== null && Number.isFinite(row.delta) && <Ring run={row.run} left={at(row.delta)} />}
            </td>
            <td>
              <Words {...row} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Ring({ run, left }: { run: string; left: string }) {
  const letter = letterOf(run);
  return <b style={{ left, borderColor: letter ? runColor(letter) : "var(--ink-2)" }} />;
}

function Words({ words, doubtful }: VerdictRow) {
  if (!doubtful) return <span class="quiet">{words}</span>;
  return (
    <span class="warn with-icon">
      see the warning <WarningIcon size={14} />
    </span>
  );
}

/** Zero is always in view, with room at both ends. */
function span(values: readonly number[]): [number, number] {
  const [low, high] = [Math.min(0, ...values), Math.max(0, ...values)];
  const margin = (high - low || 1) * 0.12;
  return [low - margin, high + margin];
}
