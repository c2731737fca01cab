import type { CodeFile } from "../shared/api";

const SIGNS: Readonly<Record<string, string>> = {
  modified: "M",
  added: "A",
  deleted: "D",
  untracked: "U",
  renamed: "R",
};

interface FileListProps {
  files: readonly CodeFile[];
  picked: string;
  onPick: (path: string) => void;
}

/** The files that ran: changed ones with their letter and counts, then those that are as in the commit. */
export function FileList({ files, picked, onPick }: FileListProps) {
  const same = files.filter(({ state }) => !SIGNS[state]);
  return (
    <div class="file-list">
      {files
        .filter(({ state }) => SIGNS[state])
        .map((file) => (
          <FileRow key={file.path} file={file} picked={picked === file.path} onPick={onPick} />
        ))}
      {same.length > 0 && <div class="file-head">Unchanged since the commit</div>}
      {same.map((file) => (
        <FileRow key={file.path} file={file} picked={picked === file.path} onPick={onPick} />
      ))}
    </div>
  );
}

interface FileRowProps {
  file: Pick<CodeFile, "path" | "added" | "removed"> & { state?: string };
  picked: boolean;
  onPick: (path: string) => void;
}

export function FileRow({ file, picked, onPick }: FileRowProps) {
  return (
    <button type="button" class="file-row" aria-pressed={picked} title={file.path} onClick={() => onPick(file.path)}>
      <span class="file-sign faint" title={file.state}>
        {SIGNS[file.state ?? ""] ?? ""}
      </span>
      <span class="file-path">
        <bdi>{file.path}</bdi>
      </span>
      {Boolean(file.added) && <span class="good">+{file.added}</span>}
      {Boolean(file.removed) && <span class="bad">−{file.removed}</span>}
    </button>
  );
}
