/** A place in a text, from `start` up to `end`. */
export interface Place {
  start: number;
  end: number;
}

/** The server counts characters, a text of ours is cut by UTF-16 units: a character beyond U+FFFF is two of those. */
export function inUtf16(text: string, { start, end }: Place): Place {
  const characters = Array.from(text);
  const units = (count: number): number =>
    characters.slice(0, count).join("").length + Math.max(0, count - characters.length);
  return { start: units(start), end: units(end) };
}
