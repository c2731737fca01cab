import type { ComponentChildren } from "preact";
import type { Status } from "./api";

const WORDS: Record<Status, string> = {
  running: "Running",
  completed: "Completed",
  pruned: "Pruned: ended early on purpose",
  failed: "Failed",
  terminated: "Terminated",
  lost: "Lost: no heartbeat and no end",
  unknown: "Status unknown: no lifecycle record",
};

const COLORS: Record<Status, string> = {
  running: "var(--info)",
  completed: "var(--ink-2)",
  pruned: "var(--ink-2)",
  failed: "var(--bad)",
  terminated: "var(--ink-2)",
  lost: "var(--warn)",
  unknown: "var(--ink-3)",
};

const SHAPES: Record<Status, ComponentChildren> = {
  running: (
    <>
      <circle cx="8" cy="8" r="6" stroke="currentColor" stroke-opacity="0.35" />
      <path d="M8 2a6 6 0 0 1 6 6" stroke-width="2" />
      <circle cx="8" cy="8" r="2" fill="currentColor" stroke="none" />
    </>
  ),
  completed: (
    <>
      <circle cx="8" cy="8" r="5.8" />
      <path d="m5.5 8.2 1.8 1.8 3.4-3.8" />
    </>
  ),
  pruned: (
    <>
      <circle cx="8" cy="8" r="5.8" />
      <path d="M5.4 8h5.2" />
    </>
  ),
  failed: (
    <>
      <circle cx="8" cy="8" r="6.4" fill="currentColor" stroke="none" />
      <path d="m5.8 5.8 4.4 4.4m0-4.4-4.4 4.4" stroke="var(--bg)" stroke-width="1.7" />
    </>
  ),
  terminated: (
    <>
      <rect x="2.6" y="2.6" width="10.8" height="10.8" rx="1.5" />
      <rect x="5.8" y="5.8" width="4.4" height="4.4" fill="currentColor" stroke="none" />
    </>
  ),
  lost: (
    <>
      <circle cx="8" cy="8" r="6" stroke-dasharray="2.6 1.6" />
      <path d="M8 5v3.4M8 10.7v.1" />
    </>
  ),
  unknown: <path d="M4 8h8" />,
};

/** The status as a shape of its own; the word is its label and title. */
export function StatusIcon({ status, size = 14 }: { status: Status; size?: number }) {
  const word = WORDS[status] ?? status;
  return (
    <svg
      class="status-icon"
      data-status={status}
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      stroke-width="1.4"
      stroke-linecap="round"
      style={{ color: COLORS[status] ?? "var(--ink-3)" }}
      role="img"
      aria-label={word}
    >
      <title>{word}</title>
      {SHAPES[status] ?? SHAPES.unknown}
    </svg>
  );
}

export function statusWord(status: Status): string {
  return WORDS[status]?.split(":")[0] ?? status;
}
