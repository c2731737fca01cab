import { useState } from "preact/hooks";
import { Choice } from "../charts/ChartTools";
import type { CompareAnswer, Reason } from "../shared/api";
import { Section } from "../shared/Section";
import { pickedFile, showCode } from "./picked";
import { besideText, coincidence, reasonValue, sameText } from "./reasonText";
import { LetterOrName } from "./Sentence";

const FIRST = 9;
const KINDS: Partial<Record<Reason["kind"], string>> = { dataset: "data set", rank: "process" };

/** What may explain the difference, the best explanation first; always ends with what is the same. */
export function WhyList({ answer }: { answer: CompareAnswer }) {
  const others = answer.runs.filter((run) => run !== answer.baseline);
  const [picked, setPicked] = useState<string | null>(null);
  const [all, setAll] = useState(false);
  const run = picked !== null && others.includes(picked) ? picked : (others[0] ?? "");
  const same = sameText(answer);
  const reasons = answer.reasons.filter((reason) => reason.run === run);
  return (
    <Section
      name="why"
      title="Why do these differ?"
      aside={
        others.length > 1 && (
          <>
            <Choice
              name="pair"
              value={run}
              options={others.map((other) => [other, <LetterOrName key={other} run={other} />])}
              onChoose={setPicked}
            />
            <span>
              against <LetterOrName run={answer.baseline} />
            </span>
          </>
        )
      }
    >
      {reasons.length > 0 && (
        <div class="scroll-narrow">
          <table class="plain-table why-table">
            <thead>
              <tr>
                <th class="num" aria-label="rank" />
                <th>Kind</th>
                <th>What</th>
                <th>
                  <LetterOrName run={answer.baseline} />
                </th>
                <th aria-label="becomes" />
                <th>
                  <LetterOrName run={run} />
                </th>
              </tr>
            </thead>
            <tbody>
              {reasons.slice(0, all ? undefined : FIRST).map((reason, index) => (
                <ReasonRow key={`${reason.kind} ${reason.name}`} reason={reason} rank={index + 1} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {reasons.length > FIRST && (
        <button type="button" class="link-button why-more" onClick={() => setAll(!all)}>
          {all ? `Only the first ${FIRST}` : `${reasons.length - FIRST} more`}
        </button>
      )}
      <p class="why-foot">
        <b class="strong">{coincidence(reasons, same, answer.groups ? "these runs" : "one run each")}</b>{" "}
        <span class="quiet">{same}</span>
      </p>
    </Section>
  );
}

function ReasonRow({ reason, rank }: { reason: Reason; rank: number }) {
  const { kind, name, a, b, run } = reason;
  const beside = besideText(reason);
  const open = () => {
    pickedFile.value = { run, path: name };
    showCode();
  };
  return (
    <tr>
      <td class="num faint">{rank}</td>
      <td class="quiet">{KINDS[kind] ?? kind}</td>
      <td class="strong">
        {kind === "code" ? (
          <button type="button" class="link-button strong" onClick={open}>
            {name}
          </button>
        ) : (
          name
        )}
        {beside && <div class="quiet why-effect">with {beside}</div>}
        {reason.effect && <div class="quiet why-effect">{reason.effect.text}</div>}
      </td>
      <Side kind={kind} value={a} />
      <td class="faint">→</td>
      <Side kind={kind} value={b} />
    </tr>
  );
}

function Side({ kind, value }: { kind: Reason["kind"]; value: Reason["a"] }) {
  const text = reasonValue(kind, value);
  const missing = value === null || value === "";
  return (
    <td class={missing ? "quiet why-side" : "why-side"} title={typeof value === "string" ? value : text}>
      {!missing && (kind === "code" || kind === "dataset") ? <code class="mono">{text}</code> : text}
    </td>
  );
}
