import { useEffect, useMemo, useState } from "preact/hooks";
import { Choice } from "../charts/ChartTools";
import { FileRow } from "../provenance/FileList";
import type { CompareAnswer } from "../shared/api";
import { CodeBlock } from "../shared/CodeBlock";
import { useQuery } from "../shared/query";
import { Section, SectionError } from "../shared/Section";
import { differingFiles, type FilePair, loadPairs } from "./codePair";
import { DiffView } from "./DiffView";
import { diffFiles } from "./diffRows";
import { pickedFile } from "./picked";
import { LetterOrName } from "./Sentence";
import { useCompareKeys } from "./useCompareKeys";

type Layout = "split" | "column";

/** The code of two runs file by file: commits, patches and untracked files included. */
export function CodeDiff({ answer }: { answer: CompareAnswer }) {
  const others = answer.runs.filter((run) => run !== answer.baseline);
  const wanted = pickedFile.value;
  const run = wanted && others.includes(wanted.run) ? wanted.run : (others[0] ?? "");
  const files = differingFiles(answer, run);
  const path = files.find((file) => file.path === wanted?.path)?.path ?? files[0]?.path ?? null;
  const [layout, setLayout] = useState<Layout>(() => (window.innerWidth < 1000 ? "column" : "split"));
  const [ignoreSpace, setIgnoreSpace] = useState(false);
  const key =
    files.length === 0 ? null : `code ${JSON.stringify([answer.baseline, run, files.map((file) => file.digests)])}`;
  const { data, error } = useQuery(key, (signal) => loadPairs(answer, run, files, signal), { live: false });
  const paths = files.map((file) => file.path);
  useCompareKeys(paths, path, (next) => {
    pickedFile.value = { run, path: next };
  });
  if (Object.keys(answer.code).length + Object.keys(answer.same.code).length + files.length === 0) return null;
  return (
    <Section
      name="code-diff"
      title="Code"
      aside={
        <>
          {others.length > 1 && (
            <Choice
              name="pair of runs"
              value={run}
              options={others.map((other) => [
                other,
                <span class="pair" key={other}>
                  <LetterOrName run={answer.baseline} /> → <LetterOrName run={other} />
                </span>,
              ])}
              onChoose={(other) => {
                pickedFile.value = { run: other, path };
              }}
            />
          )}
          {files.length > 0 && "commits, patches and untracked files included"}
        </>
      }
      tools={
        files.length > 0 && (
          <>
            <Choice<Layout>
              name="layout"
              value={layout}
              options={[
                ["split", "Side by side"],
                ["column", "One column"],
              ]}
              onChoose={setLayout}
            />
            <button
              type="button"
              class="button small"
              aria-pressed={ignoreSpace}
              onClick={() => setIgnoreSpace(!ignoreSpace)}
            >
              Ignore white space
            </button>
          </>
        )
      }
    >
      {error && <SectionError error={error} />}
      {files.length === 0 && <p class="quiet">No recorded file differs between these runs.</p>}
      {files.length > 0 && <Files {...{ answer, run, files: paths, path, pairs: data, layout, ignoreSpace }} />}
    </Section>
  );
}

interface FilesProps {
  answer: CompareAnswer;
  run: string;
  files: readonly string[];
  path: string | null;
  pairs: readonly FilePair[] | null;
  layout: Layout;
  ignoreSpace: boolean;
}

function Files({ answer, run, files, path, pairs, layout, ignoreSpace }: FilesProps) {
  const diffs = useMemo(
    () =>
      new Map(
        (pairs ?? []).map((pair) => [
          pair.path,
          pair.refused ? null : diffFiles(pair.before ?? "", pair.after ?? "", ignoreSpace),
        ]),
      ),
    [pairs, ignoreSpace],
  );
  const pair = pairs?.find((one) => one.path === path);
  const diff = path === null ? undefined : diffs.get(path);
  const box = useScrollToTop(path);
  return (
    <div class="code-view">
      <div class="file-list">
        {files.map((file) => (
          <FileRow
            key={file}
            file={{ path: file, added: diffs.get(file)?.added ?? null, removed: diffs.get(file)?.removed ?? null }}
            picked={file === path}
            onPick={(next) => {
              pickedFile.value = { run, path: next };
            }}
          />
        ))}
      </div>
      <div class="diff-box" ref={box}>
        {!pairs && <div class="code-note quiet">Reading both sides…</div>}
        {pairs && !pair && <div class="code-note quiet">Too many files differ to show them all here.</div>}
        {pair?.refused && (
          <div class="code-note">
            <p>{pair.refused.message}</p>
            {pair.refused.hint && <CodeBlock code={pair.refused.hint} />}
          </div>
        )}
        {pair && diff && <DiffView {...{ answer, run, pair, diff, layout }} />}
      </div>
    </div>
  );
}

/** Another file begins at its top. */
function useScrollToTop(path: string | null): { current: HTMLDivElement | null } {
  const [box] = useState<{ current: HTMLDivElement | null }>({ current: null });
  useEffect(() => {
    if (box.current) box.current.scrollTop = 0;
  }, [path]);
  return box;
}
