import { useEffect } from "preact/hooks";
import type { Better, RunsAnswer } from "../shared/api";
import { directionOf, directions, setDirection } from "../shared/directions";
import { count, isNan } from "../shared/format";
import { hiddenRuns, pinnedColumns, where } from "../shared/state";
import { usePopover } from "../shared/usePopover";
import { type Aggregate, aggregateOf, figureOf } from "./aggregates";
import { brushOf, withBrush } from "./brush";
import { setDraft } from "./filter";
import { headMenu, hideColumn, showFigure, togglePinned } from "./headActions";
import { hide } from "./hiding";
import type { ColumnLayout } from "./layout";
import type { Rows } from "./rows";

interface Props {
  layouts: readonly ColumnLayout[];
  rows: Rows;
  schema: RunsAnswer | null;
  /** The metric that the runs are judged by. */
  main: { id: string; label: string; better: Better } | null;
}

function Radio(props: { name: string; chosen: boolean; choose: () => void; children: string }) {
  return (
    <label class="group-choice">
      <input type="radio" name={props.name} checked={props.chosen} onChange={props.choose} />
      <span class="ellipsis">{props.children}</span>
    </label>
  );
}

const WAYS: [string, Better][] = [
  ["↑ Higher", "up"],
  ["↓ Lower", "down"],
  ["Neither", null],
];

/** Which value of a metric the column shows, and which way is better. */
function OfMetric({ layout, layouts, main }: Props & { layout: ColumnLayout }) {
  const figure = figureOf(layout.spec.key);
  if (!figure) return null;
  const now = aggregateOf(figure);
  const values: [string, Aggregate][] = [
    ["Last", "last"],
    ["Best", "best"],
    ["Mean", "mean"],
    ["First", "first"],
  ];
  if (main && main.id !== figure.metric) values.push([`Where ${main.label} is best`, "at"]);
  const chosen = figure.metric in directions.value;
  const better = directionOf(figure.metric, layout.spec.better);
  return (
    <>
      <h3>Value</h3>
      {values.map(([word, aggregate]) => (
        <Radio
          key={aggregate}
          name="aggregate"
          chosen={now === aggregate}
          choose={() => showFigure(layouts, layout, aggregate, main)}
        >
          {word}
        </Radio>
      ))}
      <h3>Better is</h3>
      {WAYS.map(([word, way]) => (
        <Radio
          key={word}
          name="direction"
          chosen={chosen && better === way}
          choose={() => setDirection(figure.metric, way)}
        >
          {word}
        </Radio>
      ))}
      <Radio name="direction" chosen={!chosen} choose={() => setDirection(figure.metric, undefined)}>
        As its name tells
      </Radio>
    </>
  );
}

/** The runs whose value is NaN. */
function nanRuns(key: string, schema: RunsAnswer | null): string[] {
  const id = figureOf(key)?.metric ?? key;
  const column = schema?.columns.find((one) => one.id === id);
  return schema && column ? schema.runs.filter((_, row) => isNan(column.values[row])) : [];
}

/** What can be done with a column, below its head. */
export function HeadMenu(props: Props) {
  const open = headMenu.value;
  const close = () => {
    headMenu.value = null;
  };
  const box = usePopover(open !== null, close);
  useEffect(() => {
    if (open) box.current?.querySelector<HTMLElement>("input:checked, button")?.focus();
  }, [open, box]);
  const layout = open && props.layouts.find((one) => one.spec.key === figureKey(open.key, props.layouts));
  if (!open || !layout) return null;
  const { key } = layout.spec;
  const nans = nanRuns(key, props.schema).filter((run) => !hiddenRuns.value.includes(run));
  const act = (what: () => void) => () => {
    what();
    close();
  };
  return (
    <div
      ref={box}
      class="popover head-menu"
      role="dialog"
      aria-label={`Column ${layout.spec.label}`}
      style={{ left: `${open.left}px`, top: `${open.top}px` }}
    >
      <OfMetric {...props} layout={layout} />
      <div class="head-menu-acts">
        <button type="button" class="button plain small" onClick={act(() => togglePinned(key))}>
          {pinnedColumns.value.includes(key) ? "Unpin" : "Pin to the left"}
        </button>
        <button type="button" class="button plain small" onClick={act(() => hideColumn(props.layouts, key))}>
          Hide column
        </button>
        {nans.length > 0 && (
          <button type="button" class="button plain small" onClick={act(() => hide(nans, props.rows))}>
            Hide {count(nans.length, "NaN run")}
          </button>
        )}
        {brushOf(where.value, key) && (
          <button
            type="button"
            class="button plain small"
            onClick={act(() => setDraft(withBrush(where.value, key, null), 0))}
          >
            Drop its range
          </button>
        )}
      </div>
    </div>
  );
}

/** The column that now stands for the metric of the one whose menu was opened. */
function figureKey(key: string, layouts: readonly ColumnLayout[]): string | undefined {
  if (layouts.some((layout) => layout.spec.key === key)) return key;
  const metric = figureOf(key)?.metric;
  return layouts.find((layout) => metric !== undefined && figureOf(layout.spec.key)?.metric === metric)?.spec.key;
}
