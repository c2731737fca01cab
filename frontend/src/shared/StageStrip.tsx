import type { StageName, StageState } from "./api";

export const STAGES: readonly StageName[] = ["code", "prepare", "train", "compare", "serve"];

/** Five bars in fixed order: thick recorded, half partial, a line missing. Words for those who cannot see it. */
export function StageStrip({ states }: { states: readonly (StageState | null)[] }) {
  const words = STAGES.map((stage, i) => `${stage} ${states[i] ?? "missing"}`).join(", ");
  return (
    <span class="stage-strip" role="img" aria-label={words} title={words}>
      {STAGES.map((stage, i) => (
        <span key={stage} class={`stage-${states[i] ?? "missing"}`} />
      ))}
    </span>
  );
}

/** One bar of the strip; it fills what it is put in. */
export function StageBar({ state }: { state: StageState }) {
  return <span class={`stage-${state}`} />;
}
