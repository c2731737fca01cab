import { effect, signal } from "@preact/signals";
import type { MediaKind } from "../shared/api";
import { onUrlChange, readUrl, writeUrl } from "../shared/url";

/** What of the media is shown; what is absent is chosen by itself. */
interface MediaChoice {
  step?: number;
  scale?: number;
  /** Runs that are not shown, though they have a letter. */
  hidden?: string[];
  /** The two runs whose texts are compared. */
  pair?: [string, string];
  tags?: Partial<Record<MediaKind, string>>;
}

/** How many names of each kind were too many to be listed. */
export const leftOut = signal<Readonly<Record<MediaKind, number>>>({
  images: 0,
  histograms: 0,
  texts: 0,
  pr_curves: 0,
});

export const choice = signal<MediaChoice>({});

export function choose(part: MediaChoice): void {
  choice.value = { ...choice.value, ...part };
}

export function chooseTag(kind: MediaKind, tag: string): void {
  choose({ tags: { ...choice.value.tags, [kind]: tag } });
}

const KEY = "media";

const texts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((one) => typeof one === "string");

/** The choice that an address holds; what is wrong in it is as if absent. */
export function parseChoice(text: string | undefined): MediaChoice {
  let found: unknown;
  try {
    found = JSON.parse(text ?? "");
  } catch {
    return {};
  }
  if (found === null || typeof found !== "object") return {};
  const { step, scale, hidden, pair, tags } = found as Record<string, unknown>;
  const named = tags !== null && typeof tags === "object" ? Object.entries(tags) : [];
  return {
    ...(Number.isSafeInteger(step) && { step: step as number }),
    ...(typeof scale === "number" && scale >= 0 && scale <= 16 && { scale }),
    ...(texts(hidden) && { hidden }),
    ...(texts(pair) && pair.length === 2 && { pair: [pair[0], pair[1]] as [string, string] }),
    ...(named.length > 0 && { tags: Object.fromEntries(named.filter(([, tag]) => typeof tag === "string")) }),
  };
}

let linked = false;

/** Reads the choice from the address, once, then keeps the two alike. */
export function linkChoiceToUrl(): void {
  if (linked) return;
  linked = true;
  const said = () => (Object.keys(choice.value).length > 0 ? JSON.stringify(choice.value) : "");
  choice.value = parseChoice(readUrl()[KEY]);
  let written = said();
  effect(() => {
    const now = said();
    if (now !== written) writeUrl(KEY, now);
    written = now;
  });
  onUrlChange(() => {
    const now = readUrl()[KEY] ?? "";
    if (now !== said()) choice.value = parseChoice(now);
  });
}
