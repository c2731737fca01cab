import type { CompareAnswer } from "../shared/api";
import { openRun } from "../shared/state";
import { LetterOrName } from "./Sentence";
import { leftOutText, ownPart, type Side, sidesOf, sizeText } from "./sides";

/** Which runs a letter stands for, where it stands for several. */
export function Members({ answer }: { answer: CompareAnswer }) {
  const groups = sidesOf(answer).filter(({ group }) => group !== null);
  if (groups.length === 0) return null;
  return (
    <details class="members">
      <summary>
        {groups.map(({ run, group }) => (
          <span class="members-head" key={run}>
            <LetterOrName run={run} /> {group && sizeText(group)}
            {group && leftOutText(group) && <span class="warn"> {leftOutText(group)}</span>}
          </span>
        ))}
      </summary>
      {groups.map((side) => (
        <MemberList key={side.run} side={side} />
      ))}
    </details>
  );
}

function MemberList({ side: { run, label, group } }: { side: Side }) {
  return (
    <p class="members-list">
      <LetterOrName run={run} /> <b class="strong">{label}</b>{" "}
      {group?.members.map((member) => (
        <button type="button" class="link-button" key={member} title={member} onClick={() => openRun(member)}>
          {ownPart(member, label)}
        </button>
      ))}
    </p>
  );
}
