import { useEffect, useRef, useState } from "preact/hooks";
import { ApiError, type Column, getRuns, type RunsAnswer } from "../shared/api";
import { ChevronDown, ColumnsIcon, GripIcon, SearchIcon } from "../shared/icons";
import { columns, histograms } from "../shared/state";
import { type ColumnSpec, distinct } from "./columns";
import { columnFact } from "./completion";
import type { TableData } from "./useTable";

function useDismiss(open: boolean, close: () => void) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!open) return;
    const press = (event: PointerEvent) => {
      if (!box.current?.contains(event.target as Node)) close();
    };
    const cancel = (event: KeyboardEvent) => {
      if (event.key === "Escape") close();
    };
    document.addEventListener("pointerdown", press);
    document.addEventListener("keydown", cancel);
    return () => {
      document.removeEventListener("pointerdown", press);
      document.removeEventListener("keydown", cancel);
    };
  });
  return box;
}

const KINDS: Record<string, string> = { flag: "flag", metric: "metric", dataset: "data set", export: "export" };

function factOf(spec: ColumnSpec, schema: RunsAnswer | null): string {
  const column: Column | undefined = schema?.columns.find((one) => one.id === spec.key);
  if (!schema || !column) return spec.look === "curve" ? spec.sub : spec.sub === "expression" ? "expression" : "";
  const kind = KINDS[column.kind] ?? "";
  return [kind, schema.runs.length >= schema.listed ? columnFact(column) : ""].filter(Boolean).join(", ");
}

interface LineProps {
  spec: ColumnSpec;
  shown: boolean;
  fact: string;
  toggle: () => void;
  drop?: (key: string) => void;
}

function Line({ spec, shown, fact, toggle, drop }: LineProps) {
  const drag = drop && {
    draggable: true,
    onDragStart: (event: DragEvent) => event.dataTransfer?.setData("text/plain", spec.key),
    onDragOver: (event: DragEvent) => event.preventDefault(),
    onDrop: (event: DragEvent) => {
      event.preventDefault();
      drop(event.dataTransfer?.getData("text/plain") ?? "");
    },
  };
  return (
    <label class="chooser-line" {...drag}>
      <span class="grip">{drop && <GripIcon size={12} />}</span>
      <input type="checkbox" class="check" checked={shown} onClick={toggle} />
      <span class="ellipsis">{spec.label}</span>
      <span class="faint num ellipsis">{fact}</span>
    </label>
  );
}

function AddExpression({ add }: { add: (expression: string) => void }) {
  const [text, setText] = useState("");
  const [error, setError] = useState<string | null>(null);
  const submit = async (event: Event) => {
    event.preventDefault();
    if (!text.trim()) return;
    try {
      await getRuns({ columns: [text.trim()], limit: 1 });
      add(text.trim());
      setText("");
      setError(null);
    } catch (refused) {
      const hint = refused instanceof ApiError && refused.hint ? ` ${refused.hint}` : "";
      setError(`${refused instanceof Error ? refused.message : refused}${hint}`);
    }
  };
  return (
    <form class="chooser-add" onSubmit={submit}>
      <h3>An expression as a column</h3>
      <div class="field">
        <input
          class="mono"
          type="text"
          spellcheck={false}
          aria-label="An expression as a column"
          placeholder='max(metric["train/accuracy"])'
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
        />
        <button type="submit" class="button plain small">
          Add
        </button>
      </div>
      {error && <p class="bad">{error}</p>}
    </form>
  );
}

const NOT_SHOWN = 60;

function Panel({ data }: { data: TableData }) {
  const { offered, keys, specs, schema, byDefault } = data;
  const [search, setSearch] = useState("");
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  const fits = (spec: ColumnSpec) => spec.label.toLowerCase().includes(search.toLowerCase());
  const set = (next: readonly string[]) => {
    columns.value = next.join("\n") === byDefault.join("\n") ? null : next;
  };
  const toggle = (key: string) => set(keys.includes(key) ? keys.filter((one) => one !== key) : [...keys, key]);
  const dropAt = (target: string) => (key: string) => {
    if (key === target || !keys.includes(key)) return;
    const rest = keys.filter((one) => one !== key);
    const after = keys.indexOf(key) < keys.indexOf(target) ? 1 : 0;
    rest.splice(rest.indexOf(target) + after, 0, key);
    set(rest);
  };
  const hidden = offered.filter((spec) => !keys.includes(spec.key));
  const found = hidden.filter(fits);
  const differing = () =>
    set(
      keys.filter((key) => {
        const column = schema?.columns.find((one) => one.id === key);
        return column?.kind !== "flag" || distinct(column.values) > 1;
      }),
    );
  const line = (spec: ColumnSpec, shown: boolean) => (
    <Line
      key={spec.key}
      spec={spec}
      shown={shown}
      fact={factOf(spec, schema)}
      toggle={() => toggle(spec.key)}
      {...(shown && { drop: dropAt(spec.key) })}
    />
  );
  return (
    <div class="popover chooser" role="dialog" aria-label="Columns">
      <div class="field">
        <SearchIcon />
        <input
          ref={field}
          type="text"
          aria-label="Find a column"
          placeholder={`Find one of ${offered.length} columns`}
          value={search}
          onInput={(event) => setSearch(event.currentTarget.value)}
        />
      </div>
      <div class="chooser-lists">
        <h3>Shown, in this order</h3>
        {specs.filter(fits).map((spec) => line(spec, true))}
        {found.length > 0 && <h3>Not shown</h3>}
        {found.slice(0, NOT_SHOWN).map((spec) => line(spec, false))}
        {found.length > NOT_SHOWN && <p class="chooser-more quiet">{found.length - NOT_SHOWN} more</p>}
      </div>
      <AddExpression add={(expression) => !keys.includes(expression) && set([...keys, expression])} />
      <footer>
        <button type="button" class="button plain small" onClick={() => set(byDefault)}>
          Reset
        </button>
        <button type="button" class="button plain small" onClick={differing}>
          Only what differs
        </button>
        <button
          type="button"
          class="button plain small"
          aria-pressed={histograms.value}
          onClick={() => {
            histograms.value = !histograms.value;
          }}
        >
          Histograms
        </button>
        <span class="quiet">
          {specs.length} of {hidden.length + specs.length} shown
        </span>
      </footer>
    </div>
  );
}

/** Which columns are shown, and in which order. */
export function ColumnChooser({ data }: { data: TableData }) {
  const [open, setOpen] = useState(false);
  const box = useDismiss(open, () => setOpen(false));
  const { specs, offered, keys } = data;
  const all = offered.length + keys.filter((key) => !offered.some((spec) => spec.key === key)).length;
  return (
    <div class="chooser-slot" ref={box}>
      <button
        type="button"
        class="button"
        data-testid="columns"
        aria-expanded={open}
        aria-haspopup="dialog"
        title="Columns"
        disabled={offered.length === 0}
        onClick={() => setOpen(!open)}
      >
        <ColumnsIcon />
        <span class="chooser-word">
          Columns{" "}
          {offered.length > 0 && (
            <span class="quiet">
              {specs.length} of {all}
            </span>
          )}
        </span>
        <ChevronDown />
      </button>
      {open && <Panel data={data} />}
    </div>
  );
}
