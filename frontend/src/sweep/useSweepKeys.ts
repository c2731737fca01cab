import type { RefObject } from "preact";
import { useEffect } from "preact/hooks";
import { inField } from "../app/pageKeys";
import { writeBrushes } from "./sweepState";

/** m the metric, c compare the first five, Esc drops the brushes. */
export function useSweepKeys(main: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (inField(event) || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      const find = (selector: string) => main.current?.querySelector<HTMLElement>(selector);
      if (event.key === "m") find(".sweep-metric")?.focus();
      else if (event.key === "c") find(".sweep-compare")?.click();
      else if (event.key === "Escape") writeBrushes(new Map());
      else return;
      event.preventDefault();
    };
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, [main]);
}
