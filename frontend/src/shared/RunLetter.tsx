import type { Letter } from "./selection";

export const runColor = (letter: Letter): string => `var(--run-${letter.toLowerCase()})`;

/** Dashes of the curves A–F: the letter's second sign beside its colour. */
export const RUN_DASHES: Record<Letter, number[]> = {
  A: [5, 3],
  B: [],
  C: [2, 2],
  D: [8, 3, 2, 3],
  E: [10, 4],
  F: [2, 4],
};

/** The square that stands for a selected run everywhere. */
export function RunLetter({ letter }: { letter: Letter }) {
  return (
    <span class="letter" style={{ "--run-color": runColor(letter) }}>
      {letter}
    </span>
  );
}
