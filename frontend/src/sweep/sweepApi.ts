import { getJson, getRuns, type Num, type RunsAnswer, routeUrl, type Value } from "../shared/api";

/** The answer of `GET sweep`; what is null is not ready yet. */
export interface SweepAnswer {
  ready: boolean;
  /** Of so many resamples of the forest so many are done. */
  done: number;
  of: number;
  /** Those that runs can be judged by, first. */
  metrics: string[];
  runs: number;
  left_out: Record<string, number> | null;
  metric: string | null;
  better: "up" | "down" | null;
  assumed: boolean | null;
  settings: number | null;
  known: number | null;
  valued: number | null;
  diverged: number | null;
  noise: number | null;
  baseline: string | null;
  baseline_chosen: boolean | null;
  tests: number | null;
  ranking: RankedSetting[] | null;
  lift: { among: number; amount: number } | null;
  importance: Importance | null;
  order: string[] | null;
  /** Each setting's mean and how many runs it is of. */
  points: [number | null, number][] | null;
  marginals: Marginal[] | null;
  heat_map: HeatMap | null;
  sentence: { known: string | null; unknown: string | null; next: string | null } | null;
  next: { like: number; changes: Record<string, Value>; text: string; parts: number[] } | null;
  commands: string[];
}

export interface RankedSetting {
  place: number;
  key: string;
  label: string;
  members: string[];
  rank: number | null;
  n: number;
  diverged: number;
  left_out: Record<string, number>;
  mean: number | null;
  sd: number | null;
  delta: number | null;
  interval: [number, number] | null;
  corrected: [number, number] | null;
  p: number | null;
  method: string | null;
  word: string;
}

export interface Importance {
  silent: string | null;
  extra: string | null;
  shares: { flags: string[]; together: string[]; tried: string; share: number; low: number; high: number }[];
  unclear: [string, string][];
  constant: [string, string][];
  dropped: number;
  foretold: number | null;
  settings: number;
  resamples: number;
}

export type ScaleName = "linear" | "log" | "log, 0 apart" | "words";

export interface Marginal {
  flag: string;
  id: string;
  scale: ScaleName;
  levels: string[];
  at: (number | null)[];
  curve: { at: number | null; median: Num; low: Num; high: Num; n: number }[];
  best: {
    low: number | null;
    high: number | null;
    levels: string[];
    inside: number;
    of: number;
    text: string;
    clause: string | null;
  } | null;
}

export interface HeatMap {
  x: { flag: string; id: string; texts: string[] };
  y: { flag: string; id: string; texts: string[] };
  cells: { x: number; y: number; median: Num; n: number; low: Num; high: Num; mixed: boolean; base: boolean }[];
  unknown: number;
}

interface SweepQuery {
  where: string;
  metric: string | null;
  value: "last" | "best";
  better: string | null;
  baseline: string | null;
}

export function getSweep(query: SweepQuery, signal?: AbortSignal): Promise<SweepAnswer> {
  const value = query.value === "last" ? null : query.value;
  return getJson(routeUrl("sweep", { ...query, value }), signal);
}

/** The columns of every run that the filter keeps, in the order of their start. */
export function getColumns(where: string, columns: readonly string[], signal?: AbortSignal): Promise<RunsAnswer> {
  return getRuns({ where, columns, sort: "started" }, signal);
}
