import type { Exported, Format } from "../shared/exporting";
import type { ColumnSpec } from "./columns";

const FOR_PROGRAMS: readonly Format[] = ["csv", "json"];

/** The columns that are shown. The strip of stages would be five columns of words: programs alone get it. */
function exportedColumns(specs: readonly ColumnSpec[], grouped: boolean, format: Format): string {
  const shown = specs.filter(({ look }) => look !== "stages" || FOR_PROGRAMS.includes(format));
  const ids = [...(grouped ? [] : ["name", "status"]), ...shown.flatMap((spec) => spec.ids)];
  return [...new Set(ids)].join(", ");
}

/** What the table shows, for a format. */
export function exportedTable(
  data: { exported: Exported; specs: readonly ColumnSpec[]; group: string | null },
  format: Format,
): Exported {
  return { ...data.exported, columns: exportedColumns(data.specs, data.group !== null, format) };
}
