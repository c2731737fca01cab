import type { Incarnation, RunAnswer } from "../shared/api";
import { clock, duration, grouped, when } from "../shared/format";
import { Section } from "../shared/Section";
import { StatusIcon, statusWord } from "../shared/StatusIcon";
import { changedBetween } from "./incarnations";
import { TimeLine } from "./TimeLine";

/** The run's starts: one for each time that a process wrote into its directory. */
export function IncarnationsSection({ answer }: { answer: RunAnswer }) {
  const { incarnations } = answer;
  if (incarnations.length < 2) return null;
  const changes = changedBetween(incarnations);
  return (
    <Section name="incarnations" title="Incarnations" aside={`${incarnations.length}; status is the latest one's`}>
      <TimeLine incarnations={incarnations} />
      <div class="scroll-x">
        <table class="plain-table incarnations">
          <thead>
            <tr>
              <th class="num">No.</th>
              <th>Status</th>
              <th>Started, UTC</th>
              <th class="num">Duration</th>
              <th class="num">Steps</th>
              <th>Host</th>
              <th class="num">pid</th>
              <th>Commit</th>
            </tr>
          </thead>
          <tbody>
            {incarnations.map((one, index) => (
              <Row key={`${one.started} ${one.pid}`} one={one} number={index + 1} changed={changes[index] ?? []} />
            ))}
          </tbody>
        </table>
      </div>
    </Section>
  );
}

interface RowProps {
  one: Incarnation;
  number: number;
  changed: readonly string[];
}

function Row({ one, number, changed }: RowProps) {
  const mark = (name: string) => (changed.includes(name) ? "changed" : "");
  return (
    <tr>
      <td class="num">{number}</td>
      <td>
        <span class="with-icon">
          <StatusIcon status={one.status} /> {statusWord(one.status)}
        </span>
      </td>
      <td>{one.started === null ? "–" : `${when(one.started)}${clock(one.started).slice(5)}`}</td>
      <td class="num">{one.started === null || one.ended === null ? "–" : duration(one.ended - one.started)}</td>
      <td class="num">
        {one.first_step === null || one.last_step === null
          ? "–"
          : `${grouped(one.first_step)} – ${grouped(one.last_step)}`}
      </td>
      <td class={mark("host")}>{one.host || "–"}</td>
      <td class="num">{one.pid ?? "–"}</td>
      <td class={`mono ${mark("commit")}`} title={one.commit ?? ""}>
        {one.commit?.slice(0, 7) || "–"}
      </td>
    </tr>
  );
}
