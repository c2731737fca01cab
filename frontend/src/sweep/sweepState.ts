import { batch, computed, effect, signal } from "@preact/signals";
import { setDraft } from "../runs/filter";
import { baseline, parseList, where } from "../shared/state";
import { onUrlChange, readUrl, writeUrl } from "../shared/url";
import { type Brush, type Brushes, joinFilter, splitFilter } from "./brushes";
import type { ScaleName } from "./sweepApi";

export const metric = signal<string | null>(null);
export const value = signal<"last" | "best">("last");
export const better = signal<"up" | "down" | null>(null);
/** The axes in their order; null for the choice of the page. */
export const axes = signal<readonly string[] | null>(null);
export const colour = signal<string | null>(null);
export const chart = signal<"parallel" | "scatter">("parallel");
export const scatterAxes = signal<readonly [string, string] | null>(null);
export const analyse = signal<"all" | "brushed">("all");
/** The axes whose clauses at the filter's end are brushes. */
export const brushed = signal<readonly string[]>([]);
/** Scales that somebody chose. */
export const scales = signal<Readonly<Record<string, ScaleName>>>({});
/** How many runs the brushes hold, as drawn. */
export const counted = signal(0);

const split = computed(() => splitFilter(where.value, brushed.value));
/** The filter without its brushes. */
export const base = computed(() => split.value.base);
export const brushes = computed<Brushes>(() => split.value.brushes);
/** Where in the filter the brushes begin. */
export const brushStart = computed(() => (split.value.brushes.size ? split.value.from : null));
export const analysed = computed(() => (analyse.value === "brushed" ? where.value : base.value));
/** The setting that others are held against: the page's baseline, whatever view it was chosen in. */
export const against = computed(() => baseline.value);

export function setBrush(id: string, brush: Brush | null): void {
  const next = new Map(brushes.value);
  if (brush) next.set(id, brush);
  else next.delete(id);
  writeBrushes(next);
}

export function writeBrushes(next: Brushes): void {
  const text = joinFilter(base.value, next);
  brushed.value = [...next.keys()];
  setDraft(text, 0);
}

const pair = (text: string | undefined): [string, string] | null => {
  const [x, y] = parseList(text) ?? [];
  return x && y ? [x, y] : null;
};

function readScales(text: string | undefined): Record<string, ScaleName> {
  try {
    const found: unknown = text ? JSON.parse(text) : {};
    return typeof found === "object" && found !== null ? (found as Record<string, ScaleName>) : {};
  } catch {
    return {};
  }
}

function mirrored(): Record<string, string> {
  const many = (list: readonly string[] | null) => (list?.length ? JSON.stringify(list) : "");
  return {
    smetric: metric.value ?? "",
    svalue: value.value === "last" ? "" : value.value,
    sbetter: better.value ?? "",
    saxes: many(axes.value),
    scolour: colour.value ?? "",
    schart: chart.value === "parallel" ? "" : chart.value,
    sxy: many(scatterAxes.value),
    sanalyse: analyse.value === "all" ? "" : analyse.value,
    sbrush: many(brushed.value),
    sscales: Object.keys(scales.value).length ? JSON.stringify(scales.value) : "",
  };
}

const strings = (text: string | undefined): string[] | null =>
  parseList(text)?.filter((one): one is string => one !== null) ?? null;

function restore(): void {
  const found = readUrl();
  batch(() => {
    metric.value = found.smetric ?? null;
    value.value = found.svalue === "best" ? "best" : "last";
    better.value = found.sbetter === "up" || found.sbetter === "down" ? found.sbetter : null;
    axes.value = strings(found.saxes);
    colour.value = found.scolour ?? null;
    chart.value = found.schart === "scatter" ? "scatter" : "parallel";
    scatterAxes.value = pair(found.sxy);
    analyse.value = found.sanalyse === "brushed" ? "brushed" : "all";
    brushed.value = strings(found.sbrush) ?? [];
    scales.value = readScales(found.sscales);
  });
}

let linked = false;

/** Reads the view's state from the address, then keeps the two alike. */
export function linkSweepToUrl(): void {
  if (linked) return;
  linked = true;
  restore();
  let written = mirrored();
  effect(() => {
    const now = mirrored();
    const before = written;
    written = now;
    for (const [key, text] of Object.entries(now)) if (text !== before[key]) writeUrl(key, text);
  });
  onUrlChange(() => {
    const found = readUrl();
    if (Object.entries(mirrored()).some(([key, text]) => text !== (found[key] ?? ""))) restore();
  });
}
