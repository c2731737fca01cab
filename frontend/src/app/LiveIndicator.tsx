import { useComputed } from "@preact/signals";
import { ago, clock } from "../shared/format";
import { PauseIcon, PlayIcon } from "../shared/icons";
import { answered, lost, now, paused, setPaused, stale } from "../shared/live";
import { runningCount } from "../shared/summary";

/** Whether what is on screen is fresh, and the switch that freezes it. */
export function LiveIndicator() {
  const wording = useComputed(() => {
    if (lost.value) {
      const wait = Math.max(0, Math.ceil(lost.value.retry - now.value));
      return { state: "lost", word: "Not live", detail: `next try in ${wait} s` };
    }
    const read = answered.value === null ? "" : `read ${ago(answered.value - stale.value, now.value)}`;
    if (paused.value) {
      const at = answered.value === null ? "" : `as of ${clock(answered.value)} UTC`;
      return { state: "paused", word: "Paused", detail: at };
    }
    const running = runningCount.value ? `${runningCount.value} running · ` : "";
    return { state: "live", word: "Live", detail: running + read };
  });
  const { state, word, detail } = wording.value;
  const label = paused.value ? "Go on reading" : "Pause: freeze what is shown";
  return (
    <div class="live" data-state={state}>
      <span class="live-dot" />
      <span class="strong" role="status">
        {word}
      </span>
      <span class="live-detail quiet">{detail}</span>
      <button
        type="button"
        class="button plain icon"
        aria-pressed={paused.value}
        aria-label={label}
        title={label}
        onClick={() => setPaused(!paused.value)}
      >
        {paused.value ? <PlayIcon /> : <PauseIcon />}
      </button>
    </div>
  );
}
