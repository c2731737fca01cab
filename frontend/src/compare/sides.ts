import type { CompareAnswer, Group } from "../shared/api";
import { count } from "../shared/format";

/** One of the things compared: a run, or a group of runs under the name that its key gives it. */
export interface Side {
  run: string;
  label: string;
  group: Group | null;
}

type Sides = Pick<CompareAnswer, "runs" | "groups">;

export function sidesOf({ runs, groups }: Sides): Side[] {
  return runs.map((run, place) => {
    const group = groups?.[place] ?? null;
    return { run, label: group?.label ?? run, group };
  });
}

/** What sentences of the server's call each side; what two are called is none's name. */
export function namesOf(answer: Sides): Map<string, string> {
  const names = new Map<string, string>();
  const twice = new Set<string>();
  for (const { run, label } of sidesOf(answer)) {
    if (names.has(label)) twice.add(label);
    names.set(label, run);
  }
  for (const label of twice) names.delete(label);
  for (const run of answer.runs) if (!twice.has(run)) names.set(run, run);
  return names;
}

/** n = 5, or n = 4 of 5 where some members are left out of the mean. */
export function sizeText({ n, members }: Group): string {
  return n === members.length ? `n = ${n}` : `n = ${n} of ${members.length}`;
}

/** Who is not in the mean, and why; empty where everybody is. */
export function leftOutText({ left_out: leftOut }: Group): string {
  return Object.entries(leftOut)
    .map(([why, number]) => (why === "no figure" ? `${count(number, "run")} without a figure` : `${number} ${why}`))
    .join(", ");
}

/** A member's name without what all of them share. */
export function ownPart(member: string, label: string): string {
  const rest = member.startsWith(label) ? member.slice(label.length).replace(/^[-_/. ,=]+/, "") : member;
  return rest || member;
}
