import { effect } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { hovered } from "../charts/many/hovered";
import { decimalsFor, fixed, grouped, signed } from "../shared/format";
import { RunLetter } from "../shared/RunLetter";
import { letterOf } from "../shared/state";
import type { Listed } from "./manyRuns";

interface RunListProps {
  /** Sorted. */
  listed: readonly Listed[];
  metric: string | null;
  better: "up" | "down" | null;
  base: string;
  onPick: (run: string) => void;
}

/** From so many runs on the list scrolls, and those with letters stay in view. */
const SCROLLS = 40;

/** The runs of the charts, best first: their legend. A click gives a letter or takes it. */
export function RunList({ listed, metric, better, base, onPick }: RunListProps) {
  const box = useRef<HTMLDivElement>(null);
  const scrolls = listed.length >= SCROLLS;
  const baseValue = listed.find(({ run }) => run === base)?.value ?? null;
  const decimals = decimalsFor(listed.map(({ value }) => value));
  const pinned = scrolls ? listed.filter(({ run }) => letterOf(run)) : [];
  const rest = scrolls ? listed.filter(({ run }) => !letterOf(run)) : listed;
  const order = [...pinned, ...rest].map(({ run }) => run);

  useEffect(() => {
    let before: Element | null = null;
    return effect(() => {
      const run = hovered.value;
      before?.classList.remove("pointed");
      const row = run === null ? null : (box.current?.querySelector(`[data-curve="${CSS.escape(run)}"]`) ?? null);
      row?.classList.add("pointed");
      before = row;
    });
  }, [listed]);

  const move = (by: number) => {
    const at = hovered.value === null ? -1 : order.indexOf(hovered.value);
    const next = order[Math.max(0, Math.min(order.length - 1, at < 0 ? (by > 0 ? 0 : order.length - 1) : at + by))];
    hovered.value = next ?? null;
    if (next !== undefined)
      box.current?.querySelector(`[data-curve="${CSS.escape(next)}"]`)?.scrollIntoView({ block: "nearest" });
  };
  const press = (event: KeyboardEvent) => {
    if (event.key === "ArrowDown") move(1);
    else if (event.key === "ArrowUp") move(-1);
    else if (event.key === "Enter" && hovered.value !== null) onPick(hovered.value);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const row = (one: Listed) => (
    <Row
      key={one.run}
      one={one}
      {...{ better, decimals, onPick }}
      base={one.run === base ? null : baseValue}
      isBase={one.run === base}
    />
  );
  return (
    <div class="run-list" ref={box}>
      <div class="run-list-head">
        <span>
          Run{" "}
          <small class="quiet">
            {grouped(listed.length)}
            {metric !== null && (better === null ? ", largest first" : ", best first")}
          </small>
        </span>
        <span title={metric ?? undefined}>{metric !== null && "last"}</span>
        <span>{metric !== null && "Δ"}</span>
      </div>
      <div
        class={scrolls ? "run-list-rows scrolls" : "run-list-rows"}
        role="listbox"
        aria-label="Runs of the charts"
        aria-multiselectable="true"
        tabIndex={0}
        onKeyDown={press}
        onPointerLeave={() => {
          hovered.value = null;
        }}
      >
        {pinned.length > 0 && <div class="run-list-pinned">{pinned.map(row)}</div>}
        {rest.map(row)}
      </div>
      <p class="run-list-note quiet">Letters and dashes for six: a click on a row or a line gives one or takes it.</p>
    </div>
  );
}

interface RowProps {
  one: Listed;
  better: "up" | "down" | null;
  base: number | null;
  isBase: boolean;
  decimals: number;
  onPick: (run: string) => void;
}

function Row({ one: { run, status, value }, better, base, isBase, decimals, onPick }: RowProps) {
  const letter = letterOf(run);
  const delta = value !== null && base !== null && Number.isFinite(value - base) ? value - base : null;
  const text = delta === null ? "" : signed(delta, decimals);
  const nothing = delta === null || better === null || !/[1-9]/.test(text);
  const good = nothing ? "" : delta > 0 === (better === "up") ? " good" : " bad";
  const ended = status === "failed" || status === "terminated" || status === "lost";
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the list takes the keys
    <div
      class={letter ? "run-list-row lettered" : "run-list-row"}
      role="option"
      aria-selected={letter !== null}
      data-curve={run}
      title={letter ? `${run}: click to take its letter` : `${run}: click to give it a letter`}
      onPointerEnter={() => {
        hovered.value = run;
      }}
      onClick={() => onPick(run)}
    >
      {letter ? <RunLetter letter={letter} /> : <i class="run-list-line" />}
      <span class="run-list-name">
        {run}
        {ended && (
          <b class="bad" title={status ?? undefined}>
            {" "}
            ×
          </b>
        )}
      </span>
      <span class={value !== null && Number.isNaN(value) ? "num bad" : "num"}>{fixed(value, decimals)}</span>
      <span class={`num${good}`}>{isBase ? <span class="quiet">base</span> : text}</span>
    </div>
  );
}
