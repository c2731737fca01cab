import type { MediaKind, MediaTag } from "../shared/api";
import { grouped } from "../shared/format";
import { allRuns } from "../shared/summary";
import { type HandOver, handOver, runFilter } from "./handOver";

const TABS: readonly (readonly [MediaKind, string, string])[] = [
  ["images", "images", "Images"],
  ["histograms", "histograms", "Histograms"],
  ["texts", "text", "Text"],
  ["pr_curves", "pr_curves", "PR Curves"],
];

interface HandOverRowProps {
  runs: readonly string[];
  tags: Record<MediaKind, MediaTag[]>;
}

/** From these runs to TensorBoard's own tabs, each with how many of them it has. */
export function HandOverRow({ runs, tags }: HandOverRowProps) {
  const page = hostPage();
  const every = allRuns.value ?? runs.length;
  const owners = (kind: MediaKind) => [...new Set(tags[kind].flatMap((one) => one.runs))];
  const tabs = [
    { plugin: "timeseries", name: "Time Series", runs },
    ...TABS.map(([kind, plugin, name]) => ({ plugin, name, runs: owners(kind) })),
  ].filter((tab) => tab.runs.length > 0);
  const links = tabs.map((tab) => handOver(tab, page, every));
  if (links.length === 0) return null;
  const length = runFilter(runs).length;
  return (
    <div class="hand-over" data-testid="hand-over">
      <span class="strong">Open these in</span>
      {links.map((link) => (
        <TabLink key={link.plugin} link={link} />
      ))}
      <span class="quiet">
        {links.every(({ all }) => all !== null)
          ? "with all runs"
          : `with these runs as the run filter in the address (one expression, ${grouped(length)} characters)`}
        {links.map(({ name, all }) => (all ? `; ${name} opens with all runs: ${all}` : ""))}
        {links.map(({ name, note }) => (note ? `; ${name}: ${note}` : ""))}
      </span>
    </div>
  );
}

function TabLink({ link }: { link: HandOver }) {
  return (
    <a class="button" href={link.href} target="_blank" rel="noreferrer" title={link.all ?? link.note ?? undefined}>
      {link.name} <span class="quiet">{grouped(link.runs.length)}</span>
      <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
        <path d="M5 2H2v8h8V7M7 2h3v3M10 2 5.5 6.5" fill="none" stroke="currentColor" />
      </svg>
    </a>
  );
}

function hostPage(): string {
  try {
    const { origin, pathname } = window.parent.location;
    return origin + pathname;
  } catch {
    return window.location.origin + window.location.pathname;
  }
}
