import { InfoIcon } from "./icons";
import { incomplete } from "./live";
import { openRuns } from "./state";

interface GoneProps {
  runs: readonly string[];
  /** Lets the view go on without them for good. */
  forget?: () => void;
}

/** The address names runs that are not there: which ones, and what may have become of them. */
export function Gone({ runs, forget }: GoneProps) {
  const names = runs.map((run, index) => (
    <>
      {index > 0 && ", "}
      <b class="strong">{run}</b>
    </>
  ));
  const one = runs.length === 1;
  return (
    <div class="gone" role="note">
      <InfoIcon />
      <p>
        {names}{" "}
        {incomplete.value
          ? `${one ? "is" : "are"} not among the runs that TensorBoard has read so far.`
          : `${one ? "is" : "are"} gone: this log directory has no ${one ? "run of that name" : "runs of these names"}. Renamed, moved or deleted since the link was made?`}{" "}
        <button type="button" class="link-button" onClick={forget ?? openRuns}>
          {forget ? `Leave ${one ? "it" : "them"} out` : "To the table of runs"}
        </button>
      </p>
    </div>
  );
}
