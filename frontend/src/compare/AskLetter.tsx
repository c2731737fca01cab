import { RunLetter } from "../shared/RunLetter";
import { compared, letterOf, takeLetter } from "../shared/state";

/** Six letters are taken: whose shall the seventh run have? The baseline keeps its own. */
export function AskLetter({ run, onDone }: { run: string; onDone: () => void }) {
  return (
    <div class="ask-letter" role="alertdialog" aria-label="Which letter to free">
      <span>
        Six letters are taken. Which one shall <b class="strong">{run}</b> have?
      </span>
      {compared.value.slice(1).map((other) => {
        const letter = letterOf(other);
        return (
          <button
            type="button"
            class="button small"
            key={other}
            title={`${other} stays, in grey`}
            onClick={() => {
              takeLetter(run, other);
              onDone();
            }}
          >
            {letter && <RunLetter letter={letter} />} {other}
          </button>
        );
      })}
      <button type="button" class="button small plain" onClick={onDone}>
        None
      </button>
    </div>
  );
}
