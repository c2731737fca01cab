import { useState } from "preact/hooks";
import { copyText } from "../shared/CopyButton";
import { CopyIcon } from "../shared/icons";
import { RunLetter } from "../shared/RunLetter";
import { cutAtBase, cutAtBetter } from "./sentenceParts";
import type { SweepAnswer } from "./sweepApi";

/** What is known, what is not, what to try next. */
export function SweepSentence({ answer }: { answer: SweepAnswer | null }) {
  const said = answer?.sentence;
  if (!said || !(said.known || said.unknown || said.next)) return null;
  const base = answer?.ranking?.find((one) => one.key === answer.baseline)?.label ?? null;
  const commands = answer?.commands ?? [];
  const lead = said.known ?? said.unknown ?? "";
  return (
    <p class="sweep-sentence" data-testid="sweep-sentence">
      {said.known && <Known text={upper(lead)} base={base} />}
      {said.unknown && (
        <>
          {said.known ? "; " : ""}
          <span class="strong quiet">{said.known ? "not known" : "Not known"}</span> is {said.unknown}
        </>
      )}
      {said.next && (
        <>
          {said.known || said.unknown ? "; " : ""}
          <span class="strong accent-ink">try next</span> {said.next}
        </>
      )}
      . {said.next && commands.length > 0 && <CopyCommands commands={commands} />}
    </p>
  );
}

const upper = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** The verdict's word in its colour, and the baseline as its letter. */
function Known({ text, base }: { text: string; base: string | null }) {
  const [before, after] = cutAtBase(text, base);
  const word = cutAtBetter(before);
  return (
    <>
      {word ? (
        <>
          {word[0]}
          <span class="strong good">{word[1]}</span>
          {word[2]}
        </>
      ) : (
        before
      )}
      {after !== null && (
        <>
          {" "}
          <RunLetter letter="A" />
          {after}
        </>
      )}
    </>
  );
}

function CopyCommands({ commands }: { commands: readonly string[] }) {
  const [said, setSaid] = useState<string | null>(null);
  const copy = async () => {
    setSaid(
      await copyText(commands.join("\n")).then(
        () => "Copied",
        () => "Copying was not allowed",
      ),
    );
    setTimeout(() => setSaid(null), 1500);
  };
  return (
    <button type="button" class="button small" title={commands.join("\n")} onClick={copy}>
      <CopyIcon size={14} />
      {said ?? (commands.length === 1 ? "Copy the command" : `Copy the ${commands.length} commands`)}
    </button>
  );
}
