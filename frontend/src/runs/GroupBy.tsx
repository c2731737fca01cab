import { useState } from "preact/hooks";
import { ApiError, getRuns, type RunsAnswer } from "../shared/api";
import { ChevronDown } from "../shared/icons";
import { grouping } from "../shared/state";
import { usePopover } from "../shared/usePopover";
import { distinct } from "./columns";
import { datasetId, withoutSplit } from "./datasets";
import { SEED } from "./grouping";
import type { TableData } from "./useTable";

const MOST_OFFERED = 10;
const MOST_VALUES = 40;

/** Data sets of which there are several, and flags that would make fewer groups than there are runs. */
function offered(schema: RunsAnswer | null): string[] {
  if (!schema) return [];
  const fits = schema.columns.filter((column) => {
    if (column.kind !== "flag" && column.id !== "status" && column.id !== "code.commit") return false;
    const kinds = distinct(column.values, MOST_VALUES);
    return kinds > 1 && kinds < Math.min(MOST_VALUES, schema.runs.length);
  });
  const sets = schema.columns.filter(({ kind, values }) => kind === "dataset" && distinct(values, 2) > 1);
  const data = new Set(sets.map(({ label }) => datasetId(withoutSplit(label))));
  return [...data, ...fits.map((column) => column.id)].slice(0, MOST_OFFERED);
}

function Choice({ chosen, choose, children }: { chosen: boolean; choose: () => void; children: string }) {
  return (
    <label class="group-choice">
      <input type="radio" name="group-by" checked={chosen} onChange={choose} />
      <span class="ellipsis">{children}</span>
    </label>
  );
}

function Expression({ current, choose }: { current: string; choose: (expression: string) => void }) {
  const [text, setText] = useState(current);
  const [error, setError] = useState<string | null>(null);
  const submit = async (event: Event) => {
    event.preventDefault();
    if (!text.trim()) return;
    try {
      await getRuns({ group: text.trim(), columns: ["name"], limit: 1 });
      setError(null);
      choose(text.trim());
    } catch (refused) {
      const hint = refused instanceof ApiError && refused.hint ? ` ${refused.hint}` : "";
      setError(`${refused instanceof Error ? refused.message : refused}${hint}`);
    }
  };
  return (
    <form class="chooser-add" onSubmit={submit}>
      <h3>By an expression</h3>
      <div class="field">
        <input
          class="mono"
          type="text"
          spellcheck={false}
          aria-label="Group by an expression"
          placeholder="flag.model, flag.lr < 0.01"
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
        />
        <button type="submit" class="button plain small">
          Group
        </button>
      </div>
      {error && <p class="bad">{error}</p>}
    </form>
  );
}

/** What rows are grouped by: a switch for what is chosen, and a menu of what may be. */
export function GroupBy({ data }: { data: TableData }) {
  const [open, setOpen] = useState(false);
  const box = usePopover(open, () => setOpen(false));
  const [last, setLast] = useState(SEED);
  const { group, schema } = data;
  const by = group ?? last;
  const choose = (next: string) => {
    if (next) setLast(next);
    grouping.value = next;
    setOpen(false);
  };
  const names = offered(schema);
  const own = group !== null && group !== SEED && !names.includes(group) ? group : "";
  return (
    <div class="group-by" ref={box}>
      <button
        type="button"
        class="toggle"
        role="switch"
        data-testid="group-by"
        aria-checked={group !== null}
        title={
          by === SEED ? "Runs that differ by their seed alone are one row" : `Runs with the same ${by} are one row`
        }
        onClick={() => choose(group === null ? last : "")}
      >
        <span class="track" />
        {by === SEED ? (
          "Group seeds"
        ) : (
          <span class="group-word">
            Group by <span class="mono">{by}</span>
          </span>
        )}
      </button>
      <button
        type="button"
        class="button plain icon small"
        data-testid="group-menu"
        aria-label="Group by"
        title="Group by"
        aria-haspopup="dialog"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        <ChevronDown size={14} />
      </button>
      {open && (
        <div class="popover group-menu" role="dialog" aria-label="Group by">
          <Choice chosen={group === null} choose={() => choose("")}>
            None
          </Choice>
          <Choice chosen={group === SEED} choose={() => choose(SEED)}>
            Seed
          </Choice>
          {names.length > 0 && <h3>One value</h3>}
          {names.map((name) => (
            <Choice key={name} chosen={group === name} choose={() => choose(name)}>
              {name}
            </Choice>
          ))}
          <Expression current={own} choose={choose} />
        </div>
      )}
    </div>
  );
}
