import { clockLabel } from "../charts/tickLabels";
import { timeTicks } from "../charts/ticks";
import type { Incarnation } from "../shared/api";
import { duration } from "../shared/format";
import { layOut } from "./incarnations";

/** When the run was running and when it was stopped. */
export function TimeLine({ incarnations }: { incarnations: readonly Incarnation[] }) {
  const now = Date.now() / 1000;
  const pieces = layOut(incarnations, now);
  const first = incarnations[0]?.started ?? 0;
  const last = Math.max(...incarnations.map(({ ended }) => ended ?? now));
  const ticks = timeTicks(first, last, 6);
  const pauses = pieces.slice(1).map((piece, index) => ({ from: pieces[index]?.to ?? 0, to: piece.from }));
  return (
    <div class="time-line">
      <div class="time-line-bars">
        {pauses.map(({ from, to }) => (
          <span class="time-line-pause" key={from} style={{ left: percent(from), width: percent(to - from) }}>
            {to - from > 0.12 && <i>stopped {duration((to - from) * (last - first))}</i>}
          </span>
        ))}
        {pieces.map(({ from, to, label }, index) => (
          <button
            type="button"
            class={index === pieces.length - 1 ? "time-line-run latest" : "time-line-run"}
            key={from}
            style={{ left: percent(from), width: percent(Math.max(to - from, 0.004)) }}
            title={`Incarnation ${index + 1}${label ? `, steps ${label}` : ""}: show its output`}
            onClick={() => showOutputOf(index + 1)}
          >
            {to - from > 0.1 && (
              <i>
                {index + 1}
                {to - from > 0.25 && label && ` · steps ${label}`}
              </i>
            )}
          </button>
        ))}
      </div>
      <div class="time-line-axis" aria-hidden="true">
        {ticks.map((tick) => (
          <span key={tick} style={{ left: percent((tick - first) / (last - first || 1)) }}>
            {clockLabel(tick, last - first)}
          </span>
        ))}
      </div>
    </div>
  );
}

/** Brings the incarnation's first line into view in the Output section, and the section with it. */
function showOutputOf(number: number): void {
  const output = document.querySelector(".output");
  const start = output?.querySelector(`[data-incarnation="${number}"]`);
  if (number === 1 && output) output.scrollTop = 0;
  (start ?? output)?.scrollIntoView({ block: number === 1 ? "nearest" : "center" });
}

function percent(part: number): string {
  return `${(part * 100).toFixed(3)}%`;
}
