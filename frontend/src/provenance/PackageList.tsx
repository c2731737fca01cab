import { useState } from "preact/hooks";
import type { RunAnswer } from "../shared/api";
import { count } from "../shared/format";

/** The installed packages: a count that opens into a list with a filter. */
export function PackageList({ answer }: { answer: RunAnswer }) {
  const [open, setOpen] = useState(false);
  const [typed, setTyped] = useState("");
  const packages = Object.entries(answer.environment?.packages ?? {});
  const editable = answer.environment?.editable ?? [];
  if (packages.length === 0) return null;
  const shown = packages.filter(([name]) => name.toLowerCase().includes(typed.trim().toLowerCase()));
  return (
    <div class="packages">
      <dl class="facts">
        <div>
          <dt>Packages</dt>
          <dd>
            <button type="button" class="link-button" aria-expanded={open} onClick={() => setOpen(!open)}>
              {packages.length}
              {editable.length > 0 && `, ${editable.length} editable`}
            </button>
          </dd>
        </div>
      </dl>
      {open && (
        <div class="package-box">
          <input
            class="package-filter"
            type="search"
            placeholder={`Find one of ${count(packages.length, "package")}`}
            aria-label="Find a package"
            value={typed}
            onInput={(event) => setTyped(event.currentTarget.value)}
          />
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
          <ul tabIndex={0}>
            {shown.map(([name, version]) => (
              <li key={name}>
                <span class="ellipsis">{name}</span>
                {editable.includes(name) && <span class="chip">editable</span>}
                <span class="num">{version}</span>
              </li>
            ))}
            {shown.length === 0 && <li class="quiet">No package has that name.</li>}
          </ul>
        </div>
      )}
    </div>
  );
}
