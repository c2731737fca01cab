import type { CompareAnswer, Subject, Value } from "../shared/api";
import { shortDigest, valueText } from "../shared/format";

/** One line of "what differs": a value for each run, and which of them are not the baseline's. */
export interface DifferenceRow {
  name: string;
  values: Value[];
  changed: boolean[];
  /** What an absent value is called. */
  absent: string;
}

export interface DifferenceGroup {
  title: string;
  rows: DifferenceRow[];
  same: DifferenceRow[];
  /** Rows that are only counted. */
  more: number;
}

/** The Code section below has all files; here they would push the rest away. */
const MOST_FILES = 6;
const NO_FILE = "no such file";

const SUBJECTS: readonly (readonly [Subject, string, string])[] = [
  ["flags", "Flags", "not set"],
  ["seeds", "Seeds", "not seen"],
  ["datasets", "Data", "not read"],
  ["code", "Code", "not recorded"],
  ["environment", "Python and packages", "not installed"],
  ["variables", "Environment variables", "not set"],
  ["hardware", "Hardware", "not recorded"],
  ["ranks", "Processes", "not recorded"],
  ["command", "Command", "not recorded"],
];

/** The answer's subjects in the order of a reader's questions; those with nothing in them are left out. */
export function differenceGroups(answer: CompareAnswer): DifferenceGroup[] {
  const base = answer.runs.indexOf(answer.baseline);
  return SUBJECTS.flatMap(([subject, title, absent]) => {
    const rows = Object.entries(answer[subject]).map(([name, values]) => row(name, values, base, absent));
    const same = Object.entries(answer.same[subject]).map(([name, value]) =>
      row(
        name,
        answer.runs.map(() => value),
        base,
        absent,
      ),
    );
    const files =
      subject === "code" ? answer.code_files.map(({ path, digests }) => row(path, digests, base, NO_FILE)) : [];
    rows.push(...files.slice(0, MOST_FILES));
    const more = Math.max(0, files.length - MOST_FILES);
    return rows.length + same.length === 0 ? [] : [{ title, rows, same, more }];
  });
}

function row(name: string, values: readonly Value[], base: number, absent: string): DifferenceRow {
  const reference = JSON.stringify(values[base] ?? null);
  const changed = values.map((value) => JSON.stringify(value ?? null) !== reference);
  return { name, values: [...values], changed, absent };
}

/** Digests and commits short, everything else as it is. */
export function cellText(value: Value): { text: string; code: boolean } {
  if (typeof value === "string" && (value.startsWith("sha256:") || /^[0-9a-f]{40}$/.test(value))) {
    return { text: shortDigest(value), code: true };
  }
  return { text: value === "" ? '""' : valueText(value), code: false };
}
