import { useEffect } from "preact/hooks";
import { copyText } from "../shared/CopyButton";
import { STAGES } from "../shared/StageStrip";
import { openRun, tableOrder } from "../shared/state";
import { showStage } from "./RunTitle";

/** True where a key is typed into a field, or belongs to the browser or a widget. */
export function isTyping(event: KeyboardEvent): boolean {
  const target = event.target as HTMLElement | null;
  const field = target?.closest("input:not([type=range]), textarea, select, [contenteditable]");
  return event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || Boolean(field);
}

/** j and k to the next and previous run in the table's order, 1–5 to a stage, y copies the name. */
export function useRunKeys(run: string): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (isTyping(event)) return;
      const at = tableOrder.value.indexOf(run);
      const next =
        event.key === "j" ? tableOrder.value[at + 1] : event.key === "k" ? tableOrder.value[at - 1] : undefined;
      const stage = STAGES[Number(event.key) - 1];
      if (next !== undefined && at >= 0) openRun(next);
      else if (stage) showStage(stage);
      else if (event.key === "y") void copyText(run).catch(() => undefined);
      else return;
      event.preventDefault();
    };
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, [run]);
}
