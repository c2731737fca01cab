import type { ComponentChildren } from "preact";
import { hrefOf, showView, type View } from "./state";

/** A link to a view: opened in place, or with a modifier in a tab of its own. */
export function Link(props: {
  to: View;
  class?: string;
  title?: string;
  tabIndex?: number;
  children: ComponentChildren;
}) {
  const { to, children, ...rest } = props;
  const open = (event: MouseEvent) => {
    if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    showView(to);
  };
  return (
    <a href={hrefOf(to)} target="_top" onClick={open} {...rest}>
      {children}
    </a>
  );
}
