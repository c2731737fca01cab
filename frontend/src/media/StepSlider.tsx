import { useEffect, useRef } from "preact/hooks";
import { isTyping } from "../provenance/useRunKeys";
import { count, grouped } from "../shared/format";
import { choose } from "./mediaState";

interface StepSliderProps {
  /** Ascending; those that any of the runs has. */
  steps: readonly number[];
  step: number;
  pictures: number;
}

/** One step for all: the slider stops at steps that there are. */
export function StepSlider({ steps, step, pictures }: StepSliderProps) {
  const at = nearestPlace(steps, step);
  const go = (place: number) => {
    const wanted = steps[Math.max(0, Math.min(steps.length - 1, place))];
    if (wanted !== undefined) choose({ step: wanted });
  };
  const latest = useRef((_by: number) => {});
  latest.current = (by) => go(at + by);
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (isTyping(event) || event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey) return;
      if (event.key === "ArrowLeft") latest.current(-1);
      else if (event.key === "ArrowRight") latest.current(1);
    };
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, []);
  return (
    <div class="step-slider">
      <span class="quiet">one step for all</span>
      <input
        type="range"
        min="0"
        max={Math.max(0, steps.length - 1)}
        step="1"
        value={at}
        aria-label="Step"
        aria-valuetext={`step ${step}`}
        style={{ "--part": `${steps.length > 1 ? (at / (steps.length - 1)) * 100 : 100}%` }}
        onInput={(event) => go(Number(event.currentTarget.value))}
      />
      <output class="strong">{grouped(step)}</output>
      <span class="quiet">
        of {grouped(steps.at(-1) ?? step)}
        {pictures > 0 && `, ${count(pictures, "step")} ${pictures === 1 ? "has" : "have"} pictures`}
      </span>
      <button type="button" class="button small" aria-label="Step before" disabled={at <= 0} onClick={() => go(at - 1)}>
        ←
      </button>
      <button
        type="button"
        class="button small"
        aria-label="Step after"
        disabled={at >= steps.length - 1}
        onClick={() => go(at + 1)}
      >
        →
      </button>
    </div>
  );
}

/** The place of the step that is nearest, the earlier one of two. */
export function nearestPlace(steps: readonly number[], step: number): number {
  let best = 0;
  steps.forEach((one, place) => {
    if (Math.abs(one - step) < Math.abs((steps[best] ?? Number.POSITIVE_INFINITY) - step)) best = place;
  });
  return best;
}
