import type { CompareAnswer } from "../shared/api";
import { RunLetter } from "../shared/RunLetter";
import { letterOf } from "../shared/state";
import { cutAtRuns } from "./runNames";
import { namesOf } from "./sides";

interface SentenceProps {
  text: string;
  answer: Pick<CompareAnswer, "runs" | "groups">;
}

/** A sentence of the server's with the sides' letters in place of their names. */
export function Sentence({ text, answer }: SentenceProps) {
  return (
    <>
      {cutAtRuns(text, namesOf(answer)).map((piece, index) =>
        "text" in piece ? (
          <span key={`${index}`}>{piece.text}</span>
        ) : (
          <LetterOrName key={`${index}`} run={piece.run} />
        ),
      )}
    </>
  );
}

export function LetterOrName({ run }: { run: string }) {
  const letter = letterOf(run);
  if (!letter) return <b class="strong">{run}</b>;
  return (
    <span class="inline-letter" title={run}>
      <RunLetter letter={letter} />
    </span>
  );
}
