import { InfoIcon } from "../shared/icons";
import { openRuns } from "../shared/state";

/** What a comparison needs, where there is nothing to compare yet. */
export function TooFew({ have }: { have: number }) {
  return (
    <div class="too-few">
      <InfoIcon />
      <div>
        <p class="strong">
          {have === 0 ? "Nothing is selected to compare." : "One run is selected: a comparison needs two."}
        </p>
        <p class="quiet">
          Select two runs or more in the table, or add them here by name. The first one is the baseline: the others are
          measured against it.
        </p>
        <button type="button" class="button" onClick={openRuns}>
          To the table of runs
        </button>
      </div>
    </div>
  );
}
