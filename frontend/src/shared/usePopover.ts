import type { RefObject } from "preact";
import { useEffect, useRef } from "preact/hooks";

/** An open popover closes on a press outside its box, and on Escape, which gives the focus back to its button. */
export function usePopover(open: boolean, close: () => void): RefObject<HTMLDivElement | null> {
  const box = useRef<HTMLDivElement>(null);
  const latest = useRef(close);
  latest.current = close;
  useEffect(() => {
    if (!open) return;
    const press = (event: Event) => {
      if (!box.current?.contains(event.target as Node)) latest.current();
    };
    const key = (event: KeyboardEvent) => {
      if (event.key !== "Escape") return;
      latest.current();
      box.current?.querySelector("button")?.focus();
      event.stopPropagation();
    };
    document.addEventListener("pointerdown", press);
    document.addEventListener("keydown", key, true);
    return () => {
      document.removeEventListener("pointerdown", press);
      document.removeEventListener("keydown", key, true);
    };
  }, [open]);
  return box;
}
