import type { Better, Column, Group, RunsAnswer, Status, Value } from "../shared/api";
import { groupName } from "../shared/groupNames";
import { isAlone, rowNames } from "./grouping";

/** Whether a row is in a column's list of rows, of which a set is kept. */
function isAmong(row: number, rows: number[] | undefined, id: string, kept: Map<string, Set<number>>): boolean {
  if (!rows) return false;
  const known = kept.get(id) ?? new Set(rows);
  kept.set(id, known);
  return known.has(row);
}

/** One answer, by row and column. */
class Part {
  readonly index: Map<string, number>;
  readonly columns: Map<string, Column>;
  private readonly unreadRows: Set<number>;
  private readonly sampledRows = new Map<string, Set<number>>();
  private readonly variedRows = new Map<string, Set<number>>();

  constructor(
    readonly answer: RunsAnswer,
    readonly names: readonly string[],
  ) {
    this.index = new Map(names.map((run, row) => [run, row]));
    this.unreadRows = new Set(answer.unread);
    this.columns = new Map(answer.columns.map((column) => [column.id, column]));
  }

  unread(row: number): boolean {
    return this.unreadRows.has(row);
  }

  sampled(row: number, id: string): boolean {
    return isAmong(row, this.columns.get(id)?.sampled, id, this.sampledRows);
  }

  varied(row: number, id: string): boolean {
    return isAmong(row, this.columns.get(id)?.varied, id, this.variedRows);
  }
}

/** The table's answer by row and column: of runs, or of groups and of those of their members that are shown. */
export class Rows {
  /** The rows without the members of groups. */
  readonly names: readonly string[];
  readonly groups: ReadonlyMap<string, Group>;
  private readonly parts: readonly Part[];
  private readonly parents: ReadonlyMap<string, string>;
  private flat: readonly string[] | null = null;

  constructor(
    readonly answer: RunsAnswer,
    members: RunsAnswer | null = null,
  ) {
    this.names = rowNames(answer);
    const own = new Part(answer, this.names);
    this.parts = members ? [own, new Part(members, members.runs)] : [own];
    const several = (answer.groups ?? []).filter((group) => !isAlone(group));
    this.groups = new Map(several.map((group) => [groupName(group.key), group]));
    this.parents = new Map(several.flatMap((group) => group.members.map((run) => [run, groupName(group.key)])));
  }

  /** Whether rows are groups. */
  get grouped(): boolean {
    return this.answer.groups !== null;
  }

  /** False for the first rows of an answer whose rest is still on its way. */
  get whole(): boolean {
    return this.names.length === this.answer.total;
  }

  has(run: string): boolean {
    return this.parts[0]?.index.has(run) ?? false;
  }

  /** The group that a row is; null for a run. */
  group(name: string): Group | null {
    return this.groups.get(name) ?? null;
  }

  /** The row of the group that a run is in; null for a run by itself, and for a group. */
  parent(run: string): string | null {
    return this.parents.get(run) ?? null;
  }

  /** The members of a group, in the table's order as far as it is known. */
  members(name: string): readonly string[] {
    const members = this.groups.get(name)?.members ?? [];
    const index = this.parts[1]?.index;
    if (!index) return members;
    const place = (run: string): number => index.get(run) ?? Number.POSITIVE_INFINITY;
    return [...members].sort((a, b) => place(a) - place(b) || 0);
  }

  /** All runs, each group's in its place. */
  get runs(): readonly string[] {
    if (!this.grouped) return this.names;
    this.flat ??= this.names.flatMap((name) => this.groups.get(name)?.members ?? [name]);
    return this.flat;
  }

  column(id: string): Column | undefined {
    return this.parts[0]?.columns.get(id);
  }

  private at<T>(run: string, read: (part: Part, row: number) => T, otherwise: T): T {
    for (const part of this.parts) {
      const row = part.index.get(run);
      if (row !== undefined) return read(part, row);
    }
    return otherwise;
  }

  value(run: string, id: string): Value {
    return this.at(run, (part, row) => part.columns.get(id)?.values[row] ?? null, null as Value);
  }

  /** How the figures of a group's members spread. */
  sd(run: string, id: string): Value {
    return this.at(run, (part, row) => part.columns.get(id)?.sd?.[row] ?? null, null as Value);
  }

  /** The ends of the different numbers of a group's members. */
  span(run: string, id: string): readonly [Value, Value] | null {
    return this.at(run, (part, row) => part.columns.get(id)?.span?.[row] ?? null, null);
  }

  /** Whether a group's members have different values. */
  varied(run: string, id: string): boolean {
    return this.at(run, (part, row) => part.varied(row, id), false);
  }

  /** Whether nothing is known of the value yet: its column or its run is still on its way. */
  unread(run: string, id: string): boolean {
    return this.at(
      run,
      (part, row) => {
        const column = part.columns.get(id);
        return !column || ((column.values[row] ?? null) === null && part.unread(row));
      },
      this.parents.has(run),
    );
  }

  /** A group goes on while a member does; it is complete where some count. */
  status(run: string): Status {
    const group = this.groups.get(run);
    const told = this.value(run, "status") as Status | null;
    if (!group || told) return told ?? "unknown";
    if (group.left_out.running) return "running";
    return group.n > 0 ? "completed" : "failed";
  }

  better(id: string): Better {
    return this.column(id)?.better ?? null;
  }

  /** Whether the figure comes from sampled points. */
  sampled(run: string, id: string): boolean {
    return this.at(run, (part, row) => part.sampled(row, id), false);
  }

  /** The first `count` values of a column, for widths and decimals. */
  head(id: string, count: number): Value[] {
    return this.column(id)?.values.slice(0, count) ?? [];
  }
}
