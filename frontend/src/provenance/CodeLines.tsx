import type { ComponentChildren } from "preact";
import type { PatchLine } from "./patch";

const SIGNS = { added: "+", removed: "−", same: "", hunk: "", note: "" };
const MOST = 4000;

/** Lines of a unified diff: numbers before and after, a sign, and a colour. */
export function PatchLines({ lines, path }: { lines: readonly PatchLine[]; path: string }) {
  return (
    <Scroll label={`Changes of ${path}`}>
      {lines.slice(0, MOST).map((line, index) => (
        <div class={`code-line code-${line.kind}`} key={index}>
          <span class="code-number">{line.before}</span>
          <span class="code-number">{line.after}</span>
          <span class="code-sign">{SIGNS[line.kind]}</span>
          <span class="code-text">{line.text}</span>
        </div>
      ))}
      {lines.length > MOST && <div class="code-note quiet">The first {MOST} lines are shown.</div>}
    </Scroll>
  );
}

/** A file's lines as they are. */
export function PlainLines({ text, path, note }: { text: string; path: string; note: string }) {
  const lines = text.replace(/\n$/, "").split("\n");
  return (
    <Scroll label={path}>
      {lines.slice(0, MOST).map((line, index) => (
        <div class="code-line" key={index}>
          <span class="code-number">{index + 1}</span>
          <span class="code-sign" />
          <span class="code-text">{line}</span>
        </div>
      ))}
      {(note || lines.length > MOST) && (
        <div class="code-note quiet">{note || `The first ${MOST} lines are shown.`}</div>
      )}
    </Scroll>
  );
}

function Scroll({ label, children }: { label: string; children: ComponentChildren }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section class="code-lines" tabIndex={0} aria-label={label}>
      <div class="code-sheet">{children}</div>
    </section>
  );
}
