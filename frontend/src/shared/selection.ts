/** Selected runs sit in slots; the slot is the letter. Slot 0 is the baseline's, or the first run's while there is none. */
export type Slots = readonly (string | null)[];

export const LETTERS = ["A", "B", "C", "D", "E", "F"] as const;
export type Letter = (typeof LETTERS)[number];

function trimmed(slots: (string | null)[]): Slots {
  while (slots.length && slots[slots.length - 1] === null) slots.pop();
  return slots;
}

function put(slots: (string | null)[], run: string, from = 0): void {
  const free = slots.indexOf(null, from);
  if (free >= 0) slots[free] = run;
  else slots.push(run);
}

export function withRun(slots: Slots, run: string): Slots {
  if (slots.includes(run)) return slots;
  const next = [...slots];
  put(next, run);
  return next;
}

/** The others keep their letters; only an emptied first slot, which heads every comparison, is filled again. */
export function withoutRun(slots: Slots, run: string): Slots {
  const next = slots.map((one) => (one === run ? null : one));
  if (next[0] === null) {
    const first = next.findIndex((one) => one !== null);
    if (first > 0) {
      next[0] = next[first] as string;
      next[first] = null;
    }
  }
  return trimmed(paired(next));
}

/** Two of the first slots at least are taken where two runs are selected: a comparison of one compares nothing. */
function paired(slots: (string | null)[]): (string | null)[] {
  const first = slots.findIndex((run, slot) => run !== null && slot >= LETTERS.length);
  if (first < 0 || slots.slice(0, LETTERS.length).filter((run) => run !== null).length >= 2) return slots;
  slots[slots.indexOf(null)] = slots[first] as string;
  slots[first] = null;
  return slots;
}

/** Whether every letter is somebody's. */
export function lettersTaken(slots: Slots): boolean {
  return LETTERS.every((_, slot) => (slots[slot] ?? null) !== null);
}

/** `run` gets the first free letter, or that of `slot`, whose run stays selected without one. */
export function withLetter(slots: Slots, run: string, slot: number | null = null): Slots {
  const was = slots.indexOf(run);
  if (was >= 0 && was < LETTERS.length) return slots;
  const next: (string | null)[] = [...slots];
  while (next.length < LETTERS.length) next.push(null);
  const to = slot ?? next.indexOf(null);
  if (to < 0 || to >= LETTERS.length) return slots;
  const displaced = next[to] ?? null;
  next[to] = run;
  if (was >= 0) next[was] = displaced;
  else if (displaced !== null) put(next, displaced, LETTERS.length);
  return trimmed(next);
}

/** `run` stays selected without a letter; the baseline and the last two keep theirs. */
export function withoutLetter(slots: Slots, run: string): Slots {
  const was = slots.indexOf(run);
  const taken = slots.slice(0, LETTERS.length).filter((one) => one !== null).length;
  if (was <= 0 || was >= LETTERS.length || taken <= 2) return slots;
  const next: (string | null)[] = [...slots];
  while (next.length < LETTERS.length) next.push(null);
  next[was] = null;
  put(next, run, LETTERS.length);
  return trimmed(next);
}

/** `run` takes the first slot; whoever had it takes the run's old place. */
export function withFirst(slots: Slots, run: string): Slots {
  const next = [...slots];
  const was = next.indexOf(run);
  const displaced = next[0] ?? null;
  if (was === 0) return slots;
  next[0] = run;
  if (was > 0) next[was] = displaced;
  else if (displaced !== null) put(next, displaced, 1);
  return trimmed(next);
}

export function letterAt(slot: number): Letter | null {
  return LETTERS[slot] ?? null;
}

/** Names that are written as they are; more are written by what each shares with the one before. */
const PLAIN_IN_ADDRESS = 40;
const MOST_IN_ADDRESS = 1000;
const SHORT = "~";

function sharedWith(before: string, name: string): number {
  let length = 0;
  while (length < name.length && name[length] === before[length]) length += 1;
  // Half of a character that takes two places is no place to cut.
  return /[\ud800-\udbff]/.test(name[length - 1] ?? "") ? length - 1 : length;
}

const hidden = (text: string): string => text.replaceAll("'", "'0").replaceAll("!", "'1");
const shown = (text: string): string => text.replaceAll("'1", "!").replaceAll("'0", "'");

/**
 * The selection for an address: a list in JSON, of many runs `~` and, separated by `!`, for each in base 36 how many characters it
 * shares with the one before, `.` and the rest. Characters that an address holds as they are.
 */
export function slotsText(slots: Slots): string {
  if (slots.length <= PLAIN_IN_ADDRESS) return slots.length ? JSON.stringify(slots) : "";
  let before = "";
  const parts = slots.slice(0, MOST_IN_ADDRESS).map((name) => {
    if (name === null) return "";
    const length = sharedWith(before, name);
    before = name;
    return `${length.toString(36)}.${hidden(name.slice(length))}`;
  });
  return SHORT + parts.join("!");
}

/** The selection that such a text stands for; null where it is none. An address edited by hand may hold anything. */
export function slotsFrom(text: string): Slots | null {
  if (!text.startsWith(SHORT)) return null;
  let before = "";
  const slots: (string | null)[] = [];
  for (const part of text.slice(SHORT.length).split("!")) {
    const [, length, rest] = /^([0-9a-z]+)\.(.*)$/s.exec(part) ?? [];
    if (part === "") slots.push(null);
    else if (length === undefined || rest === undefined || Number.parseInt(length, 36) > before.length) return null;
    else {
      before = before.slice(0, Number.parseInt(length, 36)) + shown(rest);
      slots.push(before);
    }
  }
  return slots;
}
