import { signal } from "@preact/signals";
import { useMemo, useRef } from "preact/hooks";
import type { Value } from "../shared/api";
import { directionOf, directions } from "../shared/directions";
import { brief, decimalsFor, elapsed, fixed, shortDigest, signed, toNumber, valueText, when } from "../shared/format";
import { MONO, SMALL, STRONG, TEXT, textWidth } from "../shared/measure";
import { figureOf } from "./aggregates";
import type { ColumnSpec } from "./columns";
import { datasetName, runData } from "./datasets";
import { shownAs, sizeText } from "./grouping";
import type { Rows } from "./rows";

/** What a column's first values need. */
interface Content {
  spec: ColumnSpec;
  width: number;
  right: boolean;
  /** Decimals of every figure in the column. */
  decimals: number;
  /** Width of the Δ part, 0 without one. */
  deltaWidth: number;
  /** Width of the part that says how a group spreads, 0 without one. */
  spreadWidth: number;
}

/** How a column sits: fixed by the user or the first rows, never by later data. */
export interface ColumnLayout extends Content {
  /** The width as a style. */
  css: string;
  /** It stays at the left. */
  pinned?: boolean;
}

export const ROW = 28;
export const HEAD = 44;
export const GAP = 16;
/** Room for the sign of the sort; metrics, which are sorted by most, have it beside the label. */
export const MARK = 14;
const FIRST_ROWS = 200;
const WIDEST = 220;
const NARROWEST = 32;

/** Widths that the user has dragged, by column key; the names' is "name". */
export const userWidths = signal<Readonly<Record<string, number>>>({});

export function setWidth(key: string, width: number): void {
  userWidths.value = { ...userWidths.value, [key]: Math.round(Math.max(NARROWEST, Math.min(800, width))) };
}

/** Decimals that the texts are written with. */
function writtenDecimals(texts: readonly string[]): number {
  return texts.reduce((most, text) => {
    const part = text.includes("e") ? "" : (text.split(".")[1] ?? "");
    return Math.max(most, part.length);
  }, 0);
}

function isNumeric(values: readonly Value[]): boolean {
  let any = false;
  for (const value of values) {
    if (value === null) continue;
    if (toNumber(value) === null) return false;
    any = true;
  }
  return any;
}

/** Figures of at most 1 are shares even where all are whole. */
function metricDecimals(values: readonly Value[]): number {
  const whole = decimalsFor(values) === 0;
  const small = values.every((value) => typeof value !== "number" || Math.abs(value) <= 1);
  const any = values.some((value) => typeof value === "number" && value !== 0);
  return whole && small && any ? 4 : decimalsFor(values);
}

const widest = (texts: readonly string[], font = TEXT): number =>
  texts.reduce((most, text) => Math.max(most, textWidth(text, font)), 0);

function figures(spec: ColumnSpec, values: Value[], spreads: Value[], base: Value | undefined): Content {
  const numbers = isNumeric(values) || values.every((value) => value === null);
  if (!numbers) return text(spec, values.map(valueText));
  const decimals = metricDecimals(values);
  const own = widest(values.map((value) => fixed(value as number, decimals)));
  const zero = base === undefined ? null : toNumber(base);
  const deltas = zero === null ? [] : values.map((value) => signed((toNumber(value) ?? 0) - zero, decimals));
  const deltaWidth = zero === null ? 0 : Math.ceil(widest([...deltas, "+0.0000"])) + 8;
  const known = spreads.filter((sd) => sd !== null).map((sd) => `±${fixed(sd as number, decimals)}`);
  const spreadWidth = known.length ? Math.ceil(widest(known, SMALL)) + 6 : 0;
  return { spec, width: own + 10 + spreadWidth + deltaWidth, right: true, decimals, deltaWidth, spreadWidth };
}

function flag(spec: ColumnSpec, values: Value[]): Content {
  if (!isNumeric(values)) return text(spec, values.map(valueText));
  const texts = values.map((value) => brief(toNumber(value)));
  const decimals = writtenDecimals(texts);
  const whole = texts.filter((text) => !text.includes("e")).map((text) => text.split(".")[0] ?? "");
  const width = widest(whole) + (decimals ? textWidth(`.${"0".repeat(decimals)}`) : 0);
  return { spec, width: Math.max(width, widest(texts)), right: true, decimals, deltaWidth: 0, spreadWidth: 0 };
}

/** Room for the ends of numbers that differ in a group. */
function withSpans(content: Content, spans: readonly ([Value, Value] | null)[]): Content {
  const texts = spans.map((span) => (span ? `${brief(toNumber(span[0]))}–${brief(toNumber(span[1]))}` : ""));
  return texts.some(Boolean) ? { ...content, right: true, width: Math.max(content.width, widest(texts)) } : content;
}

function text(spec: ColumnSpec, texts: string[]): Content {
  return { spec, width: Math.min(WIDEST, widest(texts)), right: false, decimals: 0, deltaWidth: 0, spreadWidth: 0 };
}

function durations(still: Omit<Content, "width">, values: Value[]): Content {
  const seconds = values.map((value) => toNumber(value) ?? 0);
  if (Math.max(0, ...seconds) < 60) {
    const decimals = Math.min(2, decimalsFor(values));
    const width = widest(values.map((value) => fixed(toNumber(value), decimals)));
    return { ...still, spec: { ...still.spec, sub: "s" }, decimals, width };
  }
  const texts = values.map((value) => elapsed(toNumber(value)));
  const hours = texts.some((text) => /:.*:/.test(text));
  return { ...still, spec: { ...still.spec, sub: hours ? "h:min:s" : "min:s" }, width: widest(texts) };
}

function dataWidth(spec: ColumnSpec, rows: Rows): number {
  const more = rows.names.slice(0, FIRST_ROWS).some((run) => (runData(run, spec.ids, rows, null)?.more ?? 0) > 0);
  const name = widest(spec.ids.map(datasetName));
  return Math.min(WIDEST, name + textWidth("000000", MONO) + textWidth(" ≠") + (more ? textWidth(" +1") : 0) + 8);
}

function content(spec: ColumnSpec, rows: Rows, base: Value | undefined): Content {
  const id = spec.ids[0] ?? "";
  const values = rows.head(id, FIRST_ROWS);
  const still = { spec, right: false, decimals: 0, deltaWidth: 0, spreadWidth: 0 };
  switch (spec.look) {
    case "stages":
      return { ...still, width: 144 };
    case "curve":
      return { ...still, width: 52 };
    case "metric":
      return figures(spec, values, rows.column(id)?.sd?.slice(0, FIRST_ROWS) ?? [], base);
    case "flag":
      return withSpans(flag(spec, values), rows.column(id)?.span?.slice(0, FIRST_ROWS) ?? []);
    case "duration":
      return durations({ ...still, right: true }, values);
    case "started":
      return { ...still, right: true, width: widest(values.map((value) => when(toNumber(value)))) };
    case "data":
      return { ...still, width: dataWidth(spec, rows) };
    case "commit":
      return { ...still, width: 70 };
    case "tags":
      return { ...still, width: Math.min(WIDEST, widest(tagTexts(values), SMALL) + 44) };
    default: {
      if (isNumeric(values)) return flag(spec, values);
      return text(
        spec,
        values.map((value) => (isDigest(value) ? shortDigest(value as string) : valueText(value))),
      );
    }
  }
}

export const isDigest = (value: Value): boolean => typeof value === "string" && value.startsWith("sha256:");

const tagTexts = (values: readonly Value[]): string[] =>
  values.map((value) => (Array.isArray(value) ? valueText(value[0]) : ""));

/** The second line of the head: how the figure is made, its unit, which way is better, the Δ. */
export function headNote(layout: Content): string {
  const { spec } = layout;
  const better = spec.better === "up" ? "↑ better" : spec.better === "down" ? "↓ better" : "";
  return [spec.sub, layout.spreadWidth ? "± sd" : "", better, layout.deltaWidth ? "Δ" : ""].filter(Boolean).join(" · ");
}

const metricOf = ({ key }: ColumnSpec): string => figureOf(key)?.metric ?? key;

export function layoutOf(
  column: ColumnSpec,
  rows: Rows,
  base: Value | undefined,
  chosen: number | undefined,
): ColumnLayout {
  const told = column.better ?? rows.better(column.ids[0] ?? "");
  const spec = { ...column, better: directionOf(metricOf(column), told) };
  const inner = content(spec, rows, base);
  const head = Math.max(
    textWidth(spec.label, STRONG) + (spec.look === "metric" ? MARK : 0),
    textWidth(headNote(inner), SMALL),
  );
  const capped = Math.min(Math.max(WIDEST, inner.width), head);
  const width = chosen ?? Math.ceil(Math.max(NARROWEST, inner.width, capped)) + GAP;
  return { ...inner, width, css: `width:${width}px` };
}

const same = (a: readonly ColumnLayout[], b: readonly ColumnLayout[]): boolean =>
  a.length === b.length && a.every((layout, i) => layout === b[i]);

/** The layouts of the shown columns, each fixed when first seen; a baseline coming or going opens or closes the Δ parts. */
export function useLayouts(specs: readonly ColumnSpec[], rows: Rows, baseline: Rows | null): readonly ColumnLayout[] {
  const known = useRef(new Map<string, ColumnLayout>());
  const last = useRef<readonly ColumnLayout[]>([]);
  const base = baseline?.names[0];
  const layouts = specs.map((spec) => {
    const id = spec.ids[0] ?? "";
    const value = base && spec.look === "metric" ? (baseline?.value(base, id) ?? undefined) : undefined;
    const width = userWidths.value[spec.key];
    const way = directions.value[metricOf(spec)];
    const key = `${spec.key}|${way}|${rows.grouped}|${value === undefined ? "" : "Δ"}|${width ?? ""}`;
    const found = known.current.get(key) ?? layoutOf(spec, rows, value, width);
    if (rows.names.length > 0 && (spec.ids.length === 0 || rows.column(id))) known.current.set(key, found);
    return found;
  });
  if (!same(layouts, last.current)) last.current = layouts;
  return last.current;
}

const FOLD = 18;
const MOST_NAME = 260;
const NAME_FIXED = 16 + 14 + 32 + 14 + 6 + 22;

function nameWidth(name: string, rows: Rows): number {
  const group = rows.group(name);
  return group ? textWidth(shownAs(group), STRONG) + textWidth(sizeText(group), SMALL) + 24 : textWidth(name);
}

/** The layouts with the pinned columns first, which stay where they are as the others scroll. */
export function usePinned(
  layouts: readonly ColumnLayout[],
  pins: readonly string[],
  nameWidth: number,
): readonly ColumnLayout[] {
  return useMemo(() => {
    const pinned = layouts.filter((layout) => pins.includes(layout.spec.key));
    if (pinned.length === 0) return layouts;
    let left = nameWidth;
    const placed = pinned.map((layout) => {
      const css = `${layout.css};left:${left}px`;
      left += layout.width;
      return { ...layout, css, pinned: true };
    });
    return [...placed, ...layouts.filter((layout) => !pinned.includes(layout))];
  }, [layouts, pins, nameWidth]);
}

/** The width of the check box, letter and name column, fixed like the others. */
export function useNameWidth(rows: Rows, narrow: boolean): number {
  const known = useRef(new Map<string, number>());
  const key = `${narrow} ${rows.grouped}`;
  let width = known.current.get(key);
  if (width === undefined) {
    const names = rows.names.slice(0, FIRST_ROWS);
    const limit = narrow ? 160 : rows.grouped ? MOST_NAME : 176;
    const widths = names.map((name) => nameWidth(name, rows));
    const fixed = NAME_FIXED + (rows.grouped ? FOLD : 0);
    width = fixed + Math.ceil(Math.min(limit, Math.max(120, ...widths.map((one) => one + 18))));
    if (names.length > 0) known.current.set(key, width);
  }
  return userWidths.value.name ?? width;
}
