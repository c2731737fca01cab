import { useMemo, useState } from "preact/hooks";
import { type CodeFile, fileUrl, getFile, type RunAnswer } from "../shared/api";
import { CodeBlock } from "../shared/CodeBlock";
import { bytes, count, when } from "../shared/format";
import { DownloadIcon } from "../shared/icons";
import { useQuery } from "../shared/query";
import { Section, SectionError } from "../shared/Section";
import { PatchLines, PlainLines } from "./CodeLines";
import { FileList } from "./FileList";
import { type PatchFile, parsePatch } from "./patch";

/** The commit, what was not committed, and the files that ran. */
export function CodeSection({ answer }: { answer: RunAnswer }) {
  const { code } = answer;
  const [picked, setPicked] = useState<string | null>(null);
  const patchPath = code?.patch?.path ?? null;
  const patch = useQuery(
    patchPath === null ? null : `patch ${answer.run} ${code?.patch?.digest}`,
    (signal) => getFile(answer.run, patchPath ?? "", {}, signal),
    { live: false },
  );
  const diffs = useMemo(() => parsePatch(patch.data?.text ?? ""), [patch.data]);
  if (!code?.commit && !code?.files.length) return null;
  const files = listed(code.files, diffs);
  const file = files.find(({ path }) => path === picked) ?? firstFile(files, diffs, answer.command?.entry ?? "");
  return (
    <Section
      name="code"
      title="Code"
      aside={<CommitLine answer={answer} />}
      tools={<Downloads answer={answer} patchPath={patchPath} />}
    >
      {patch.error && <SectionError error={patch.error} />}
      {file ? (
        <div class="code-view">
          <FileList files={files} picked={file.path} onPick={setPicked} />
          <FileContent
            run={answer.run}
            file={file}
            diff={diffs.find(({ path }) => path === file.path)}
            waiting={patch.loading}
          />
        </div>
      ) : (
        <p class="quiet">
          {code.dirty ? "What was not committed is not recorded." : "Nothing was changed since the commit."}
        </p>
      )}
      {code.cut.length > 0 && <p class="faint code-cut">Left out: {code.cut.join("; ")}.</p>}
    </Section>
  );
}

/** Files that the patch changes first, then untracked ones; a file that only the patch names is listed too. */
function listed(files: readonly CodeFile[], diffs: readonly PatchFile[]): CodeFile[] {
  const known = new Set(files.map(({ path }) => path));
  const extra = diffs
    .filter(({ path }) => !known.has(path))
    .map(({ path, added, removed }) => ({
      path,
      state: "modified",
      size: 0,
      digest: "",
      content: false,
      added,
      removed,
    }));
  const inPatch = new Set(diffs.map(({ path }) => path));
  const rank = ({ path, state }: CodeFile) => (inPatch.has(path) ? 0 : isUnchanged(state) ? 2 : 1);
  return [...files, ...extra].sort((a, b) => rank(a) - rank(b));
}

/** Shown at first: the script that was started, unless other files were changed and it was not. */
function firstFile(files: readonly CodeFile[], diffs: readonly PatchFile[], entry: string): CodeFile | undefined {
  const script = files.find(({ path }) => entry === path || entry.endsWith(`/${path}`));
  const changed = script && diffs.some(({ path }) => path === script.path);
  return script && (changed || diffs.length === 0) ? script : files[0];
}

/** A state that means "as in the commit". */
function isUnchanged(state: string): boolean {
  return state === "" || state === "tracked" || state === "unchanged";
}

function CommitLine({ answer }: { answer: RunAnswer }) {
  const { code } = answer;
  if (!code?.commit) return <>not in a git repository</>;
  return (
    <>
      <code class="mono ink" title={code.commit}>
        {code.commit.slice(0, 7)}
      </code>{" "}
      {code.branch && `on ${code.branch}`}
      {code.subject && `, “${code.subject}”`}
      {code.committed !== null && `, ${when(code.committed)}`}
    </>
  );
}

function Downloads({ answer, patchPath }: { answer: RunAnswer; patchPath: string | null }) {
  const sources = answer.files.find((file) => file.kind === "sources");
  const remote = answer.code?.remote;
  return (
    <>
      {remote && (
        <span class="mono quiet ellipsis" title={remote}>
          {remote.replace(/^[a-z+]+:\/\//, "").replace(/\.git$/, "")}
        </span>
      )}
      {patchPath !== null && (
        <a
          class="button small plain"
          href={fileUrl(answer.run, patchPath)}
          download="run.patch"
          target="_blank"
          rel="noreferrer"
        >
          <DownloadIcon size={14} /> Patch
        </a>
      )}
      {sources && (
        <a
          class="button small plain"
          href={fileUrl(answer.run, sources.path)}
          download
          target="_blank"
          rel="noreferrer"
        >
          <DownloadIcon size={14} /> Sources
        </a>
      )}
    </>
  );
}

interface FileContentProps {
  run: string;
  file: CodeFile;
  diff: PatchFile | undefined;
  waiting: boolean;
}

function FileContent({ run, file, diff, waiting }: FileContentProps) {
  const wanted = !diff && !waiting && file.content;
  const { data, error, loading } = useQuery(
    wanted ? `source ${run} ${file.path}` : null,
    (signal) => getFile(run, file.path, { limit: 400_000 }, signal),
    { live: false },
  );
  if (diff) return <PatchLines lines={diff.lines} path={file.path} />;
  if (error || (!file.content && !waiting)) return <NotRecorded run={run} file={file} error={error} />;
  if (loading || !data) return <div class="code-lines quiet code-note">Reading {file.path}…</div>;
  if (data.text === "") return <div class="code-lines quiet code-note">An empty file.</div>;
  const cut = data.size > 400_000 ? `The first 400 kB of ${bytes(data.size)} are shown.` : "";
  return <PlainLines text={data.text} path={file.path} note={cut} />;
}

/** The server knows the command that shows the file; it is asked for when the file is opened. */
function NotRecorded({ run, file, error }: { run: string; file: CodeFile; error: Error | null }) {
  const asked = useQuery(error ? null : `source ${run} ${file.path}`, (signal) => getFile(run, file.path, {}, signal), {
    live: false,
  });
  const fault = error ?? asked.error;
  const hint = fault && "hint" in fault && typeof fault.hint === "string" ? fault.hint : "";
  return (
    <div class="code-lines code-note">
      <p data-testid="error">{fault?.message ?? `The content of ${file.path} was not recorded.`}</p>
      {hint && <CodeBlock code={hint} />}
      {file.added !== null && file.removed !== null && file.added + file.removed > 0 && (
        <p class="quiet">
          {count(file.added, "line")} added, {count(file.removed, "line")} removed since the commit.
        </p>
      )}
    </div>
  );
}
