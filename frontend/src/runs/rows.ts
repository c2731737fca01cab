import type { Better, Column, RunsAnswer, Status, Value } from "../shared/api";

/** The table's answer by run and column. */
export class Rows {
  readonly names: readonly string[];
  private readonly index: Map<string, number>;
  private readonly columns: Map<string, Column>;
  private readonly unreadRows: Set<number>;
  private readonly sampledRows = new Map<string, Set<number>>();

  constructor(readonly answer: RunsAnswer) {
    this.names = answer.runs;
    this.index = new Map(answer.runs.map((run, row) => [run, row]));
    this.unreadRows = new Set(answer.unread);
    this.columns = new Map(answer.columns.map((column) => [column.id, column]));
  }

  /** False for the first rows of an answer whose rest is still on its way. */
  get whole(): boolean {
    return this.names.length === this.answer.total;
  }

  has(run: string): boolean {
    return this.index.has(run);
  }

  column(id: string): Column | undefined {
    return this.columns.get(id);
  }

  value(run: string, id: string): Value {
    const row = this.index.get(run);
    return row === undefined ? null : (this.columns.get(id)?.values[row] ?? null);
  }

  /** Whether nothing is known of the value yet: its column or its run is still on its way. */
  unread(run: string, id: string): boolean {
    if (this.value(run, id) !== null) return false;
    return !this.columns.has(id) || this.unreadRows.has(this.index.get(run) ?? -1);
  }

  status(run: string): Status {
    return (this.value(run, "status") as Status | null) ?? "unknown";
  }

  better(id: string): Better {
    return this.columns.get(id)?.better ?? null;
  }

  /** Whether the figure comes from sampled points. */
  sampled(run: string, id: string): boolean {
    const row = this.index.get(run);
    const column = this.columns.get(id);
    if (row === undefined || !column?.sampled) return false;
    const known = this.sampledRows.get(id) ?? new Set(column.sampled);
    this.sampledRows.set(id, known);
    return known.has(row);
  }

  /** The first `count` values of a column, for widths and decimals. */
  head(id: string, count: number): Value[] {
    return this.columns.get(id)?.values.slice(0, count) ?? [];
  }
}
