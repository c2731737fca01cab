import { batch, signal } from "@preact/signals";
import type { Better } from "../shared/api";
import { directionOf } from "../shared/directions";
import { columns, pinnedColumns, sort } from "../shared/state";
import { type Aggregate, expressionOf, figureOf } from "./aggregates";
import type { ColumnLayout } from "./layout";
import { isDown, sortId } from "./query";

/** The head whose menu is open, and where it stands in the table's frame. */
export const headMenu = signal<{ key: string; left: number; top: number } | null>(null);

/** Puts a column into another's place; the order goes by it where it went by the other. */
function replaceColumn(layouts: readonly ColumnLayout[], before: string, after: string): void {
  if (before === after) return;
  const keys = layouts.map((layout) => layout.spec.key);
  batch(() => {
    columns.value = [...new Set(keys.map((key) => (key === before ? after : key)))];
    sort.value = sort.value.map((key) => (sortId(key) === before ? (isDown(key) ? `-${after}` : after) : key));
    if (pinnedColumns.value.includes(before))
      pinnedColumns.value = pinnedColumns.value.map((key) => (key === before ? after : key));
  });
}

export function hideColumn(layouts: readonly ColumnLayout[], key: string): void {
  columns.value = layouts.map((layout) => layout.spec.key).filter((one) => one !== key);
}

export function togglePinned(key: string): void {
  const pins = pinnedColumns.value;
  pinnedColumns.value = pins.includes(key) ? pins.filter((one) => one !== key) : [...pins, key];
}

/** The column of a metric's figure in the place of the one that is shown. */
export function showFigure(
  layouts: readonly ColumnLayout[],
  layout: ColumnLayout,
  aggregate: Aggregate,
  main: { id: string; better: Better } | null,
): void {
  const figure = figureOf(layout.spec.key);
  if (!figure) return;
  const judge = main && { ...main, better: directionOf(main.id, main.better) };
  replaceColumn(layouts, layout.spec.key, expressionOf(figure.metric, layout.spec.better, aggregate, judge));
}
