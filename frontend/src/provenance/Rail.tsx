import type { RunAnswer } from "../shared/api";
import { CodeBlock } from "../shared/CodeBlock";
import { isNan, valueText } from "../shared/format";
import { Facts, Section } from "../shared/Section";
import { Words } from "../shared/Words";
import { attributeRows } from "./attributes";
import { PackageList } from "./PackageList";
import { quoted } from "./serveCommands";

/** Quiet tables beside the page: flags, where it ran, what was held back, notes. */
export function Rail({ answer }: { answer: RunAnswer }) {
  return (
    <aside class="run-rail">
      <Reproduce answer={answer} />
      <FlagTable answer={answer} />
      <Attributes answer={answer} />
      {answer.ranks.length > 0 && (
        <Section name="ranks" title="Other ranks" aside={String(answer.ranks.length)}>
          <Facts
            rows={answer.ranks.map(({ rank, host, status, differs }) => [
              `rank ${rank}`,
              [host, ...(status === "failed" || status === "lost" ? [status] : []), ...differs].join(", "),
            ])}
          />
        </Section>
      )}
      {answer.redactions.length > 0 && (
        <Section
          name="redactions"
          title="Removed before writing"
          aside={`${answer.redactions.length} ${answer.redactions.length === 1 ? "value" : "values"}`}
        >
          <dl class="facts">
            {answer.redactions.map(({ where, name, why }) => (
              <div key={`${where} ${name}`}>
                <dt>{where}</dt>
                <dd>
                  <code class="mono">{name}</code> <span class="quiet">{why}</span>
                </dd>
              </div>
            ))}
          </dl>
        </Section>
      )}
      {answer.notes && (
        <Section name="notes" title="Notes">
          <p class="notes">{answer.notes}</p>
        </Section>
      )}
    </aside>
  );
}

/** The commands that make the run again, and that hold the world against its record. */
function Reproduce({ answer }: { answer: RunAnswer }) {
  if (!answer.code && answer.datasets.length === 0) return null;
  const directory = quoted(answer.directory);
  return (
    <Section name="reproduce" title="Reproduce" aside="code, data check, run">
      <CodeBlock code={`tb-lifecycle reproduce ${directory} --to again --run`} />
      <p class="quiet reproduce-note">Does the world still match the record?</p>
      <CodeBlock code={`tb-lifecycle verify ${directory}`} />
    </Section>
  );
}

function FlagTable({ answer }: { answer: RunAnswer }) {
  const names = Object.keys(answer.flags);
  const byHand = names.filter((name) => answer.flag_details[name]?.set).length;
  const known = Object.keys(answer.flag_details).length > 0;
  return (
    <Section
      name="flags"
      title="Flags"
      aside={known ? `${names.length}, the ${byHand} set by hand in bold` : String(names.length)}
    >
      {names.length === 0 && (
        <p class="quiet">
          None recorded. <code class="mono">tb_lifecycle.log_flags(FLAGS)</code> records them.
        </p>
      )}
      <dl class="facts">
        {names.map((name) => {
          const detail = answer.flag_details[name];
          const value = answer.flags[name];
          const conflict = answer.conflicts[name];
          const other = detail && detail.default !== null && JSON.stringify(detail.default) !== JSON.stringify(value);
          return (
            <div key={name}>
              <dt title={detail?.help || name}>{name}</dt>
              <dd>
                <span
                  class={`${detail?.set ? "by-hand" : ""} ${isNan(value) ? "bad strong" : ""} ${value === null ? "quiet" : ""}`}
                >
                  {value === null ? "None" : value === "" ? '""' : valueText(value)}
                </span>
                {conflict && (
                  <span class="warn" title="The processes that recorded this run disagree">
                    {" "}
                    conflict: {conflict.map(valueText).join(" / ")}
                  </span>
                )}
                {other && <span class="quiet"> default {valueText(detail.default)}</span>}
              </dd>
            </div>
          );
        })}
      </dl>
    </Section>
  );
}

function Attributes({ answer }: { answer: RunAnswer }) {
  const rows = attributeRows(answer);
  if (rows.length === 0 && !answer.command?.line) return null;
  return (
    <Section
      name="attributes"
      title="Attributes"
      aside={answer.incarnations.length > 1 && `of incarnation ${answer.incarnations.length}`}
    >
      <Facts rows={rows} />
      <PackageList answer={answer} />
      {answer.command?.line && (
        <Facts
          rows={[
            [
              "Command",
              <code class="mono wrap">
                <Words text={answer.command.line} />
              </code>,
            ],
            ["Directory", <code class="mono wrap">{answer.command.directory}</code>],
          ]}
        />
      )}
    </Section>
  );
}
