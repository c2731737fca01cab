import type { CompareAnswer } from "../shared/api";
import { WarningIcon } from "../shared/icons";
import { Sentence } from "./Sentence";

/** Why figures of these runs should not be held against each other as they are. */
export function Warnings({ answer }: { answer: CompareAnswer }) {
  const lines = [...answer.warnings, ...answer.notices];
  if (lines.length === 0) return null;
  return (
    <div class="compare-warnings" role="note">
      <WarningIcon />
      <div>
        {lines.map((line) => (
          <p key={line}>
            <Sentence text={line} answer={answer} />
          </p>
        ))}
      </div>
    </div>
  );
}
