import { helpOpen } from "../app/pageKeys";
import { grouped } from "../shared/format";
import { SAMPLED } from "../shared/Sampled";
import { baseline } from "../shared/state";
import type { Rows } from "./rows";
import { firstShown, lastShown, rowsThere } from "./tableState";
import type { TableData } from "./useTable";

function Keys() {
  const keys: [string, string][] = [
    ["↑ ↓", "move"],
    ["Space", "select"],
    ["Enter", "open"],
    ["b", "baseline"],
    ["/", "filter"],
  ];
  return (
    <span class="foot-keys">
      {keys.map(([key, word]) => (
        <span key={key}>
          {key.split(" ").map((one) => (
            <kbd key={one}>{one}</kbd>
          ))}{" "}
          {word}
        </span>
      ))}
      <button
        type="button"
        class="foot-help"
        onClick={() => {
          helpOpen.value = true;
        }}
      >
        <kbd>?</kbd> all keys
      </button>
    </span>
  );
}

/** Where the table is, and what its signs mean. */
export function Foot({ rows, data }: { rows: Rows; data: TableData }) {
  const count = rowsThere.value;
  const sampled = rows.answer.columns.some((column) => !column.exact);
  const edited = rows.column("code.dirty")?.values.includes(true);
  return (
    <footer class="foot">
      <span>
        {count === 0 ? "No rows" : `Rows ${grouped(firstShown.value)}–${grouped(lastShown.value)} of ${grouped(count)}`}
      </span>
      <i class="rule" />
      <span class="legend">
        <i class="stage-recorded" /> recorded
      </span>
      <span class="legend">
        <i class="stage-partial" /> partial
      </span>
      <span class="legend">
        <i class="stage-missing" /> missing
      </span>
      <span class="foot-signs">
        {sampled && (
          <button type="button" class="foot-help" title={SAMPLED} onClick={data.readFiles}>
            ≈ from sampled points{data.filesAwaited && ", reading the files…"}
          </button>
        )}
        {edited && <span>± edited since the commit</span>}
        {baseline.value !== null && <span>Δ against the baseline</span>}
      </span>
      <Keys />
    </footer>
  );
}
