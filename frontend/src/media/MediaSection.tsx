import "./media.css";
import type { CompareAnswer, MediaKind } from "../shared/api";
import { RunLetter } from "../shared/RunLetter";
import { Section, SectionError } from "../shared/Section";
import { letterOf } from "../shared/state";
import { HandOverRow } from "./HandOverRow";
import { Histograms } from "./Histograms";
import { Images } from "./Images";
import { choice, choose, linkChoiceToUrl } from "./mediaState";
import { PrCurves } from "./PrCurves";
import { StepSlider } from "./StepSlider";
import { Texts } from "./Texts";
import { KINDS, type Tags, useMedia, useMediaTags } from "./useMedia";

interface MediaSectionProps {
  answer: CompareAnswer;
  /** All that are selected. */
  runs: readonly string[];
}

const AT_A_TIME = 4;

/** What the compared runs logged besides numbers, side by side at one step, and the way to TensorBoard's own tabs. */
export function MediaSection({ answer, runs }: MediaSectionProps) {
  linkChoiceToUrl();
  const single = runs.filter((run) => !run.startsWith("group:"));
  const { data: tags, error } = useMediaTags(single);
  if (!tags) return error ? <SectionError error={error} /> : null;
  const lettered = answer.runs.filter((run) => KINDS.some((kind) => tags[kind].some((one) => one.runs.includes(run))));
  return (
    <>
      <HandOverRow runs={single} tags={tags} />
      {lettered.length > 0 && <Media tags={tags} runs={lettered} />}
    </>
  );
}

/** The tag that is shown of a kind: the chosen one, or that of most of the runs. */
function tagOf(tags: Tags, kind: MediaKind, runs: readonly string[]): string | null {
  const offered = tags[kind].filter((one) => one.runs.some((run) => runs.includes(run)));
  const chosen = choice.value.tags?.[kind];
  return (offered.find(({ tag }) => tag === chosen) ?? offered[0])?.tag ?? null;
}

function Media({ tags, runs }: { tags: Tags; runs: readonly string[] }) {
  const hidden = choice.value.hidden ?? runs.slice(AT_A_TIME);
  const shown = runs.filter((run) => !hidden.includes(run)).slice(0, AT_A_TIME);
  const names = Object.fromEntries(KINDS.map((kind) => [kind, tagOf(tags, kind, shown)])) as Record<
    MediaKind,
    string | null
  >;
  const lead = KINDS.find((kind) => names[kind] !== null) ?? "images";
  const first = useMedia(shown, lead, names[lead], choice.value.step ?? null);
  const step = choice.value.step ?? first.data?.step ?? null;
  const of = (kind: MediaKind) => (step === null && kind !== lead ? null : names[kind]);
  const images = useMedia(shown, "images", of("images"), lead === "images" ? (choice.value.step ?? null) : step);
  const histograms = useMedia(
    shown,
    "histograms",
    of("histograms"),
    lead === "histograms" ? (choice.value.step ?? null) : step,
  );
  const curves = useMedia(
    shown,
    "pr_curves",
    of("pr_curves"),
    lead === "pr_curves" ? (choice.value.step ?? null) : step,
  );
  const texts = useMedia(shown, "texts", of("texts"), lead === "texts" ? (choice.value.step ?? null) : step);
  const all = [images, histograms, curves, texts];
  const steps = [...new Set(all.flatMap(({ data }) => data?.steps ?? []))].sort((a, b) => a - b);
  const error = all.find((one) => one.error)?.error;
  return (
    <Section
      name="media"
      title="Media"
      aside={<Chosen runs={runs} shown={shown} />}
      tools={step !== null && <StepSlider steps={steps} step={step} pictures={images.data?.steps.length ?? 0} />}
    >
      {error && <SectionError error={error} />}
      {step !== null && images.data && names.images !== null && (
        <Images answer={images.data} runs={shown} offered={tags.images} step={step} />
      )}
      <div class="media-row">
        {step !== null && histograms.data && names.histograms !== null && (
          <Histograms answer={histograms.data} offered={tags.histograms} step={step} />
        )}
        {step !== null && curves.data && names.pr_curves !== null && (
          <PrCurves answer={curves.data} offered={tags.pr_curves} step={step} />
        )}
        {step !== null && texts.data && names.texts !== null && (
          <Texts answer={texts.data} offered={tags.texts} step={step} />
        )}
      </div>
    </Section>
  );
}

/** Which of the lettered runs are shown: four at a time. */
function Chosen({ runs, shown }: { runs: readonly string[]; shown: readonly string[] }) {
  const toggle = (run: string) => {
    const next = shown.includes(run) ? shown.filter((one) => one !== run) : [...shown, run].slice(-AT_A_TIME);
    if (next.length > 0) choose({ hidden: runs.filter((one) => !next.includes(one)) });
  };
  return (
    <>
      <div class="segmented media-runs" role="group" aria-label="runs shown">
        {runs.map((run) => {
          const letter = letterOf(run);
          return (
            <button
              type="button"
              class="button small"
              key={run}
              aria-pressed={shown.includes(run)}
              aria-label={`${shown.includes(run) ? "Hide" : "Show"} ${run}`}
              title={run}
              onClick={() => toggle(run)}
            >
              {letter ? <RunLetter letter={letter} /> : run}
            </button>
          );
        })}
      </div>
      {runs.length > AT_A_TIME && <span>four at a time</span>}
    </>
  );
}
