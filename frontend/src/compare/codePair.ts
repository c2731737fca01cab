import { ApiError, type CompareAnswer, getFile } from "../shared/api";

/** A file that differs between two runs, and its text on both sides; null where a side has no such file. */
export interface FilePair {
  path: string;
  before: string | null;
  after: string | null;
  /** Why the texts cannot be shown, and the command that shows the difference. */
  refused: { message: string; hint: string } | null;
}

const MOST_FILES = 40;
const MOST_BYTES = 1_000_000;

interface DifferingFile {
  path: string;
  digests: [string | null, string | null];
  content: [boolean, boolean];
}

/** The files whose content differs between the baseline and one other run; those that both have come first. */
export function differingFiles(answer: CompareAnswer, run: string): DifferingFile[] {
  const [a, b] = [answer.runs.indexOf(answer.baseline), answer.runs.indexOf(run)];
  const files = answer.code_files.flatMap(({ path, digests, content }): DifferingFile[] => {
    const [before, after] = [digests[a] ?? null, digests[b] ?? null];
    if (before === after) return [];
    return [{ path, digests: [before, after], content: [content[a] ?? false, content[b] ?? false] }];
  });
  const oneSided = ({ digests }: DifferingFile) => (digests.includes(null) ? 1 : 0);
  return files.sort((one, other) => oneSided(one) - oneSided(other));
}

export function loadPairs(
  answer: CompareAnswer,
  run: string,
  files: readonly DifferingFile[],
  signal: AbortSignal,
): Promise<FilePair[]> {
  return Promise.all(files.slice(0, MOST_FILES).map((file) => loadPair(answer, run, file, signal)));
}

async function loadPair(
  answer: CompareAnswer,
  run: string,
  file: DifferingFile,
  signal: AbortSignal,
): Promise<FilePair> {
  const { path, digests, content } = file;
  const text = async (owner: string, digest: string | null, recorded: boolean): Promise<string | null> => {
    if (digest === null) return null;
    if (!recorded) throw new ApiError(`The content of ${path} in ${owner} was not recorded.`, 404);
    return (await getFile(owner, path, { limit: MOST_BYTES }, signal)).text;
  };
  try {
    const [before, after] = await Promise.all([
      text(answer.baseline, digests[0], content[0]),
      text(run, digests[1], content[1]),
    ]);
    return { path, before, after, refused: null };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const hint = gitDiff(answer, run, path) ?? error.hint ?? "";
    return { path, before: null, after: null, refused: { message: error.message, hint } };
  }
}

/** The command that shows the difference in a clone of the repository, where both commits are known and differ. */
export function gitDiff(answer: CompareAnswer, run: string, path: string): string | null {
  const commits = answer.code.commit;
  const a = commits?.[answer.runs.indexOf(answer.baseline)];
  const b = commits?.[answer.runs.indexOf(run)];
  if (typeof a !== "string" || typeof b !== "string" || !a || !b) return null;
  return `git diff ${a.slice(0, 7)} ${b.slice(0, 7)} -- ${path}`;
}
