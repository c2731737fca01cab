import type { ComponentChildren } from "preact";

interface SectionProps {
  title: ComponentChildren;
  aside?: ComponentChildren;
  tools?: ComponentChildren;
  children: ComponentChildren;
  name: string;
}

/** A part of the page under one line: a head with its controls, then the content. */
export function Section({ title, aside, tools, children, name }: SectionProps) {
  return (
    <section class={`section section-${name}`} aria-label={name}>
      <div class="section-head">
        <h2>{title}</h2>
        {aside && <span class="section-aside">{aside}</span>}
        {tools && <span class="section-tools">{tools}</span>}
      </div>
      {children}
    </section>
  );
}

/** One line where a section's content cannot be had; the rest of the page stays. */
export function SectionError({ error }: { error: Error }) {
  const hint = "hint" in error && typeof error.hint === "string" ? error.hint : "";
  return (
    <p class="section-error" data-testid="error">
      {error.message}
      {hint && <code class="mono"> {hint}</code>}
    </p>
  );
}

/** Names and values, one line each. */
export function Facts({ rows }: { rows: readonly (readonly [string, ComponentChildren])[] }) {
  return (
    <dl class="facts">
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt title={name}>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
