import { useRef, useState } from "preact/hooks";
import { tickLabels } from "../charts/tickLabels";
import { linearTicks } from "../charts/ticks";
import { useWidth } from "../charts/watching";
import { decimalsFor, fixed, grouped, signed } from "../shared/format";
import { fitMiddle, STRONG, TEXT } from "../shared/measure";
import { RunLetter, runColor } from "../shared/RunLetter";
import { Section } from "../shared/Section";
import { LETTERS, type Letter } from "../shared/selection";
import { baseline, openCompare, setBaseline, slots } from "../shared/state";
import type { RankedSetting, SweepAnswer } from "./sweepApi";

const FIRST = 10;
const PROPOSED = 5;

/** The first five, B to F: a proposal until it is compared. */
export function proposal(answer: SweepAnswer): ReadonlyMap<string, Letter> {
  const first = (answer.ranking ?? []).filter((one) => one.rank !== null && one.n > 0 && one.word !== "baseline");
  const found = new Map<string, Letter>(
    first.slice(0, PROPOSED).map((one, place) => [one.key, LETTERS[place + 1] as Letter]),
  );
  if (answer.baseline) found.set(answer.baseline, "A");
  return found;
}

/** The best settings, each against the baseline, corrected for all that were tried. */
export function BestSettings({ answer }: { answer: SweepAnswer }) {
  const [all, setAll] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  const ranking = answer.ranking ?? [];
  const base = answer.baseline;
  const letters = proposal(answer);
  const others = ranking.filter((one) => one.key !== base);
  const first = ranking.find((one) => one.key === base);
  const rows = [...(first ? [first] : []), ...(all ? others : others.slice(0, FIRST))];
  const compare = () => {
    const names = [...letters].filter(([, letter]) => letter !== "A").map(([key]) => key);
    const start = base ? [base, ...names] : names;
    slots.value = start.map((key) => alone(ranking.find((one) => one.key === key)) ?? key);
    baseline.value = slots.value[0] ?? null;
    openCompare();
  };
  const count = [...letters.values()].filter((letter) => letter !== "A").length;
  return (
    <Section
      name="best"
      title="Best settings"
      aside={
        first && (
          <>
            Δ against <RunLetter letter="A" />
          </>
        )
      }
      tools={
        <>
          {others.length > FIRST && (
            <button type="button" class="button small" aria-pressed={all} onClick={() => setAll(!all)}>
              {all ? "Show the first 10" : `Show all ${grouped(ranking.length)}`}
            </button>
          )}
          <button
            type="button"
            class="button filled sweep-compare"
            data-testid="compare"
            disabled={count < 1}
            onClick={compare}
          >
            Compare the first {count}
          </button>
        </>
      }
    >
      <div class="scroll-x" ref={box}>
        <Settings rows={rows} letters={letters} answer={answer} room={roomForName(width)} />
      </div>
      <Foot answer={answer} />
    </Section>
  );
}

/** What the table's other columns leave for a name, by the widths of sweep.css. */
function roomForName(width: number): number {
  const page = window.innerWidth;
  if (page < 1000) return width * 0.76 - 430;
  return page < 1500 ? width * 0.84 - 400 : width * 0.8 - 558;
}

/** A setting of one run is compared as that run. */
function alone(setting: RankedSetting | undefined): string | null {
  return setting?.members.length === 1 ? (setting.members[0] ?? null) : null;
}

interface RowsProps {
  rows: readonly RankedSetting[];
  letters: ReadonlyMap<string, Letter>;
  answer: SweepAnswer;
  room: number;
}

function Settings({ rows, letters, answer, room }: RowsProps) {
  const decimals = decimalsFor(rows.map((row) => row.mean));
  const ends = rows.flatMap((row) => row.corrected ?? (row.delta === null ? [] : [row.delta]));
  const [low, high] = span(ends);
  const at = (value: number) => `${(((value - low) / (high - low)) * 100).toFixed(2)}%`;
  const ticks = linearTicks(low, high, 4);
  const labels = tickLabels(ticks, false);
  const best = rows.find((row) => row.rank === 1);
  const widestRank = Math.max(2, ...rows.map(({ rank }) => String(rank ?? 0).length));
  return (
    <div class="scroll-narrow">
      <table class="plain-table best-table">
        <thead>
          <tr>
            <th class="num" style={{ width: `calc(${widestRank}ch + 14px)` }}>
              #
            </th>
            <th>
              Setting
              <small>shared flags of its seeds</small>
            </th>
            <th class="num">
              {answer.metric}
              <small>{answer.better === "down" ? "↓" : "↑"} better · mean ± sd</small>
            </th>
            <th class="num">
              n<small>runs</small>
            </th>
            <th class="num">Δ</th>
            <th class="num wide-only">
              95 % CI
              <small>by itself</small>
            </th>
            <th class="best-axis">
              {ticks.map((tick, place) => (
                <span key={tick} style={{ left: at(tick) }}>
                  {tick > 0 ? `+${labels[place]}` : labels[place]}
                </span>
              ))}
            </th>
            <th>In words</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const letter = letters.get(row.key) ?? null;
            const good = row.delta === null || row.delta === 0 ? null : row.delta > 0 === (answer.better === "up");
            return (
              <tr key={row.key} class={row.word === "baseline" ? "best-base" : ""} data-setting={row.key}>
                <td class="num faint">{row.rank ?? "–"}</td>
                <td title={row.members.join("\n")}>
                  <span class="best-name">
                    <span class="best-letter">{letter && <RunLetter letter={letter} />}</span>
                    <button
                      type="button"
                      class={letter ? "link-button ellipsis strong" : "link-button ellipsis"}
                      title={`${row.label}: hold the others against it`}
                      onClick={() => setBaseline(row.members[0] ?? null)}
                    >
                      {fitMiddle(row.label, Math.max(60, room), letter ? STRONG : TEXT)}
                    </button>
                  </span>
                </td>
                <td class={row === best && row.n > 1 ? "num best-first" : "num"}>
                  {row.mean === null ? <span class="bad">NaN</span> : fixed(row.mean, decimals)}
                  <span class="best-sd">{row.sd === null ? "" : `± ${fixed(row.sd, decimals)}`}</span>
                </td>
                <td class="num">
                  {row.n}
                  {row.diverged > 0 && (
                    <span class="bad best-more" title={`${row.diverged} of ${row.n + row.diverged} diverged`}>
                      /{row.n + row.diverged}
                    </span>
                  )}
                </td>
                <td class={`num ${good === null ? "" : good ? "good" : "bad"}`}>
                  {row.delta === null ? "" : signed(row.delta, decimals)}
                </td>
                <td class="num quiet wide-only">
                  {row.interval ? `${fixed(row.interval[0], decimals)} … ${fixed(row.interval[1], decimals)}` : ""}
                </td>
                <Bars row={row} letter={letter} at={at} ticks={ticks} />
                <td class="best-word">
                  <Word word={row.word} />
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function Bars(props: {
  row: RankedSetting;
  letter: Letter | null;
  at: (value: number) => string;
  ticks: readonly number[];
}) {
  const { row, letter, at, ticks } = props;
  const color = letter ? runColor(letter) : "var(--stage)";
  const bar = (name: string, ends: [number, number] | null) =>
    ends && (
      <u
        class={name}
        style={{ left: at(ends[0]), width: `calc(${at(ends[1])} - ${at(ends[0])})`, background: color }}
      />
    );
  return (
    <td class="best-plot" aria-hidden="true">
      {ticks.map((tick) => (
        <i key={tick} class={tick === 0 ? "zero" : ""} style={{ left: at(tick) }} />
      ))}
      {bar("thin", row.corrected)}
      {bar("thick", row.interval)}
      {row.delta !== null && (
        <b
          class={row.interval ? "" : "ring"}
          style={{ left: at(row.delta), borderColor: color, background: row.interval ? color : "" }}
        />
      )}
    </td>
  );
}

function Word({ word }: { word: string }) {
  if (word === "better") return <span class="strong good">{word}</span>;
  if (word === "worse" || word === "diverged") return <span class="strong bad">{word}</span>;
  return <span class={word === "not distinguishable" ? "" : "quiet"}>{word}</span>;
}

function Foot({ answer }: { answer: SweepAnswer }) {
  const { lift, noise } = answer;
  const [ranking, tests, settings] = [answer.ranking ?? [], answer.tests ?? 0, answer.settings ?? 0];
  const digits = decimalsFor([...ranking.slice(0, FIRST).map((one) => one.mean), lift?.amount]);
  return (
    <p class="sweep-note">
      {tests > 0
        ? `Thick: 95 % interval by itself. Thin: corrected for the ${grouped(tests)} settings with two runs or more (Holm); the word follows the thin one. `
        : "One run each: differences without intervals. "}
      {lift &&
        `Picking the best of ${lift.among} settings that cannot be told apart lifts it by about ${fixed(lift.amount, digits)} of noise: run it again before you print it. `}
      {!lift && noise != null && `Seeds of one setting spread by ${fixed(noise, digits)} (standard deviation). `}
      {settings > ranking.length && `${grouped(ranking.length)} of ${grouped(settings)} settings are listed.`}
    </p>
  );
}

/** Zero is always in view, with room at both ends. */
function span(values: readonly number[]): [number, number] {
  const [low, high] = [Math.min(0, ...values), Math.max(0, ...values)];
  const margin = (high - low || 1) * 0.08;
  return [low - margin, high + margin];
}
