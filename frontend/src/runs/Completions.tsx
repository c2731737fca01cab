import type { Completion } from "./completion";

interface Props {
  items: readonly Completion[];
  chosen: number;
  left: number;
  choose: (item: Completion) => void;
  /** What is typed so far is no filter: the one before it is in use. */
  soft: boolean;
}

export const optionId = (i: number): string => `completion-${i}`;

/** The names that may follow, below the filter. */
export function Completions({ items, chosen, left, choose, soft }: Props) {
  return (
    <div class="popover completions" style={{ left: `${left}px` }}>
      <div role="listbox" id="completions" aria-label="Names">
        {items.map((item, i) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field has the keys
          <div
            key={item.text}
            id={optionId(i)}
            role="option"
            aria-selected={i === chosen}
            class="completion"
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => choose(item)}
          >
            <span class="mono">
              {item.text.slice(0, item.from)}
              <b>{item.text.slice(item.from, item.from + item.length)}</b>
              {item.text.slice(item.from + item.length)}
            </span>
            <span class="quiet">{item.kind}</span>
            <span class="quiet num ellipsis">{item.fact}</span>
          </div>
        ))}
      </div>
      <div class="completions-foot faint">
        <kbd>↑</kbd>
        <kbd>↓</kbd> choose <kbd>Tab</kbd> accept <kbd>Esc</kbd> close
        {soft && <span class="completions-note">last valid filter in use</span>}
      </div>
    </div>
  );
}
