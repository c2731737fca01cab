import { useEffect, useLayoutEffect, useMemo, useRef } from "preact/hooks";
import type { RunsAnswer } from "../shared/api";
import { groupName } from "../shared/groupNames";
import { grouping, pinnedColumns, tableOrder } from "../shared/state";
import { titleOf } from "./cells";
import { cursor, tableKey } from "./cursor";
import { useSparks } from "./curves";
import { SEED } from "./grouping";
import { Head } from "./Head";
import { HISTOGRAM, showsHistograms } from "./HeadHistogram";
import { HeadMenu } from "./HeadMenu";
import { type ColumnLayout, HEAD, ROW, useLayouts, useNameWidth, usePinned } from "./layout";
import { openGroups, setOpen, unfolded } from "./openGroups";
import { useOrder } from "./order";
import { Row } from "./Row";
import type { Rows } from "./rows";
import { atTable, firstShown, lastShown, newcomers, place, rowsThere } from "./tableState";
import type { TableData } from "./useTable";
import { slotsOf, useViewport, windowOf } from "./virtual";

function sparkTagOf(layouts: readonly ColumnLayout[], tag: string | null): string | null {
  return layouts.some((layout) => layout.spec.look === "curve") ? tag : null;
}

/** While nothing has the focus, keys are the table's. */
function useBodyKeys(press: (event: KeyboardEvent) => void): void {
  const latest = useRef(press);
  latest.current = press;
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.target === document.body) latest.current(event);
    };
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, []);
}

/** The metric that the runs are judged by. */
function mainOf(schema: RunsAnswer | null) {
  const found = schema?.columns.find((column) => column.kind === "metric" && column.label === schema.main);
  return found ? { id: found.id, label: found.label, better: found.better } : null;
}

/** The row's name: a run's, or a group's. */
function rowName(row: HTMLElement | null): string | undefined {
  const { run, group } = row?.dataset ?? {};
  return run ?? (group === undefined ? undefined : groupName(group));
}

/** The runs whose curves a row shows. */
function curvesOf(name: string, rows: Rows): readonly string[] {
  return rows.group(name)?.members ?? [name];
}

/** What the keys of the fold do to groups. */
function foldKeys(rows: Rows, data: TableData) {
  return {
    parent: (run: string) => rows.parent(run),
    isGroup: (run: string) => rows.group(run) !== null,
    isOpen: (run: string) => openGroups.value.has(run),
    setOpen,
    toggleSeeds: () => {
      grouping.value = data.group === SEED ? "" : SEED;
    },
  };
}

/** The scrolling part: head, pinned baseline, and of the runs those in view. */
export function Table({ data, rows, sparkTag }: { data: TableData; rows: Rows; sparkTag: string | null }) {
  const grid = useRef<HTMLDivElement>(null);
  const { specs, baseRows: base, asked } = data;
  const busy = () => {
    const element = grid.current;
    return element !== null && (atTable.value || element.scrollTop > 0 || element.contains(document.activeElement));
  };
  const order = useOrder(rows, asked, busy);
  const view = useViewport(grid, ROW, true);
  const nameWidth = useNameWidth(rows, view.width < 1000);
  const layouts = usePinned(useLayouts(specs, rows, base), pinnedColumns.value, nameWidth);
  const open = openGroups.value;
  const names = useMemo(() => unfolded(order.names, rows, open), [order.names, rows, open]);
  const count = rows.whole ? names.length : rows.answer.total + names.length - order.names.length;
  const pinned = base?.names[0] ?? null;
  const head = HEAD + (showsHistograms(rows) ? HISTOGRAM : 0);
  const above = head + (pinned ? ROW : 0);
  const { first, last } = windowOf(view.top, view.height, ROW, count);
  const visible = names.slice(first, last);
  const slots = slotsOf(view.height, ROW);
  const tag = sparkTagOf(layouts, sparkTag);
  const drawn =
    pinned && base
      ? [...curvesOf(pinned, base), ...visible.flatMap((run) => curvesOf(run, rows))]
      : visible.flatMap((run) => curvesOf(run, rows));
  useSparks(tag, drawn, (run) => rows.status(run) === "running");

  useEffect(() => {
    tableOrder.value = rows.runs;
    if (newcomers.value.count !== order.waiting) newcomers.value = { count: order.waiting, letIn: order.letIn };
  });
  useEffect(
    () => () => {
      atTable.value = false;
    },
    [],
  );
  useLayoutEffect(() => {
    if (place.asked !== asked) Object.assign(place, { asked, top: 0 });
    grid.current?.scrollTo(place.left, place.top);
  }, [asked]);

  const readPlace = () => {
    const element = grid.current;
    if (!element) return;
    const { scrollTop, scrollLeft, clientHeight } = element;
    Object.assign(place, { top: scrollTop, left: scrollLeft });
    const more = scrollLeft + element.clientWidth < element.scrollWidth - 1;
    element.parentElement?.classList.toggle("has-more", more);
    firstShown.value = Math.floor(scrollTop / ROW) + 1;
    rowsThere.value = count;
    lastShown.value = Math.min(count, Math.floor((scrollTop + clientHeight - above) / ROW));
  };
  useEffect(readPlace, [count, view.height, view.width, layouts, above]);

  const scrollTo = (place: number) => {
    const element = grid.current;
    if (!element) return;
    const [low, high] = [place * ROW, (place + 1) * ROW - (element.clientHeight - above)];
    if (element.scrollTop > low) element.scrollTop = low;
    else if (element.scrollTop < high) element.scrollTop = high;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const { target } = event;
    const ours = target === grid.current || target === document.body || (target as HTMLElement).closest(".row");
    if (!ours || event.defaultPrevented) return;
    const page = Math.max(1, Math.floor((view.height - above) / ROW) - 1);
    const scrollSideways = (by: number) => grid.current?.scrollBy({ left: by });
    const keys = { names, whole: rows.whole, page, scrollTo, scrollSideways, ...foldKeys(rows, data) };
    if (!tableKey(event, keys)) return;
    event.preventDefault();
    if (target === document.body) grid.current?.focus();
  };
  useBodyKeys(onKeyDown);
  const press = (event: MouseEvent) => {
    const target = event.target as HTMLElement;
    if (target.closest(".sampled")) data.readFiles();
    const run = rowName(target.closest<HTMLElement>("[data-run], [data-group]"));
    if (run === undefined) return;
    cursor.value = run;
    // A row is filled anew with another run as the table scrolls: the focus does not stay in it.
    grid.current?.focus({ preventScroll: true });
  };
  const tell = (event: PointerEvent) => {
    const cell = (event.target as HTMLElement).closest<HTMLElement>(".cell");
    const row = cell?.parentElement;
    const layout = cell && row && layouts[[...row.children].indexOf(cell) - 1];
    if (!layout) return;
    const { pinned: copy } = row.dataset;
    const run = rowName(row);
    const shared = { layout, base, sparkTag: tag };
    if (run !== undefined) cell.title = titleOf({ ...shared, run, rows });
    else if (copy !== undefined && base) cell.title = titleOf({ ...shared, run: copy, rows: base });
  };
  const width = layouts.reduce((sum, layout) => sum + layout.width, nameWidth) + 8;
  const at = cursor.value === null ? -1 : names.indexOf(cursor.value);
  const inView = at >= first && at < last;
  const shared = { rows, base, layouts, nameWidth, sparkTag: tag };
  return (
    <div class="grid-frame">
      <div
        ref={grid}
        class={inView ? "grid has-cursor" : "grid"}
        role="treegrid"
        data-testid="runs-table"
        tabIndex={0}
        aria-label="Runs"
        aria-multiselectable="true"
        aria-rowcount={count + 1}
        aria-activedescendant={inView ? `row-${at}` : undefined}
        onKeyDown={onKeyDown}
        onClick={press}
        onScroll={readPlace}
        onPointerOver={tell}
        onPointerEnter={() => {
          atTable.value = true;
        }}
        onPointerLeave={() => {
          atTable.value = false;
        }}
      >
        <div class="sheet" style={{ width: `${width}px`, minWidth: "100%", "--head": `${head}px` }}>
          <Head {...{ layouts, nameWidth, rows }} names={order.names} whole={rows.whole} schema={data.schema} />
          {pinned && base && <Row {...shared} run={pinned} rows={base} place={null} top={0} cursor={false} />}
          <div class="body" style={{ height: `${count * ROW}px` }}>
            {visible.map((run, i) => (
              <Row
                // A row that leaves the window is filled anew as one that comes in: a third of the time of a new one.
                key={(first + i) % slots}
                {...shared}
                run={run}
                place={first + i}
                top={(first + i) * ROW}
                cursor={cursor.value === run}
              />
            ))}
          </div>
        </div>
      </div>
      <HeadMenu layouts={layouts} rows={rows} schema={data.schema} main={mainOf(data.schema)} />
    </div>
  );
}
