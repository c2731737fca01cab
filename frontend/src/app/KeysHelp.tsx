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
      ["?", "these keys"],
      ["Esc", "close"],
    ],
  ],
  [
    "Table",
    [
      ["↑ ↓", "move; with Shift select"],
      ["PgUp PgDn Home End", "move further"],
      ["← →", "scroll"],
      ["Space", "select"],
      ["Ctrl A", "select all matching"],
      ["Enter", "open"],
      ["b", "baseline"],
      ["c", "compare"],
      ["h", "hide failed"],
    ],
  ],
  [
    "Table head",
    [
      ["Enter", "sort; with Shift add a key"],
      ["← →", "next column"],
      ["Alt ← →", "move the column"],
      ["Alt Shift ← →", "resize it"],
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

/** The list of keys, over the page. */
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
    <dialog ref={dialog} class="keys" aria-label="Keys" onClose={close}>
      <header>
        <h2>Keys</h2>
        <button type="button" class="button plain icon" aria-label="Close" onClick={close}>
          <CloseIcon />
        </button>
      </header>
      <div class="keys-groups">
        {KEYS.map(([name, keys]) => (
          <Group key={name} name={name} keys={keys} />
        ))}
      </div>
      <p class="quiet">Single letters act while no field has the focus.</p>
    </dialog>
  );
}
