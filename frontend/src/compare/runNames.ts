/** Sentences from the server name runs; on this view the letter stands for the run. */

export type Piece = { text: string } | { run: string };

/** The sentence cut at what it calls runs, by the runs' names; a name inside a longer word is left alone. */
export function cutAtRuns(sentence: string, called: ReadonlyMap<string, string>): Piece[] {
  const names = [...called.keys()].filter((run) => run.length > 1).sort((a, b) => b.length - a.length);
  if (names.length === 0) return [{ text: sentence }];
  const escaped = names.map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  const pattern = new RegExp(`(?<![\\w/-])(${escaped.join("|")})(?![\\w/-])`, "g");
  return sentence.split(pattern).flatMap((part, index): Piece[] => {
    if (index % 2 === 1) return [{ run: called.get(part) ?? part }];
    return part === "" ? [] : [{ text: part }];
  });
}
