import type { ComponentChildren } from "preact";
import type { Value } from "../shared/api";
import {
  brief,
  duration,
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
import { StageStrip } from "../shared/StageStrip";
import { runData } from "./datasets";
import { type ColumnLayout, isDigest } from "./layout";
import type { Rows } from "./rows";
import { Sparkline } from "./Sparkline";

export interface CellProps {
  run: string;
  layout: ColumnLayout;
  rows: Rows;
  base: Rows | null;
  sparkTag: string | null;
}

const missing = (): ComponentChildren => <span class="missing">{MISSING}</span>;

function deltaClass(delta: number, better: "up" | "down" | null): string {
  if (better === null || delta === 0) return "delta";
  return delta > 0 === (better === "up") ? "delta good" : "delta bad";
}

function deltaOf(value: Value, layout: ColumnLayout, base: Rows, id: string): ComponentChildren {
  const baseRun = base.names[0];
  const [one, zero] = [toNumber(value), baseRun === undefined ? null : toNumber(base.value(baseRun, id))];
  if (one === null || zero === null || !Number.isFinite(one - zero)) return <span class="delta" />;
  const text = signed(one - zero, layout.decimals);
  return <span class={deltaClass(Number(text.replace("−", "-")), layout.spec.better)}>{text}</span>;
}

function metricCell({ run, layout, rows, base }: CellProps): ComponentChildren {
  const id = layout.spec.ids[0] ?? "";
  const value = rows.value(run, id);
  if (!layout.right) return plainCell(value);
  const own = base?.names[0] === run;
  const delta = layout.deltaWidth > 0 && (
    <span class="delta-slot" style={{ width: `${layout.deltaWidth}px` }}>
      {base && !own && value !== null && deltaOf(value, layout, base, id)}
    </span>
  );
  if (value === null)
    return (
      <span class="figure">
        {missing()}
        {delta}
      </span>
    );
  const number = toNumber(value);
  const sampled = rows.sampled(run, id);
  const title = number === null ? undefined : `${plain(number)}${sampled ? ", from sampled points" : ""}`;
  return (
    <span class="figure" title={title}>
      <span class={isNan(value) ? "value nan" : "value"}>
        {sampled && <span class="faint">≈</span>}
        {number === null ? valueText(value) : fixed(number, layout.decimals)}
      </span>
      {delta}
    </span>
  );
}

/** Digits stand under digits: what is not written keeps its room. */
function flagCell(value: Value, layout: ColumnLayout): ComponentChildren {
  const number = toNumber(value);
  if (value === null) return missing();
  if (!layout.right || number === null) return plainCell(value);
  const text = brief(number);
  if (isNan(value)) return <span class="nan">{text}</span>;
  const part = text.includes("e") ? null : (text.split(".")[1] ?? "");
  const room = layout.decimals === 0 || part === null ? 0 : layout.decimals - part.length;
  return (
    <span title={plain(number)}>
      {text}
      {room > 0 && <span class="room">{part === "" ? `.${"0".repeat(room)}` : "0".repeat(room)}</span>}
    </span>
  );
}

function plainCell(value: Value): ComponentChildren {
  if (value === null) return missing();
  if (isDigest(value)) {
    return (
      <span class="mono" title={String(value)}>
        {shortDigest(String(value))}
      </span>
    );
  }
  const text = valueText(value);
  return <span title={text}>{text}</span>;
}

function DurationCell({ run, rows, layout }: CellProps) {
  const text = (seconds: number) => (layout.spec.sub === "s" ? fixed(seconds, layout.decimals) : duration(seconds));
  const running = rows.status(run) === "running";
  const started = toNumber(rows.value(run, "started"));
  const told = toNumber(rows.value(run, "duration"));
  if (!running || told === null || started === null) return told === null ? missing() : <span>{text(told)}</span>;
  const still = lost.value !== null || paused.value;
  const since = still ? 0 : now.value - (rows.answer.read ?? now.value);
  return <span class="ticking">{text(told + Math.max(0, since))}</span>;
}

function dataCell({ run, layout, rows, base }: CellProps): ComponentChildren {
  const data = runData(run, layout.spec.ids, rows, base);
  if (!data) return missing();
  return (
    <span class="data-cell" title={data.title}>
      <span class="ellipsis">{data.name}</span>
      <span class={data.differs ? "mono warn" : "mono faint"}>{shortDigest(data.digest)}</span>
      {data.differs && <span class="warn">≠</span>}
      {data.more > 0 && <span class="more">+{data.more}</span>}
    </span>
  );
}

function commitCell({ run, rows }: CellProps): ComponentChildren {
  const commit = rows.value(run, "code.commit");
  if (typeof commit !== "string") return missing();
  const dirty = rows.value(run, "code.dirty") === true;
  return (
    <span title={dirty ? `${commit}, with uncommitted changes` : commit}>
      <span class="mono">{shortDigest(commit)}</span>
      {dirty && <span class="more"> ±</span>}
    </span>
  );
}

function tagsCell({ run, rows }: CellProps): ComponentChildren {
  const tags = rows.value(run, "tags");
  if (!Array.isArray(tags) || tags.length === 0) return null;
  return (
    <span class="tags" title={tags.map(valueText).join(", ")}>
      <span class="chip ellipsis">{valueText(tags[0])}</span>
      {tags.length > 1 && <span class="more">+{tags.length - 1}</span>}
    </span>
  );
}

/** What stands in one cell: a call and no component, for there are a thousand in view. */
export function cellContent(props: CellProps): ComponentChildren {
  const { run, layout, rows, sparkTag } = props;
  const id = layout.spec.ids[0] ?? "";
  switch (layout.spec.look) {
    case "stages":
      return <StageStrip states={layout.spec.ids.map((stage) => rows.value(run, stage) as never)} />;
    case "curve":
      return sparkTag === null ? null : <Sparkline tag={sparkTag} run={run} status={rows.status(run)} />;
    case "metric":
      return metricCell(props);
    case "duration":
      return <DurationCell {...props} />;
    case "started": {
      const at = toNumber(rows.value(run, id));
      return at === null ? missing() : <span title={`${new Date(at * 1000).toISOString()}`}>{when(at)}</span>;
    }
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
