import type { Group, RunsAnswer } from "../shared/api";
import { groupName } from "../shared/groupNames";

export const SEED = "seed";
/** What the rows are grouped by: what was chosen, else seeds where there are some. Null for nothing. */
export function groupingOf(chosen: string | null, seeds: boolean): string | null {
  if (chosen === null) return seeds ? SEED : null;
  return chosen.trim() || null;
}

/** What a group with this key is one of; null where it is no key. */
export function groupingOfKey(key: string): string | null {
  if (key.startsWith(`${SEED}:`)) return SEED;
  try {
    const values: unknown = JSON.parse(key);
    if (typeof values !== "object" || values === null || Array.isArray(values)) return null;
    return Object.keys(values).join(", ") || null;
  } catch {
    return null;
  }
}

/** What a group is called where its key alone is known. */
export function labelOfKey(key: string): string {
  return key.startsWith(`${SEED}:`) ? `${key.slice(SEED.length + 1)}*` : key;
}

/** Runs of one setting are shown as their shared part and a star; a run that has no fellow as itself. */
export const shownAs = ({ key, label }: Group): string =>
  key.startsWith(`${SEED}:`) && !label.endsWith("}") ? `${label}*` : label;

/** A run that no other belongs to needs no row above it. */
export function isAlone(group: Group): boolean {
  return group.members.length === 1 && group.key.startsWith(`${SEED}:`);
}

/** The rows' names: of a group its own, of a run alone the run's. */
export function rowNames(answer: RunsAnswer): string[] {
  const { groups } = answer;
  if (!groups) return answer.runs;
  return groups.map((group) => (isAlone(group) ? (group.members[0] as string) : groupName(group.key)));
}

/** n = 5, or n = 4 of 5 where a member is not in the mean. */
export function sizeText({ n, members }: Group): string {
  return n === members.length ? `n = ${n}` : `n = ${n} of ${members.length}`;
}

/** Why members are left out of the mean, in words. */
export function leftOutText({ left_out }: Group): string {
  const reasons = Object.entries(left_out).map(([why, count]) => `${count} ${why}`);
  return reasons.length ? `not in the mean: ${reasons.join(", ")}` : "";
}

/** Where a name goes on differently from what its group's members share. */
export function sharedLength(run: string, label: string): number {
  return run.startsWith(label) ? label.length : 0;
}

/** So many names fit into a question; more are asked for with all others. */
const MOST_NAMED = 60;

/** The filter that keeps these runs of those that `where` keeps. */
export function membersWhere(where: string, members: readonly string[]): string {
  if (members.length > MOST_NAMED) return where;
  const named = `name in [${members.map((name) => JSON.stringify(name)).join(", ")}]`;
  return where.trim() ? `(${where}) and ${named}` : named;
}
