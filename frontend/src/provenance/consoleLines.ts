/** Lines of a recorded console log: `TIME<TAB>STREAM<TAB>TEXT`. */

export interface ConsoleLine {
  time: number | null;
  stream: "out" | "err";
  text: string;
}

export type StreamChoice = "all" | "out" | "err";

/** `cut`: the text begins inside a line, which is dropped. A line without our columns keeps its text. */
export function parseConsole(text: string, cut: boolean): ConsoleLine[] {
  const lines = text.split("\n");
  if (cut) lines.shift();
  if (lines.at(-1) === "") lines.pop();
  return lines.map((line) => {
    const [time, stream, ...rest] = line.split("\t");
    const seconds = Number(time);
    if (rest.length === 0 || !Number.isFinite(seconds) || (stream !== "out" && stream !== "err")) {
      return { time: null, stream: "out", text: line };
    }
    return { time: seconds, stream, text: rest.join("\t") };
  });
}

/** A regular expression of what was typed, or of its plain characters where it is none; null for nothing typed. */
export function searchPattern(typed: string): RegExp | null {
  if (typed === "") return null;
  try {
    const pattern = new RegExp(typed, "gi");
    return pattern.test("") ? null : pattern;
  } catch {
    return new RegExp(typed.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"), "gi");
  }
}

export function selectLines(
  lines: readonly ConsoleLine[],
  stream: StreamChoice,
  pattern: RegExp | null,
): ConsoleLine[] {
  return lines.filter((line) => {
    if (stream !== "all" && line.stream !== stream) return false;
    if (!pattern) return true;
    pattern.lastIndex = 0;
    return pattern.test(line.text);
  });
}

/** The text in pieces, every second one a match. */
export function highlight(text: string, pattern: RegExp | null): string[] {
  if (!pattern) return [text];
  const pieces: string[] = [];
  let from = 0;
  for (const match of text.matchAll(pattern)) {
    if (match[0] === "") continue;
    pieces.push(text.slice(from, match.index), match[0]);
    from = match.index + match[0].length;
  }
  return [...pieces, text.slice(from)];
}
