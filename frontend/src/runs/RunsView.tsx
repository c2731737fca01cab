import { useEffect } from "preact/hooks";
import { columns, DEFAULT_SORT, grouping, sort } from "../shared/state";
import { allRuns, notices } from "../shared/summary";
import { ColumnChooser } from "./ColumnChooser";
import { FilterBar } from "./FilterBar";
import { FilterErrorLine } from "./FilterErrorLine";
import { Foot } from "./Foot";
import { refuseFilter } from "./filter";
import { Empty, Fault, ForeignNotice, Loading, LostNotice, NoMatch, Notices } from "./States";
import { Table } from "./Table";
import { ToolBar } from "./ToolBar";
import { type TableData, useTable } from "./useTable";
import "./chooser.css";
import "./groups.css";
import "./head.css";
import "./runs.css";
import "./table.css";

function Body({ data }: { data: TableData }) {
  const { rows, schema } = data;
  if (!rows) return data.fault ? null : <Loading />;
  const { listed, complete, reading } = rows.answer;
  if (listed === 0 && complete) return <Empty />;
  if (listed === 0) return reading ? <Loading /> : null;
  return (
    <>
      <ForeignNotice rows={rows} />
      <div class="table-area">
        <Table data={data} rows={rows} sparkTag={schema?.main ?? null} />
        {rows.names.length === 0 && <NoMatch />}
      </div>
      <Foot rows={rows} data={data} />
    </>
  );
}

/** What brings the page's own choice back where the address names a column that is gone. */
function resetOf(parameter: string | null | undefined): (() => void) | null {
  if (parameter === "columns" && columns.value)
    return () => {
      columns.value = null;
    };
  if (parameter === "group")
    return () => {
      grouping.value = "";
    };
  if (parameter === "sort")
    return () => {
      sort.value = DEFAULT_SORT;
    };
  return null;
}

/** The table of runs. */
export function RunsView() {
  const data = useTable(allRuns.value);
  const { refusal, fault } = data;
  useEffect(() => {
    if (refusal?.parameter === "where") refuseFilter(refusal);
  }, [refusal]);
  const shown = refusal?.parameter === "where" ? null : fault;
  return (
    <main class="runs-view">
      <h1 class="sr-only">Runs</h1>
      <div class="filter-bar">
        <FilterBar schema={data.schema} />
        <ColumnChooser data={data} />
      </div>
      <ToolBar data={data} />
      <FilterErrorLine />
      {shown && <Fault error={shown} reset={resetOf(refusal?.parameter)} />}
      <LostNotice />
      <Notices sentences={notices.value} />
      <Body data={data} />
    </main>
  );
}
