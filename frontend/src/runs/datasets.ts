import type { Rows } from "./rows";

/** The expression of the data set's digest, which the server makes of its splits' where it has some. */
export const datasetId = (name: string): string => `dataset[${JSON.stringify(name)}]`;

export const datasetName = (id: string): string => JSON.parse(id.slice("dataset[".length, -1));

/** The data set's name without the split. */
export const withoutSplit = (label: string): string => label.replace(/(.)\/[^/]*$/, "$1");

interface RunData {
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
    return [{ name: datasetName(id), digest, differs: typeof other === "string" && other !== digest }];
  });
  const shown = read.find((one) => one.differs) ?? read[0];
  if (!shown) return null;
  const title = read
    .map((one) => `${one.name} ${one.digest}${one.differs ? " (the baseline's is another)" : ""}`)
    .join("\n");
  const { name, digest, differs } = shown;
  return { name, digest, differs, more: read.length - 1, title };
}
