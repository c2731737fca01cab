import { getMedia, getMediaTags, type MediaAnswer, type MediaKind, type MediaTag } from "../shared/api";
import { batches, inTurn } from "../shared/batches";
import { useQuery } from "../shared/query";
import { leftOut } from "./mediaState";

export type Tags = Record<MediaKind, MediaTag[]>;
export const KINDS: readonly MediaKind[] = ["images", "histograms", "pr_curves", "texts"];

/** Which media any of the runs has. */
export function useMediaTags(runs: readonly string[]) {
  return useQuery<Tags>(
    runs.length === 0 ? null : `media tags ${JSON.stringify(runs)}`,
    async (signal) => {
      const answers = await inTurn(batches(runs, 100), (batch) => getMediaTags(batch, signal));
      const most = (kind: MediaKind) => Math.max(...answers.map(({ left_out }) => left_out[kind]));
      leftOut.value = {
        images: most("images"),
        histograms: most("histograms"),
        texts: most("texts"),
        pr_curves: most("pr_curves"),
      };
      return joined(answers);
    },
    { keep: true, every: 4 },
  );
}

/** The answers to several questions as one; names of most runs first. */
export function joined(answers: readonly { tags: Tags }[]): Tags {
  const of = (kind: MediaKind): MediaTag[] => {
    const found = new Map<string, string[]>();
    for (const { tags } of answers)
      for (const { tag, runs } of tags[kind]) found.set(tag, [...(found.get(tag) ?? []), ...runs]);
    return [...found].map(([tag, runs]) => ({ tag, runs })).sort((a, b) => b.runs.length - a.runs.length);
  };
  return { images: of("images"), histograms: of("histograms"), texts: of("texts"), pr_curves: of("pr_curves") };
}

/** One kind at one step; a null tag asks for nothing. */
export function useMedia(runs: readonly string[], kind: MediaKind, tag: string | null, step: number | null) {
  const key = tag === null || runs.length === 0 ? null : `media ${JSON.stringify([runs, kind, tag, step])}`;
  return useQuery<MediaAnswer>(key, (signal) => getMedia(runs, kind, tag ?? "", step, signal), {
    keep: true,
    every: 4,
  });
}
