import type { ComponentChildren } from "preact";
import type { Value } from "../shared/api";
import { isDate } from "../shared/dates";
import { isForTheBetter, toneOf } from "../shared/direction";
import {
  brief,
  elapsed,
  fixed,
  isNan,
  MISSING,
  plain,
  shortDigest,
  signed,
  toNumber,
  valueText,
  when,
} from "../shared/format";
import { lost, now, paused } from "../shared/live";
import { SAMPLED } from "../shared/Sampled";
import { StageStrip } from "../shared/StageStrip";
import { runData } from "./datasets";
import { type ColumnLayout, isDigest } from "./layout";
import type { Rows } from "./rows";
import { Sparkline } from "./Sparkline";
import { Unread } from "./Unread";

interface CellProps {
  run: string;
  layout: ColumnLayout;
  rows: Rows;
  base: Rows | null;
  sparkTag: string | null;
}

/** What stands in a cell. Most are plain text in the cell itself: a thousand are in view. */
export interface Cell {
  content: ComponentChildren;
  /** Classes of the cell. */
  tone?: string;
}

const NOTHING: Cell = { content: MISSING, tone: "missing" };
const UNREAD: Cell = { content: Unread({}), tone: "unread-cell" };

function deltaOf(value: Value, layout: ColumnLayout, base: Rows, id: string): ComponentChildren {
  const baseRun = base.names[0];
  const [one, zero] = [toNumber(value), baseRun === undefined ? null : toNumber(base.value(baseRun, id))];
  if (one === null || zero === null || !Number.isFinite(one - zero)) return <span class="delta" />;
  const text = signed(one - zero, layout.decimals);
  return (
    <span class={toneOf("delta", isForTheBetter(Number(text.replace("−", "-")), layout.spec.better))}>{text}</span>
  );
}

/** How the members of a group spread around their mean; nothing of a single figure. */
function spreadOf({ run, layout, rows }: CellProps, id: string): string | null {
  const sd = toNumber(rows.sd(run, id));
  return sd === null ? null : `±${fixed(sd, layout.decimals)}`;
}

/** The figure, of groups how it spreads, and with a baseline the difference to it: each in a slot of one width. */
function inParts(figure: Cell, props: CellProps, value: Value, id: string): Cell {
  const { run, layout, base } = props;
  const own = base?.names[0] === run;
  return {
    content: (
      <>
        <span class={figure.tone}>{figure.content}</span>
        {layout.spreadWidth > 0 && (
          <span class="spread" style={`width:${layout.spreadWidth}px`}>
            {spreadOf(props, id)}
          </span>
        )}
        {layout.deltaWidth > 0 && (
          <span class="delta-slot" style={`width:${layout.deltaWidth}px`}>
            {base && !own && value !== null && deltaOf(value, layout, base, id)}
          </span>
        )}
      </>
    ),
  };
}

function metricCell(props: CellProps): Cell {
  const { run, layout, rows } = props;
  const id = layout.spec.ids[0] ?? "";
  const value = rows.value(run, id);
  if (!layout.right) return plainCell(value);
  const figure = value === null ? NOTHING : metricFigure(value, rows.sampled(run, id), layout);
  return layout.deltaWidth > 0 || layout.spreadWidth > 0 ? inParts(figure, props, value, id) : figure;
}

function metricFigure(value: Value, sampled: boolean, layout: ColumnLayout): Cell {
  const number = toNumber(value);
  if (number === null) return { content: valueText(value) };
  const content = fixed(number, layout.decimals);
  if (isNan(value)) return { content, tone: sampled ? "nan sampled" : "nan" };
  return sampled ? { content, tone: "sampled" } : { content };
}

/** Digits stand under digits: what is not written keeps its room. */
function flagCell(value: Value, layout: ColumnLayout): Cell {
  const number = toNumber(value);
  if (value === null) return NOTHING;
  if (!layout.right || number === null) return plainCell(value);
  const text = brief(number);
  if (isNan(value)) return { content: text, tone: "nan" };
  const part = text.includes("e") ? null : (text.split(".")[1] ?? "");
  const room = layout.decimals === 0 || part === null ? 0 : layout.decimals - part.length;
  const zeros = "0".repeat(Math.max(0, room));
  if (!zeros) return { content: text };
  return {
    content: (
      <>
        {text}
        <span class="room">{part === "" ? `.${zeros}` : zeros}</span>
      </>
    ),
  };
}

function plainCell(value: Value): Cell {
  if (value === null) return NOTHING;
  if (isDigest(value)) return { content: shortDigest(String(value)), tone: "mono" };
  return { content: valueText(value) };
}

function durationCell(props: CellProps): Cell {
  const { run, rows, layout } = props;
  const told = toNumber(rows.value(run, "duration"));
  if (told === null) return NOTHING;
  if (rows.status(run) !== "running" || rows.group(run)) return { content: durationText(told, layout) };
  return { content: <Ticking {...props} told={told} />, tone: "ticking" };
}

function durationText(seconds: number, layout: ColumnLayout): string {
  return layout.spec.sub === "s" ? fixed(seconds, layout.decimals) : elapsed(seconds);
}

/** How long a running run has lasted, counted on from what was read. */
function Ticking({ rows, layout, told }: CellProps & { told: number }) {
  const still = lost.value !== null || paused.value;
  const since = still ? 0 : now.value - (rows.answer.read ?? now.value);
  return <>{durationText(told + Math.max(0, since), layout)}</>;
}

function startedCell(value: Value): Cell {
  const at = toNumber(value);
  return at === null ? NOTHING : { content: when(at) };
}

function dataCell({ run, layout, rows, base }: CellProps): Cell {
  const data = runData(run, layout.spec.ids, rows, base);
  if (!data) return NOTHING;
  return {
    tone: "data-cell",
    content: (
      <>
        <span class="ellipsis">{data.name}</span>
        <span class={data.differs ? "mono warn" : "mono faint"}>{shortDigest(data.digest)}</span>
        {data.differs && <span class="warn">≠</span>}
        {data.more > 0 && <span class="more">+{data.more}</span>}
      </>
    ),
  };
}

function commitCell({ run, rows }: CellProps): Cell {
  const commit = rows.value(run, "code.commit");
  if (typeof commit !== "string") return NOTHING;
  if (rows.value(run, "code.dirty") !== true) return { content: shortDigest(commit), tone: "mono" };
  return {
    content: (
      <>
        <span class="mono">{shortDigest(commit)}</span>
        <span class="more"> ±</span>
      </>
    ),
  };
}

function tagsCell({ run, rows }: CellProps): Cell {
  const tags = rows.value(run, "tags");
  if (!Array.isArray(tags) || tags.length === 0) return { content: null };
  return {
    tone: "tags",
    content: (
      <>
        <span class="chip ellipsis">{valueText(tags[0])}</span>
        {tags.length > 1 && <span class="more">+{tags.length - 1}</span>}
      </>
    ),
  };
}

/** What the members of a group have in the place of one value: the ends of their numbers, else that there are several. */
function severalCell({ run, layout, rows }: CellProps): Cell | null {
  if (!rows.group(run) || !layout.spec.ids.some((id) => rows.varied(run, id))) return null;
  const span = rows.span(run, layout.spec.ids[0] ?? "");
  if (!span) return { content: "several", tone: "missing" };
  return { content: `${brief(toNumber(span[0]))}–${brief(toNumber(span[1]))}` };
}

/** The members whose curves a row stands for: of a group those in the mean, or all where none is. */
function drawnOf(run: string, rows: Rows): readonly string[] {
  const group = rows.group(run);
  if (!group) return [run];
  return group.n === 0 ? group.members : group.members.filter((_, place) => !group.out.includes(place));
}

/** Calls what it can rather than making components: there are a thousand cells in view. */
export function cellOf(props: CellProps): Cell {
  const { run, layout, rows, sparkTag } = props;
  const id = layout.spec.ids[0] ?? "";
  if (layout.spec.ids.length > 0 && layout.spec.ids.every((one) => rows.unread(run, one))) return UNREAD;
  const several = severalCell(props);
  if (several) return several;
  switch (layout.spec.look) {
    case "stages":
      return { content: StageStrip({ states: layout.spec.ids.map((stage) => rows.value(run, stage) as never) }) };
    case "curve":
      return { content: sparkTag && <Sparkline tag={sparkTag} runs={drawnOf(run, rows)} status={rows.status(run)} /> };
    case "metric":
      return metricCell(props);
    case "duration":
      return durationCell(props);
    case "started":
      return startedCell(rows.value(run, id));
    case "data":
      return dataCell(props);
    case "commit":
      return commitCell(props);
    case "tags":
      return tagsCell(props);
    default:
      return flagCell(rows.value(run, id), layout);
  }
}

/** What is said of a cell under the pointer: the value as it was given, whole. */
export function titleOf({ run, layout, rows, base }: CellProps): string {
  const { look, ids } = layout.spec;
  const value = rows.value(run, ids[0] ?? "");
  const number = toNumber(value);
  if (look === "stages" || look === "curve" || look === "duration") return "";
  if (look === "data") return runData(run, ids, rows, base)?.title ?? "";
  const ends = rows.span(run, ids[0] ?? "");
  if (ends) return `${valueText(ends[0])} to ${valueText(ends[1])}`;
  if (value === null) return "";
  if (look === "started")
    return number === null ? "" : isDate(number) ? new Date(number * 1000).toISOString() : when(number);
  if (look === "commit") return `${value}${rows.value(run, "code.dirty") === true ? ", with uncommitted changes" : ""}`;
  if (look === "metric" && rows.sampled(run, ids[0] ?? "")) return `${plain(number)}, ${SAMPLED}`;
  const sd = toNumber(rows.sd(run, ids[0] ?? ""));
  if (sd !== null) return `${plain(number)} ± ${plain(sd)} (standard deviation)`;
  return number === null ? valueText(value) : plain(number);
}
