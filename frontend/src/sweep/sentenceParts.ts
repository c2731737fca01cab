/** The text before the baseline's name and after it; `null` where it is not named. */
export function cutAtBase(text: string, base: string | null): [string, string | null] {
  const at = base === null ? -1 : text.indexOf(` than ${base}`);
  if (base === null || at < 0) return [text, null];
  return [text.slice(0, at + " than".length), text.slice(at + ` than ${base}`.length)];
}

/** The text about the word `better`, where something is; `null` where none is. */
export function cutAtBetter(text: string): [string, string, string] | null {
  const found = /^(\d.*? (?:is|are) )(better)( than)$/s.exec(text);
  return found ? [found[1] ?? "", found[2] ?? "", found[3] ?? ""] : null;
}
