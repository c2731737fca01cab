import type { Rows } from "./rows";

/** `dataset.mnist`, `dataset["mnist/train"]`: the name, and the split after the slash. */
export function datasetName(id: string): string {
  const quoted = /^dataset\[(".*")\]$/.exec(id)?.[1];
  if (!quoted) return id.replace(/^dataset\./, "");
  try {
    return String(JSON.parse(quoted));
  } catch {
    return quoted;
  }
}

/** The data set's name without the split, for a narrow cell. */
export const baseName = (id: string): string => datasetName(id).replace(/\/[^/]*$/, "");

export interface RunData {
  name: string;
  digest: string;
  /** The baseline read other data under this name. */
  differs: boolean;
  /** Further data sets of the run. */
  more: number;
  title: string;
}

/** What a run read: one data set stands in the cell, one that differs from the baseline's if there is one. */
export function runData(run: string, ids: readonly string[], rows: Rows, base: Rows | null): RunData | null {
  const baseRun = base?.names[0];
  const read = ids.flatMap((id) => {
    const digest = rows.value(run, id);
    if (typeof digest !== "string") return [];
    const other = base && baseRun !== undefined ? base.value(baseRun, id) : null;
    return [{ id, name: baseName(id), digest, differs: typeof other === "string" && other !== digest }];
  });
  const shown = read.find((one) => one.differs) ?? read[0];
  if (!shown) return null;
  const title = read
    .map((one) => `${datasetName(one.id)} ${one.digest}${one.differs ? " (the baseline's is another)" : ""}`)
    .join("\n");
  const { name, digest, differs } = shown;
  return { name, digest, differs, more: read.length - 1, title };
}
