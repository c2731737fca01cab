/** Names go into addresses, and those have a length: so many names, and characters, a question. */
const MOST_NAMES = 25;
const MOST_CHARACTERS = 6000;

export function batches(names: readonly string[], most = MOST_NAMES): string[][] {
  const found: string[][] = [];
  let length = 0;
  for (const name of names) {
    const batch = found.at(-1);
    const own = encodeURIComponent(name).length;
    if (!batch || batch.length >= most || length + own > MOST_CHARACTERS) {
      found.push([name]);
      length = own;
    } else {
      batch.push(name);
      length += own;
    }
  }
  return found;
}

/** Asks batch after batch, two at a time; `soon` has what has come so far. */
export async function inTurn<T>(
  parts: readonly string[][],
  ask: (batch: string[]) => Promise<T>,
  soon?: ((answers: T[]) => void) | null,
): Promise<T[]> {
  const answers = new Array<T>(parts.length);
  let next = 0;
  let come = 0;
  const work = async () => {
    while (next < parts.length) {
      const at = next++;
      answers[at] = await ask(parts[at] ?? []);
      come += 1;
      if (come < parts.length) soon?.(answers.filter((answer) => answer !== undefined));
    }
  };
  await Promise.all([work(), work()]);
  return answers;
}
