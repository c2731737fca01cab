import { LETTERS, type Slots } from "./selection";

/** Names begin like the one before them: an address holds only what is new of each. */
const SEPARATOR = "~";
/** The characters that say how much is taken over from the name before. */
const DIGITS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

/** Selected runs as an address holds them: a list as JSON; of more than have letters, the short form. */
export function selectionText(slots: Slots): string {
  if (slots.length === 0) return "";
  if (slots.length <= LETTERS.length) return JSON.stringify(slots);
  let before = "";
  const parts = slots.map((run) => {
    if (run === null) return "";
    const shared = sharedLength(before, run);
    before = run;
    return `${DIGITS[shared]}${run.slice(shared).replace(/[!~]/g, (one) => (one === "!" ? "!!" : "!t"))}`;
  });
  return SEPARATOR + parts.join(SEPARATOR);
}

/** The runs of `selectionText`; null where the text is neither form. */
export function parseSelection(text: string | undefined): (string | null)[] | null {
  if (!text?.startsWith(SEPARATOR)) return null;
  let before = "";
  const runs: (string | null)[] = [];
  for (const part of text.slice(1).split(SEPARATOR)) {
    const shared = DIGITS.indexOf(part[0] ?? " ");
    if (part === "") runs.push(null);
    else if (shared < 0 || shared > before.length) return null;
    else {
      before = before.slice(0, shared) + part.slice(1).replace(/!(.)/g, (_, one) => (one === "t" ? "~" : one));
      runs.push(before);
    }
  }
  return runs;
}

function sharedLength(one: string, other: string): number {
  const most = Math.min(one.length, other.length, DIGITS.length - 1);
  let length = 0;
  while (length < most && one[length] === other[length]) length += 1;
  return length;
}
