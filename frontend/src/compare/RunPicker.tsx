import { useEffect, useState } from "preact/hooks";
import { getRuns } from "../shared/api";
import { count } from "../shared/format";
import { SearchIcon } from "../shared/icons";
import { useQuery } from "../shared/query";
import { MOST_SELECTED, select } from "../shared/state";
import { usePopover } from "../shared/usePopover";

const SHOWN = 40;

/** A small list of the other runs, newest first, found by a part of their name. */
export function RunPicker({ runs }: { runs: readonly string[] }) {
  const [open, setOpen] = useState(false);
  const [typed, setTyped] = useState("");
  const box = usePopover(open, () => setOpen(false));
  useEffect(() => {
    if (open) box.current?.querySelector("input")?.focus();
  }, [open, box]);
  const { data, error } = useQuery(open ? "names" : null, (signal) => getRuns({ columns: ["name"] }, signal), {
    live: false,
  });
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  const found = (data?.runs ?? []).filter(
    (run) => !runs.includes(run) && words.every((word) => run.toLowerCase().includes(word)),
  );
  const full = runs.length >= MOST_SELECTED;
  const pick = (run: string) => {
    select(run, true);
    setTyped("");
  };
  return (
    <div class="run-picker" ref={box}>
      <button
        type="button"
        class="button plain"
        aria-expanded={open}
        disabled={full}
        title={full ? "No more can be compared" : "Add a run"}
        onClick={() => setOpen(!open)}
      >
        <span aria-hidden="true">+</span> Add
      </button>
      {open && (
        <div class="popover run-picker-list">
          <label class="run-picker-field">
            <SearchIcon size={14} />
            <input
              type="search"
              aria-label="Find a run"
              placeholder={data ? `Find one of ${count(data.total, "run")}` : "Find a run"}
              value={typed}
              onInput={(event) => setTyped(event.currentTarget.value)}
              onKeyDown={(event) => {
                const first = found[0];
                if (event.key === "Enter" && first !== undefined) pick(first);
              }}
            />
          </label>
          {error && <p class="bad">{error.message}</p>}
          <ul>
            {found.slice(0, SHOWN).map((run) => (
              <li key={run}>
                <button type="button" class="ellipsis" title={run} onClick={() => pick(run)}>
                  {run}
                </button>
              </li>
            ))}
          </ul>
          {data && found.length === 0 && <p class="quiet">No other run has that in its name.</p>}
          {found.length > SHOWN && (
            <p class="quiet">{count(found.length - SHOWN, "more run")}: type a part of the name.</p>
          )}
        </div>
      )}
    </div>
  );
}
