import { useEffect, useRef } from "preact/hooks";
import { clipOutliers, nextXAxis } from "../charts/settings";
import { isTyping } from "../provenance/useRunKeys";
import { onlyDiffering } from "./picked";

/** x changes the x axis, o clips outliers, d shows only what differs, [ and ] go to the previous and next file. */
export function useCompareKeys(files: readonly string[], path: string | null, pick: (path: string) => void): void {
  const latest = useRef({ files, path, pick });
  latest.current = { files, path, pick };
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (isTyping(event)) return;
      const { files, path, pick } = latest.current;
      const at = path === null ? -1 : files.indexOf(path);
      const next = event.key === "]" ? files[at + 1] : event.key === "[" ? files[at - 1] : undefined;
      if (event.key === "x") nextXAxis();
      else if (event.key === "o") clipOutliers.value = !clipOutliers.value;
      else if (event.key === "d") onlyDiffering.value = !onlyDiffering.value;
      else if (next !== undefined && at >= 0) pick(next);
      else return;
      event.preventDefault();
    };
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, []);
}
