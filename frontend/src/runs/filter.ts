import { computed, signal } from "@preact/signals";
import { ApiError, getRuns } from "../shared/api";
import { reportAnswer, reportFailure } from "../shared/live";
import { hiddenRuns, hideFailed, where } from "../shared/state";
import { composed } from "./query";

/** What stands in the filter's field, valid or not. */
export const draft = signal("");
/** Why the server refused the draft; its position is one in the draft. */
export const filterError = signal<ApiError | null>(null);

/** Where in the field the clauses begin that a chart has written; null where none has. */
export const writtenFrom = signal<number | null>(null);

/** The word that completions are open for: an error in it is not yet one. */
export const typing = signal<{ start: number; end: number } | null>(null);

/** The error to show: not of the word that is being typed while names for it are offered. */
export const shownError = computed(() => {
  const [error, word] = [filterError.value, typing.value];
  const at = error?.position;
  return error && word && at && at.start <= word.end && at.end >= word.start ? null : error;
});

/** A key is asked about at once; of a faster run of keys, as when one is held down, only the last. */
const PAUSE = 40;

let lastKey = 0;
let timer: ReturnType<typeof setTimeout> | undefined;
let asking: AbortController | undefined;

async function ask(text: string): Promise<void> {
  const abort = new AbortController();
  asking = abort;
  try {
    if (text.trim()) await getRuns({ where: text, columns: ["name"], limit: 1 }, abort.signal);
    if (abort.signal.aborted) return;
    reportAnswer();
    filterError.value = null;
    where.value = text.trim() ? text : "";
  } catch (error) {
    if (abort.signal.aborted) return;
    reportFailure(error);
    if (error instanceof ApiError) filterError.value = error;
  }
}

/** Takes the text as the filter once the server says that it is one; the table keeps the last valid filter till then. */
export function setDraft(text: string, wait?: number): void {
  const rest = Date.now() - lastKey < PAUSE ? PAUSE : 0;
  lastKey = Date.now();
  draft.value = text;
  clearTimeout(timer);
  asking?.abort();
  if (text === where.value) {
    filterError.value = null;
    return;
  }
  timer = setTimeout(() => void ask(text), wait ?? rest);
}

/** The table's own query was refused: the filter of the address is no filter, or its runs are gone. */
export function refuseFilter(error: ApiError): void {
  const bracket = composed(" ", hideFailed.value, hiddenRuns.value).trim() && where.value ? 1 : 0;
  filterError.value = shifted(error, bracket);
  where.value = "";
}

/** The error with its place in the field, which begins `shift` characters into the text that the server read. */
function shifted(error: ApiError, shift: number): ApiError {
  const { message, status, hint, position, suggestion, parameter } = error;
  const own = position && {
    start: Math.max(0, position.start - shift),
    end: Math.max(0, position.end - shift),
  };
  return new ApiError(message, status, hint, own, suggestion, parameter);
}
