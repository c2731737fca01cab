import { useEffect, useRef, useState } from "preact/hooks";
import { helpOpen } from "../app/pageKeys";
import { getRuns, type RunsAnswer } from "../shared/api";
import { CloseIcon, HelpIcon, SearchIcon } from "../shared/icons";
import { MONO, textWidth } from "../shared/measure";
import { useQuery } from "../shared/query";
import { where } from "../shared/state";
import { Completions, optionId } from "./Completions";
import { type Completion, completions, wordAt } from "./completion";
import { draft, filterError, setDraft, shownError, typing } from "./filter";
import { Highlight } from "./Highlight";
import { columnOf, type TypedValue, valueCompletions, valueWordAt } from "./values";

const EXAMPLE = 'Filter: flag.lr < 0.01 and metric["train/accuracy"] > 0.9';

/** The field's text before the applied filter of the address is known to it. */
function useAppliedFilter(): void {
  const applied = where.value;
  useEffect(() => {
    if (!filterError.value && draft.value.trim() !== applied.trim()) draft.value = applied;
  }, [applied]);
}

const MOST_RUNS = 500;

/** An answer that has the column of the value that is typed: a data set's over its splits is in none that was not asked for it. */
function useColumn(schema: RunsAnswer | null, value: TypedValue | null): RunsAnswer | null {
  const id = schema && value?.id && !columnOf(schema, value) ? value.id : null;
  const { data } = useQuery(
    id === null ? null : `values ${id}`,
    (signal) => getRuns({ columns: [id ?? ""], limit: MOST_RUNS }, signal),
    { live: false },
  );
  return id === null ? schema : data;
}

function useCompletion(schema: RunsAnswer | null) {
  const [caret, setCaret] = useState<number | null>(null);
  const [chosen, setChosen] = useState(0);
  const value = caret === null ? null : valueWordAt(draft.value, caret);
  const values = valueCompletions(useColumn(schema, value), value);
  const word = caret === null ? null : values.length > 0 ? value : wordAt(draft.value, caret);
  const items = values.length > 0 ? values : completions(schema, word);
  return { word, items, chosen: Math.min(chosen, items.length - 1), setCaret, setChosen };
}

function Underlay({ scroll }: { scroll: number }) {
  return (
    <div class="filter-under" aria-hidden="true">
      <div style={{ transform: `translateX(${-scroll}px)` }}>
        <Highlight text={draft.value} error={filterError.value} />
      </div>
    </div>
  );
}

/** The filter's field; the server says what it means, the last valid one stays in use. */
export function FilterBar({ schema }: { schema: RunsAnswer | null }) {
  const input = useRef<HTMLInputElement>(null);
  const [scroll, setScroll] = useState(0);
  const { word, items, chosen, setCaret, setChosen } = useCompletion(schema);
  useAppliedFilter();
  const open = items.length > 0;
  const [start, end] = open && word ? [word.start, word.end] : [-1, -1];
  useEffect(() => {
    typing.value = start < 0 ? null : { start, end };
  }, [start, end]);

  const accept = (item: Completion) => {
    if (!word || !input.current) return;
    const text = draft.value.slice(0, word.start) + item.text + draft.value.slice(word.end);
    const caret = word.start + item.text.length;
    setDraft(text);
    setCaret(null);
    requestAnimationFrame(() => input.current?.setSelectionRange(caret, caret));
    input.current.focus();
  };
  const type = (event: Event & { currentTarget: HTMLInputElement }) => {
    const { value, selectionStart } = event.currentTarget;
    setDraft(value);
    setCaret(selectionStart);
    setChosen(0);
  };
  const press = (event: KeyboardEvent) => {
    const item = items[chosen];
    if (open && (event.key === "ArrowDown" || event.key === "ArrowUp"))
      setChosen((chosen + (event.key === "ArrowDown" ? 1 : items.length - 1)) % items.length);
    else if (open && event.key === "Tab" && !event.shiftKey && item) accept(item);
    else if (event.key === "Enter") {
      setCaret(null);
      setDraft(draft.value, 0);
    } else if (event.key === "Escape") {
      if (open) setCaret(null);
      else input.current?.blur();
    } else return;
    event.preventDefault();
  };
  const clear = () => {
    setDraft("", 0);
    setCaret(null);
    input.current?.focus();
  };
  const left = 34 + (word ? textWidth(draft.value.slice(0, word.start), MONO) - scroll : 0);
  return (
    <div class={shownError.value ? "filter wrong" : "filter"}>
      <SearchIcon />
      <div class="filter-field">
        <Underlay scroll={scroll} />
        <input
          ref={input}
          type="text"
          data-testid="filter"
          role="combobox"
          spellcheck={false}
          autocomplete="off"
          aria-label="Filter"
          aria-invalid={shownError.value !== null}
          aria-expanded={open}
          aria-controls="completions"
          aria-activedescendant={open ? optionId(chosen) : undefined}
          placeholder={EXAMPLE}
          value={draft.value}
          onInput={type}
          onKeyDown={press}
          onScroll={(event) => setScroll(event.currentTarget.scrollLeft)}
          onKeyUp={(event) => setScroll(event.currentTarget.scrollLeft)}
          onBlur={() => setCaret(null)}
        />
      </div>
      {draft.value && (
        <button
          type="button"
          class="button plain icon small"
          aria-label="Clear the filter"
          title="Clear"
          onClick={clear}
        >
          <CloseIcon />
        </button>
      )}
      <button
        type="button"
        class="button plain icon small"
        aria-label="Keys and filters"
        title="Keys and filters"
        onClick={() => {
          helpOpen.value = true;
        }}
      >
        <HelpIcon />
      </button>
      {open && (
        <Completions
          items={items}
          chosen={chosen}
          left={Math.max(0, left)}
          choose={accept}
          soft={filterError.value !== null}
        />
      )}
    </div>
  );
}
