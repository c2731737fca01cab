import { effect, signal } from "@preact/signals";
import { ConnectionLost } from "./api";
import { listenToHost } from "./guest";

/** The page's pulse: queries read again on every beat. Hidden, it rests; lost, it waits longer each time. */
export const beat = signal(0);
export const paused = signal(false);
/** When the last answer came, epoch seconds; null before the first. */
export const answered = signal<number | null>(null);
/** Since when nothing answers, and when we try again (epoch seconds). */
export const lost = signal<{ since: number; retry: number } | null>(null);
/** True where the server has not read every run. */
export const incomplete = signal(false);
/** True while it reads more of them: beats come faster. */
export const reading = signal(false);
/** By how many seconds its answers are older than they may be. */
export const stale = signal(0);
/** A clock for ages and running durations, in epoch seconds. */
export const now = signal(Date.now() / 1000);

const STEADY = 4;
const HURRIED = 1;
const LONGEST = 30;
/** After a scroll the page reads nothing for so long, that no answer makes the next one stutter. */
const STILL = 0.4;

let timer: ReturnType<typeof setTimeout> | undefined;
let failures = 0;
let scrolled = 0;
/** The beat that failed: its queries fail together and count once. */
let failedBeat = -1;

/** TensorBoard makes an inactive tab's frame invisible, and lets it live on. */
function hidden(): boolean {
  const frame = window.frameElement;
  return document.hidden || (frame !== null && !frame.checkVisibility({ visibilityProperty: true }));
}

/** Calls `changed` when the host may have shown or hidden our frame. */
function watchFrame(changed: () => void): void {
  const frame = window.frameElement;
  if (frame) new MutationObserver(changed).observe(frame, { attributes: true });
}

/** Seconds until the next try after so many failures: 1, 2, 4 … 30. */
export function backOff(failed: number): number {
  return Math.min(LONGEST, 2 ** Math.max(0, failed - 1));
}

function schedule(): void {
  clearTimeout(timer);
  const wait = lost.value ? backOff(failures) : reading.value ? HURRIED : STEADY;
  if (lost.value) lost.value = { ...lost.value, retry: Date.now() / 1000 + wait };
  const tick = () => {
    if (hidden() || paused.value) return;
    if (Date.now() / 1000 - scrolled < STILL) {
      timer = setTimeout(tick, STILL * 1000);
      return;
    }
    beat.value += 1;
    schedule();
  };
  timer = setTimeout(tick, wait * 1000);
}

export function beatNow(): void {
  beat.value += 1;
  schedule();
}

/** Each query reports how its request went. */
export function reportAnswer(): void {
  failures = 0;
  answered.value = Date.now() / 1000;
  if (lost.value) {
    lost.value = null;
    schedule();
  }
}

export function reportFailure(error: unknown): void {
  if (!(error instanceof ConnectionLost) || failedBeat === beat.value) return;
  failedBeat = beat.value;
  failures += 1;
  const time = Date.now() / 1000;
  lost.value = { since: lost.value?.since ?? answered.value ?? time, retry: time + backOff(failures) };
  schedule();
}

export function setPaused(on: boolean): void {
  paused.value = on;
  if (!on) beatNow();
}

export function startLive(): void {
  const noteScroll = () => {
    scrolled = Date.now() / 1000;
  };
  document.addEventListener("scroll", noteScroll, { capture: true, passive: true });
  const resume = () => {
    if (!hidden() && !paused.value) beatNow();
  };
  document.addEventListener("visibilitychange", resume);
  let was = hidden();
  watchFrame(() => {
    const returned = was && !hidden();
    was = hidden();
    if (returned) resume();
  });
  listenToHost(resume);
  setInterval(() => {
    if (!hidden()) now.value = Date.now() / 1000;
  }, 1000);
  effect(() => {
    if (reading.value) schedule();
  });
  schedule();
}
