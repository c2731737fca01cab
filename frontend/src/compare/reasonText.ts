import type { CompareAnswer, Reason, Value } from "../shared/api";
import { count, shortDigest, valueText } from "../shared/format";

const ABSENT: Partial<Record<Reason["kind"], string>> = {
  flag: "not set",
  package: "not installed",
  code: "no such file",
  dataset: "not read",
  variable: "not set",
  rank: "no such process",
  seed: "not set",
};

/** A reason's side in a few characters. */
export function reasonValue(kind: Reason["kind"], value: Value): string {
  if (value === null || value === "") return ABSENT[kind] ?? "not recorded";
  if (typeof value === "string" && (value.startsWith("sha256:") || /^[0-9a-f]{40}$/.test(value)))
    return shortDigest(value);
  return valueText(value);
}

/** What else differs for the same cause, in a few characters: commit 1111111 → 2222222. */
export function besideText({ beside }: Reason): string {
  return beside
    .map(({ kind, name, a, b }) => {
      const what = kind === "code" || kind === "flag" ? name : `${kind === "dataset" ? "data set" : kind} ${name}`;
      return `${what} ${reasonValue(kind, a)} → ${reasonValue(kind, b)}`;
    })
    .join(", ");
}

const NOTHING_RECORDED = "Nothing is recorded of these runs but their metrics.";

/** Says that several differences cannot be told apart from one another; empty where there is nothing to say. */
export function coincidence(reasons: readonly Reason[], same: string, what = "one run each"): string {
  if (reasons.length === 0) return same ? "Nothing that was recorded explains a difference." : NOTHING_RECORDED;
  if (reasons.length === 1) return "This is all that was recorded to differ.";
  return `${count(reasons.length, "difference")} coincide, so ${what} cannot say which one did it.`;
}

/** What all runs have in common, in one sentence. */
export function sameText(answer: CompareAnswer): string {
  const { same } = answer;
  const parts: string[] = [];
  const datasets = [...new Set(Object.keys(same.datasets).map((name) => name.split("/")[0]))];
  if (datasets.length > 0) parts.push(`data set ${datasets.join(", ")}`);
  if (typeof same.code.commit === "string") parts.push(`commit ${shortDigest(same.code.commit)}`);
  const flags = Object.keys(same.flags);
  if (flags.length > 0)
    parts.push(
      flags.length <= 4 ? flags.join(", ") : `${flags.slice(0, 3).join(", ")} and ${flags.length - 3} more flags`,
    );
  const { python, ...packages } = same.environment;
  if (typeof python === "string") parts.push(`Python ${python}`);
  if (Object.keys(packages).length > 0) parts.push(count(Object.keys(packages).length, "package"));
  if (typeof same.hardware.cpu === "string") parts.push("CPU");
  const whom = answer.runs.length === 2 ? "both" : "all";
  return parts.length === 0 ? "" : `Same in ${whom}: ${parts.join(", ")}.`;
}
