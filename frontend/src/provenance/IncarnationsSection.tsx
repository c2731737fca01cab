import type { ComponentChildren } from "preact";
import type { Change, Incarnation, RunAnswer } from "../shared/api";
import { duration, grouped, moment } from "../shared/format";
import { Section } from "../shared/Section";
import { StatusIcon, statusWord } from "../shared/StatusIcon";
import { changedBetween, changeText, type Watched } from "./incarnations";
import { TimeLine } from "./TimeLine";

/** The run's starts: one for each time that a process wrote into its directory. */
export function IncarnationsSection({ answer }: { answer: RunAnswer }) {
  const { incarnations } = answer;
  if (incarnations.length < 2) return null;
  const { changed, same } = changedBetween(incarnations);
  return (
    <Section name="incarnations" title="Incarnations" aside={`${incarnations.length}; status is the latest one's`}>
      <TimeLine incarnations={incarnations} />
      <div class="scroll-x">
        <table class="plain-table incarnations">
          <thead>
            <tr>
              <th />
              {incarnations.map((one, index) => (
                <th key={`${one.started} ${one.pid}`}>{index + 1}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            <Line name="status" all={incarnations} show={status} />
            <Line name="started, UTC" all={incarnations} show={started} />
            <Line name="duration" all={incarnations} show={length} />
            <Line name="steps" all={incarnations} show={steps} />
            {changed.map((name) => (
              <Line key={name} name={name} all={incarnations} show={(one) => value(one, name)} watched={name} />
            ))}
          </tbody>
        </table>
      </div>
      {incarnations.map((one, index) => one.changes.length > 0 && <Changes key={index} of={one} number={index + 1} />)}
      {same.length > 0 && <p class="quiet same-note">{sentence(same)}</p>}
    </Section>
  );
}

const SHOWN = 12;

/** What one start has otherwise than the one before. */
function Changes({ of: one, number }: { of: Incarnation; number: number }) {
  const rows = (changes: readonly Change[]) =>
    changes.map(({ kind, name, before, after }) => (
      <tr key={`${kind} ${name}`}>
        <td class="quiet">{kind}</td>
        <td>
          <code class="mono wrap">{name}</code>
        </td>
        <td class="wrap">{changeText(before, kind)}</td>
        <td class="wrap changed">{changeText(after, kind)}</td>
      </tr>
    ));
  const rest = one.changes.length - SHOWN + one.more_changes;
  return (
    <div class="scroll-x">
      <table class="plain-table changes" data-changes={number}>
        <caption class="quiet">Changed in incarnation {number}</caption>
        <tbody>{rows(one.changes.slice(0, SHOWN))}</tbody>
      </table>
      {rest > 0 && <p class="quiet">and {grouped(rest)} more: `tb-lifecycle show` lists them</p>}
    </div>
  );
}

interface LineProps {
  name: string;
  all: readonly Incarnation[];
  show: (one: Incarnation) => ComponentChildren;
  watched?: Watched;
}

function Line({ name, all, show, watched }: LineProps) {
  const changed = (one: Incarnation, index: number) =>
    watched && one[watched] !== all[index - 1]?.[watched] && index > 0;
  return (
    <tr>
      <td class="quiet">{name}</td>
      {all.map((one, index) => (
        <td key={`${one.started} ${one.pid}`} class={changed(one, index) ? "changed" : ""}>
          {show(one)}
        </td>
      ))}
    </tr>
  );
}

function status(one: Incarnation) {
  return (
    <span class="with-icon">
      <StatusIcon status={one.status} /> {statusWord(one.status)}
    </span>
  );
}

function started(one: Incarnation): string {
  return one.started === null ? "–" : moment(one.started);
}

function length(one: Incarnation): string {
  return one.started === null || one.ended === null ? "–" : duration(one.ended - one.started);
}

function steps(one: Incarnation): string {
  const { first_step, last_step } = one;
  return first_step === null || last_step === null ? "–" : `${grouped(first_step)} – ${grouped(last_step)}`;
}

function value(one: Incarnation, name: Watched) {
  if (name === "host") return one.host || "–";
  const text = name === "commit" ? one.commit?.slice(0, 7) : one.command;
  return <code class="mono wrap">{text || "–"}</code>;
}

function sentence(names: readonly string[]): string {
  const [first = "", ...rest] = names;
  const list = rest.length === 0 ? first : `${[first, ...rest.slice(0, -1)].join(", ")} and ${rest.at(-1)}`;
  return `${list[0]?.toUpperCase()}${list.slice(1)} ${names.length === 1 ? "is" : "are"} the same.`;
}
