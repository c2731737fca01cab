import type { Split } from "../shared/api";
import { RUN_DASHES } from "../shared/RunLetter";
import type { Letter } from "../shared/selection";

/** Colour (a CSS variable's name) and dash of a line: by its run's letter, or by its split on a run's own page. */
interface LineStyle {
  colour: string;
  dash: readonly number[];
}

const PLAIN: LineStyle = { colour: "--run-b", dash: [] };

const BY_SPLIT: Readonly<Record<Split, LineStyle>> = {
  train: PLAIN,
  validation: { colour: "--run-c", dash: [5, 3] },
  evaluation: { colour: "--run-d", dash: [7, 3, 2, 3] },
  test: { colour: "--run-f", dash: [2, 2] },
};

export function letterStyle(letter: Letter): LineStyle {
  return { colour: `--run-${letter.toLowerCase()}`, dash: RUN_DASHES[letter] };
}

export function splitStyle(split: Split | null): LineStyle {
  return split === null ? PLAIN : BY_SPLIT[split];
}
