import type { ComponentChildren } from "preact";
import type { MediaKind, MediaTag, MediaValue } from "../shared/api";
import { grouped } from "../shared/format";
import { RunLetter } from "../shared/RunLetter";
import { letterOf } from "../shared/state";
import { chooseTag, leftOut } from "./mediaState";

interface PartProps {
  kind: MediaKind;
  title: string;
  tag: string;
  offered: readonly MediaTag[];
  aside?: ComponentChildren;
  children: ComponentChildren;
}

/** One kind of media, with the choice of its tag. */
export function Part({ kind, title, tag, offered, aside, children }: PartProps) {
  return (
    <div class={`media-part media-${kind}`} data-media={kind}>
      <div class="media-head">
        <span class="strong">{title}</span>
        {offered.length > 1 ? (
          <select
            class="button small"
            aria-label={`${title}: which`}
            value={tag}
            onChange={(event) => chooseTag(kind, event.currentTarget.value)}
          >
            {offered.map((one) => (
              <option key={one.tag} value={one.tag}>
                {one.tag}
              </option>
            ))}
          </select>
        ) : (
          <span>{tag}</span>
        )}
        {leftOut.value[kind] > 0 && <span class="warn">{grouped(leftOut.value[kind])} more names are left out</span>}
        {aside && <span class="quiet">{aside}</span>}
      </div>
      {children}
    </div>
  );
}

/** A run's letter, or its name where it has none. */
export function Who({ run }: { run: string }) {
  const letter = letterOf(run);
  return letter ? <RunLetter letter={letter} /> : <b class="strong">{run}</b>;
}

/** Which step a value is of, where that is not the one that was asked for. */
export function Nearest({ value, step }: { value: MediaValue; step: number }) {
  if (value.step === step) return null;
  return <span class="warn">step {grouped(value.step)}, nearest</span>;
}

/** What is wrong with values, one line each. */
export function Problems({ values }: { values: readonly MediaValue[] }) {
  return (
    <>
      {values.map(({ run, problem }) =>
        problem === null ? null : (
          <p class="media-problem" key={run} data-testid="error">
            <Who run={run} /> {problem}
          </p>
        ),
      )}
    </>
  );
}
