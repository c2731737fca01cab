import { useEffect, useRef } from "preact/hooks";
import { CloseIcon } from "../shared/icons";
import { helpOpen } from "./pageKeys";

const KEYS: [string, [string, string][]][] = [
  [
    "Anywhere",
    [
      ["/", "filter"],
      ["g r", "runs"],
      ["g c", "compare"],
      ["g s", "sweep"],
      ["?", "these keys"],
      ["Esc", "close"],
    ],
  ],
  [
    "Table",
    [
      ["↑ ↓", "move; with Shift select"],
      ["PgUp PgDn Home End", "move further"],
      ["← →", "close, open a group; else scroll"],
      ["Space", "select"],
      ["Ctrl A", "select all matching"],
      ["Enter", "open"],
      ["b", "baseline"],
      ["c", "compare"],
      ["t", "compare the first 10"],
      ["h", "hide failed"],
      ["s", "group seeds"],
    ],
  ],
  [
    "Table head",
    [
      ["Enter", "sort; with Shift add a key"],
      ["← →", "next column"],
      ["Alt ← →", "move the column"],
      ["Alt Shift ← →", "resize it"],
      ["Alt ↓", "its value, direction, place"],
    ],
  ],
  [
    "A run's page",
    [
      ["j k", "next, previous run of the table"],
      ["1 … 5", "stage"],
      ["y", "copy the name"],
    ],
  ],
  [
    "Compare",
    [
      ["x", "x axis"],
      ["o", "clip outliers"],
      ["↑ ↓", "next line, in a chart or the list"],
      ["Enter", "give it a letter, or take it"],
      ["← →", "media step"],
      ["d", "only what differs"],
      ["[ ]", "file"],
    ],
  ],
  [
    "Sweep",
    [
      ["m", "metric"],
      ["c", "compare the first five"],
      ["← →", "on an axis: move it"],
      ["Shift ↑ ↓", "on an axis: brush"],
      ["Esc", "drop the brushes"],
    ],
  ],
  [
    "Filter",
    [
      ["Tab", "accept"],
      ["↑ ↓", "choose"],
      ["Enter", "apply"],
      ["Esc", "close"],
    ],
  ],
];

const FILTERS: [string, string][] = [
  ['flag.lr < 0.01 and flag.model == "cnn"', "flags as they were given"],
  ['metric["train/accuracy"] > 0.9', "a metric's last value; min() max() mean() first()"],
  ['status in ("running", "lost")', "and completed, pruned, failed, terminated, unknown"],
  ['started > ago("6h") and duration < 60', "times, seconds"],
  ["0.001 <= flag.lr <= 0.1", "a range, also by a brush over a column's head"],
  ['"paper" in tags and not code.dirty', "tags, code"],
  ['has(dataset.mnist) and stage.serve == "missing"', "what is recorded"],
  ['matches(name, "^sweep/")', "regular expressions"],
  ["pareto(metric.accuracy, -duration)", "no other run is better in everything"],
];

function Filters() {
  return (
    <section class="keys-filters">
      <h3>Filters, for example</h3>
      <dl>
        {FILTERS.map(([example, about]) => (
          <div key={example}>
            <dt class="mono">{example}</dt>
            <dd class="quiet">{about}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function Group({ name, keys }: { name: string; keys: [string, string][] }) {
  return (
    <section>
      <h3>{name}</h3>
      <dl>
        {keys.map(([key, does]) => (
          <div key={key}>
            <dt>
              {key.split(" ").map((one) => (
                <kbd key={one}>{one}</kbd>
              ))}
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** The list of keys and what a filter may say, over the page. */
export function KeysHelp() {
  const dialog = useRef<HTMLDialogElement>(null);
  const open = helpOpen.value;
  useEffect(() => {
    if (open && !dialog.current?.open) dialog.current?.showModal();
    if (!open && dialog.current?.open) dialog.current.close();
  }, [open]);
  const close = () => {
    helpOpen.value = false;
  };
  return (
    <dialog ref={dialog} class="keys" aria-label="Keys and filters" onClose={close}>
      <header>
        <h2>Keys and filters</h2>
        <button type="button" class="button plain icon" aria-label="Close" onClick={close}>
          <CloseIcon />
        </button>
      </header>
      <div class="keys-groups">
        {KEYS.map(([name, keys]) => (
          <Group key={name} name={name} keys={keys} />
        ))}
      </div>
      <Filters />
      <p class="quiet">Single letters act while no field has the focus.</p>
    </dialog>
  );
}
