/** A recorded patch (git's unified diff) cut into files, and their lines with numbers. */

export interface PatchLine {
  kind: "hunk" | "same" | "added" | "removed" | "note";
  text: string;
  before: number | null;
  after: number | null;
}

export interface PatchFile {
  path: string;
  added: number;
  removed: number;
  lines: PatchLine[];
}

const HUNK = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/;

export function parsePatch(text: string): PatchFile[] {
  const files: PatchFile[] = [];
  let file: PatchFile | undefined;
  let [before, after, beforeLeft, afterLeft] = [0, 0, 0, 0];
  for (const line of text.split("\n")) {
    const hunk = beforeLeft + afterLeft > 0 ? null : HUNK.exec(line);
    if (file && beforeLeft + afterLeft > 0) {
      const kind = line[0] === "+" ? "added" : line[0] === "-" ? "removed" : line[0] === "\\" ? "note" : "same";
      if (kind !== "note") {
        if (kind !== "added") beforeLeft -= 1;
        if (kind !== "removed") afterLeft -= 1;
      }
      file.lines.push({
        kind,
        text: kind === "note" ? line : line.slice(1),
        before: kind === "same" || kind === "removed" ? before++ : null,
        after: kind === "same" || kind === "added" ? after++ : null,
      });
      if (kind === "added") file.added += 1;
      if (kind === "removed") file.removed += 1;
    } else if (line.startsWith("diff --git ")) {
      file = { path: gitPath(line), added: 0, removed: 0, lines: [] };
      files.push(file);
    } else if (file && line.startsWith("+++ ") && line !== "+++ /dev/null") {
      file.path = unquote(line.slice(4).replace(/\t.*$/, "")).replace(/^b\//, "");
    } else if (file && hunk) {
      before = Number(hunk[1]);
      after = Number(hunk[3]);
      beforeLeft = Number(hunk[2] ?? 1);
      afterLeft = Number(hunk[4] ?? 1);
      file.lines.push({ kind: "hunk", text: line, before: null, after: null });
    } else if (
      file &&
      (line.startsWith("Binary files ") || line.startsWith("GIT binary patch") || line.startsWith("\\"))
    ) {
      file.lines.push({ kind: "note", text: line, before: null, after: null });
    }
  }
  return files;
}

/** `diff --git a/x b/x`: both halves name the same file unless it was renamed; then `+++` corrects it. */
function gitPath(line: string): string {
  const rest = line.slice("diff --git ".length);
  const half = rest.slice(rest.length / 2 + 0.5);
  return unquote(half).replace(/^b\//, "");
}

function unquote(path: string): string {
  if (!path.startsWith('"') || !path.endsWith('"')) return path;
  const octets = path.slice(1, -1).replace(/\\([0-7]{3}|.)/g, (_, code: string) => {
    if (/^[0-7]{3}$/.test(code)) return `%${Number.parseInt(code, 8).toString(16).padStart(2, "0")}`;
    return code === "t" ? "\t" : code === "n" ? "\n" : code;
  });
  try {
    return decodeURIComponent(octets);
  } catch {
    return path;
  }
}
