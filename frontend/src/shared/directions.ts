import { signal } from "@preact/signals";
import type { Better } from "./api";

const KEY = "tb_lifecycle.directions";

function read(): Readonly<Record<string, Better>> {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(KEY) ?? "{}");
    if (typeof found !== "object" || found === null || Array.isArray(found)) return {};
    return Object.fromEntries(
      Object.entries(found).filter(([, better]) => better === "up" || better === "down" || better === null),
    );
  } catch {
    return {}; // no storage in this frame, or somebody else's text in it
  }
}

/** Which way metrics are better by a person's own choice, by their ids; this browser remembers it. */
export const directions = signal<Readonly<Record<string, Better>>>(read());

/** `undefined` goes back to what the names of metrics tell. */
export function setDirection(metric: string, better: Better | undefined): void {
  const { [metric]: _, ...rest } = directions.value;
  directions.value = better === undefined ? rest : { ...rest, [metric]: better };
  try {
    localStorage.setItem(KEY, JSON.stringify(directions.value));
  } catch {
    // it holds while the page is open
  }
}

/** Which way a metric is better: as it was chosen, else as it is told. */
export function directionOf(metric: string, told: Better): Better {
  const chosen = directions.value[metric];
  return chosen === undefined ? told : chosen;
}
