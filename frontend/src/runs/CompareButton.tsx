import { useState } from "preact/hooks";
import { grouped } from "../shared/format";
import { MOST_SELECTED, openCompare, selected } from "../shared/state";

function reason(count: number): string | null {
  if (count < 2) return "Select two or more runs to compare them.";
  if (count > MOST_SELECTED) return `Select ${grouped(MOST_SELECTED)} runs at most to compare them.`;
  return null;
}

/** Opens the comparison; while it cannot be pressed it says why, also on focus. */
export function CompareButton() {
  const [asked, setAsked] = useState(false);
  const count = selected.value.length;
  const why = reason(count);
  return (
    <span class="compare-slot">
      <button
        type="button"
        class={why ? "button" : "button filled"}
        data-testid="compare"
        aria-disabled={why !== null}
        aria-describedby={why ? "compare-why" : undefined}
        onClick={() => !why && openCompare()}
        onPointerEnter={() => setAsked(true)}
        onPointerLeave={() => setAsked(false)}
        onFocus={() => setAsked(true)}
        onBlur={() => setAsked(false)}
      >
        Compare{count > 0 && ` ${grouped(count)}`}
      </button>
      {why && (
        <span id="compare-why" role="tooltip" class={asked ? "tip" : "sr-only"}>
          {why}
        </span>
      )}
    </span>
  );
}
