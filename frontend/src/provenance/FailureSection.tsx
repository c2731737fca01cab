import type { RunAnswer } from "../shared/api";
import { CopyButton } from "../shared/CopyButton";
import { Section } from "../shared/Section";

/** How a run ended that did not complete: the exception with its traceback, the signal or the exit code. */
export function FailureSection({ answer }: { answer: RunAnswer }) {
  const { exit, status } = answer;
  if (!exit || (status !== "failed" && status !== "terminated" && status !== "pruned")) return null;
  const cause =
    exit.reason ||
    exit.exception ||
    (exit.signal ? `Ended by ${exit.signal}` : exit.code ? `Exit code ${exit.code}` : "");
  if (!cause) return null;
  return (
    <Section
      name="failure"
      title={status === "failed" ? "Failure" : "End"}
      aside={<span class={status === "pruned" ? "" : "bad"}>{cause}</span>}
    >
      {exit.traceback && (
        <div class="code-block failure-trace">
          <pre>{exit.traceback}</pre>
          <CopyButton text={exit.traceback} label="Copy the traceback" />
        </div>
      )}
    </Section>
  );
}
