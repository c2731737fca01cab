import { Choice } from "../charts/ChartTools";
import type { CompareAnswer, Value } from "../shared/api";
import { count } from "../shared/format";
import { Section } from "../shared/Section";
import { cellText, type DifferenceGroup, type DifferenceRow, differenceGroups } from "./differences";
import { onlyDiffering } from "./picked";
import { LetterOrName } from "./Sentence";

/** Flags, data, code, packages, hardware and command side by side; a cell unlike the baseline's is marked. */
export function Differences({ answer }: { answer: CompareAnswer }) {
  const groups = differenceGroups(answer);
  if (groups.length === 0) return null;
  const only = onlyDiffering.value;
  const shown = only ? groups.filter(({ rows }) => rows.length > 0) : groups;
  return (
    <Section
      name="differences"
      title="What differs"
      aside={
        <span>
          against <LetterOrName run={answer.baseline} />; changed cells marked
        </span>
      }
      tools={
        <Choice<"only" | "all">
          name="rows"
          value={only ? "only" : "all"}
          options={[
            ["only", "Only what differs"],
            ["all", "Everything"],
          ]}
          onChoose={(choice) => {
            onlyDiffering.value = choice === "only";
          }}
        />
      }
    >
      <div class="scroll-x">
        <table class="plain-table differences">
          <thead>
            <tr>
              <th />
              {answer.runs.map((run) => (
                <th key={run}>
                  <LetterOrName run={run} />
                </th>
              ))}
            </tr>
          </thead>
          {shown.map((group) => (
            <Group key={group.title} group={group} only={only} columns={answer.runs.length} />
          ))}
        </table>
      </div>
      {shown.length === 0 && <p class="quiet">Nothing that was recorded differs.</p>}
    </Section>
  );
}

interface GroupProps {
  group: DifferenceGroup;
  only: boolean;
  columns: number;
}

function Group({ group, only, columns }: GroupProps) {
  return (
    <tbody>
      <tr class="difference-head">
        <th colSpan={columns + 1} scope="rowgroup">
          {group.title} {group.same.length > 0 && <span class="quiet">{group.same.length} the same</span>}
        </th>
      </tr>
      {group.rows.map((row) => (
        <Line key={row.name} row={row} />
      ))}
      {group.more > 0 && (
        <tr>
          <td class="quiet" colSpan={columns + 1}>
            {count(group.more, "more file")} below, under Code
          </td>
        </tr>
      )}
      {!only && group.same.map((row) => <Line key={row.name} row={row} />)}
    </tbody>
  );
}

function Line({ row }: { row: DifferenceRow }) {
  return (
    <tr>
      <td class="difference-name" title={row.name}>
        {row.name}
      </td>
      {row.values.map((value, index) => (
        <Cell key={`${index}`} value={value} changed={row.changed[index] ?? false} absent={row.absent} />
      ))}
    </tr>
  );
}

function Cell({ value, changed, absent }: { value: Value; changed: boolean; absent: string }) {
  if (value === null) return <td class={changed ? "changed quiet" : "quiet"}>{absent}</td>;
  const { text, code } = cellText(value);
  return (
    <td class={changed ? "changed" : ""} title={typeof value === "string" ? value : text}>
      <div class={code ? "mono difference-value" : "difference-value"}>{text}</div>
    </td>
  );
}
