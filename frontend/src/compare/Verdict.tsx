import { Choice } from "../charts/ChartTools";
import { tickLabels } from "../charts/tickLabels";
import { linearTicks } from "../charts/ticks";
import type { CompareAnswer } from "../shared/api";
import { count, decimalsFor, fixed, signed } from "../shared/format";
import { WarningIcon } from "../shared/icons";
import { runColor } from "../shared/RunLetter";
import { Section } from "../shared/Section";
import { budget, letterOf } from "../shared/state";
import { LetterOrName, Sentence } from "./Sentence";
import { shareText, type VerdictRow, verdictRows } from "./verdictRows";

/** What may be concluded, in the server's words, and each difference with its interval on one axis. */
export function Verdict({ answer, selected }: { answer: CompareAnswer; selected: number }) {
  const judged = answer.runs.length;
  const verdict = verdictRows(answer);
  const { text, noise, best_of: pick } = answer.verdict;
  return (
    <Section
      name="verdict"
      title="Verdict"
      aside={verdict && `by ${verdict.metric}${answer.budget ? "" : ", last value"}`}
      tools={<BudgetChoice />}
    >
      <div data-testid="verdict">
        {selected > judged && (
          <p class="verdict-aside" data-testid="verdict-of">
            Of the {judged} with letters; nothing is said here of the {count(selected - judged, "other")}.
          </p>
        )}
        <p class="verdict">
          <Concluded text={text} answer={answer} />
        </p>
        {[answer.budget, noise, pick].map(
          (part) =>
            part && (
              <p class="verdict-aside" key={part.text}>
                <Sentence text={part.text} answer={answer} />
              </p>
            ),
        )}
        {verdict && <Pairs answer={answer} rows={verdict.rows} metric={verdict.metric} />}
      </div>
    </Section>
  );
}

/** Each run's last figure, or all at what every run has reached. */
function BudgetChoice() {
  return (
    <Choice<string>
      name="figures"
      value={budget.value}
      options={[
        ["", "Last"],
        ["step", "Equal steps"],
        ["time", "Equal time"],
        ["samples", "Equal samples"],
      ]}
      onChoose={(chosen) => {
        budget.value = chosen;
      }}
    />
  );
}

const TONES: Record<string, string> = { better: "strong good", worse: "strong bad" };

/** The sentence with the word of the verdict in bold. */
function Concluded({ text: whole, answer }: { text: string; answer: CompareAnswer }) {
  const { word } = answer.verdict;
  const text = whole.replace(/\bp ([=<]) /, "p\u00a0$1\u00a0");
  const said =
    word === "not distinguishable" ? "cannot be told apart" : word === "not comparable" ? "Not comparable" : word;
  const at = said === null ? -1 : text.search(new RegExp(`\\b${said}\\b`));
  if (said === null || at < 0) return <Sentence text={text} answer={answer} />;
  return (
    <>
      <Sentence text={text.slice(0, at)} answer={answer} />
      <b class={TONES[said] ?? "strong"}>{said}</b>
      <Sentence text={text.slice(at + said.length)} answer={answer} />
    </>
  );
}

interface PairsProps {
  answer: CompareAnswer;
  rows: readonly VerdictRow[];
  metric: string;
}

function Pairs({ answer, rows, metric }: PairsProps) {
  const decimals = decimalsFor(answer.metrics[metric]?.values ?? []);
  const finite = rows.flatMap(({ delta, interval }) => [delta, ...(interval ?? [])]).filter(isFiniteNumber);
  const [low, high] = span(finite);
  const at = (value: number) => `${(((value - low) / (high - low)) * 100).toFixed(2)}%`;
  const ticks = linearTicks(low, high, 4);
  const labels = tickLabels(ticks, false);
  const grouped = rows.some(({ interval }) => interval !== null);
  return (
    <>
      <div class="scroll-narrow">
        <table class="plain-table verdict-table">
          <thead>
            <tr>
              <th>Pair</th>
              <th class="num">Difference</th>
              {grouped && <th class="num verdict-interval">95 % CI</th>}
              <th class="verdict-axis">
                {ticks.map((tick, index) => (
                  <span key={tick} style={{ left: at(tick) }} class={isAtEnd(tick, low, high) ? "sr-only" : ""}>
                    {tick > 0 ? `+${labels[index]}` : labels[index]}
                  </span>
                ))}
              </th>
              {grouped && (
                <th
                  class="num verdict-beats"
                  title="The probability that a new run of the first beats a new run of the second"
                >
                  Beats it
                </th>
              )}
              <th>In words</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.run}>
                <td class="verdict-names">
                  <LetterOrName run={row.run} /> <span class="quiet">against</span>{" "}
                  <LetterOrName run={answer.baseline} />
                </td>
                <td class={Number.isNaN(row.delta) ? "num strong bad" : "num strong"}>{signed(row.delta, decimals)}</td>
                {grouped && <Interval row={row} decimals={decimals} />}
                <td class="verdict-plot" aria-hidden="true">
                  {ticks.map((tick) => (
                    <i key={tick} class={tick === 0 ? "zero" : ""} style={{ left: at(tick) }} />
                  ))}
                  <Mark row={row} at={at} />
                </td>
                {grouped && <td class="num verdict-beats">{shareText(row.probability)}</td>}
                <td>
                  <Words {...row} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {grouped && (
        <p class="verdict-foot quiet">
          First minus second.{" "}
          {rows.length > 1 && "Words hold after Holm's correction over the pairs shown, each interval by itself. "}
          Square: mean of the runs, with its interval. Ring: one run.
        </p>
      )}
    </>
  );
}

function Interval({ row: { interval, mean }, decimals }: { row: VerdictRow; decimals: number }) {
  if (interval === null) return <td class="num quiet">{mean ? "none" : "none at n = 1"}</td>;
  const [low, high] = interval.map((bound) => fixed(bound, decimals));
  return (
    <td class="num verdict-interval">
      {low} … {high}
    </td>
  );
}

/** A square with its interval for a mean, a ring for one run. */
function Mark({ row: { run, delta, interval, mean }, at }: { row: VerdictRow; at: (value: number) => string }) {
  if (!isFiniteNumber(delta)) return null;
  const letter = letterOf(run);
  const color = letter ? runColor(letter) : "var(--ink-2)";
  return (
    <>
      {interval && (
        <s style={{ left: at(interval[0]), right: `calc(100% - ${at(interval[1])})`, color }} class="verdict-bar" />
      )}
      <b class={mean ? "mean" : ""} style={{ left: at(delta), borderColor: color }} />
    </>
  );
}

function Words({ word, words, more, p, doubtful }: VerdictRow) {
  const warned = doubtful && (
    <span class="warn with-icon" title="See the warning above">
      <WarningIcon size={14} />
      <span class={word ? "sr-only" : ""}>see the warning</span>
    </span>
  );
  if (doubtful && !word) return warned || null;
  const tone = word === "not comparable" ? "strong warn" : word ? (TONES[word] ?? "strong") : "quiet";
  return (
    <span class="verdict-words" title={p === null ? undefined : `p = ${p.toPrecision(2)}, after Holm's correction`}>
      <span class={tone}>{words}</span> {warned}
      {more && <span class="quiet verdict-more">{more}</span>}
    </span>
  );
}

function isFiniteNumber(value: number | null | undefined): value is number {
  return typeof value === "number" && Number.isFinite(value);
}

/** A label there would run into the next column's. */
const isAtEnd = (tick: number, low: number, high: number): boolean => (tick - low) / (high - low) > 0.93;

/** Zero is always in view, with room at both ends. */
function span(values: readonly number[]): [number, number] {
  const [low, high] = [Math.min(0, ...values), Math.max(0, ...values)];
  const margin = (high - low || 1) * 0.12;
  return [low - margin, high + margin];
}
