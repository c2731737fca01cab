/** Addresses of TensorBoard's own tabs that show only some runs. */

const escaped = (name: string): string => name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** A regular expression that finds these runs, and what lies in directories below them, and no others. */
export function runFilter(runs: readonly string[]): string {
  return `^(${[...runs].sort().map(escaped).join("|")})(/|$)`;
}

/** A server refuses addresses that are longer. */
const LONGEST = 60_000;

export interface Tab {
  /** As TensorBoard's address calls it. */
  plugin: string;
  name: string;
  /** The runs that have something in it. */
  runs: readonly string[];
}

export interface HandOver extends Tab {
  href: string;
  /** Why the tab opens with all runs; null where it shows only these. */
  all: string | null;
  /** What somebody must know who opens it; null where it just shows them. */
  note: string | null;
}

/** More runs than that the older tabs leave unticked until somebody ticks them. */
const TICKED = 40;
/** The Time Series tab ticks so many of all runs by itself. */
const TICKED_TIME_SERIES = 500;

/**
 * Where a tab shows only these runs. Time Series reads `runFilter` from the query, before the `#`; the older tabs read
 * `regexInput` from the part behind it. Both were tried in TensorBoard 2.21.
 */
export function handOver(tab: Tab, page: string, everyRun: number): HandOver {
  const filter = encodeURIComponent(runFilter(tab.runs));
  const timeSeries = tab.plugin === "timeseries";
  const href = timeSeries ? `${page}?runFilter=${filter}#timeseries` : `${page}#${tab.plugin}&regexInput=${filter}`;
  if (tab.runs.includes("."))
    return {
      ...tab,
      href: `${page}#${tab.plugin}`,
      all: "the run of the log directory itself has no name",
      note: null,
    };
  if (timeSeries && href.length > LONGEST)
    return { ...tab, href: `${page}#${tab.plugin}`, all: "so many names are too long for an address", note: null };
  const unticked = timeSeries ? everyRun > TICKED_TIME_SERIES : tab.runs.length > TICKED;
  return { ...tab, href, all: null, note: unticked ? "it lists them unticked: tick them there" : null };
}
