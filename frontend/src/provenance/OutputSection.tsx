import { useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { Choice } from "../charts/ChartTools";
import { fileUrl, getFile, type RunAnswer } from "../shared/api";
import { bytes, clock, count, grouped } from "../shared/format";
import { DownloadIcon, SearchIcon } from "../shared/icons";
import { useQuery } from "../shared/query";
import { Section, SectionError } from "../shared/Section";
import {
  type ConsoleLine,
  highlight,
  parseConsole,
  type StreamChoice,
  searchPattern,
  selectLines,
} from "./consoleLines";

/** The end of a longer log is shown; the whole of it is one click away. */
const TAIL_BYTES = 400_000;
const MOST_LINES = 2000;

/** What the run printed, with its times; the end of it when it is long. */
export function OutputSection({ answer }: { answer: RunAnswer }) {
  const log = answer.files.find((file) => file.kind === "console");
  const [typed, setTyped] = useState("");
  const [stream, setStream] = useState<StreamChoice>("all");
  const live = answer.status === "running";
  const { data, error } = useQuery(
    log ? `log ${answer.run} ${answer.status} ${answer.ended}` : null,
    (signal) => readTail(answer.run, log?.path ?? "", signal),
    { live, keep: true },
  );
  const cut = data !== null && data.size > TAIL_BYTES;
  const lines = useMemo(() => parseConsole(data?.text ?? "", cut), [data?.text, cut]);
  if (!log) return null;
  const pattern = searchPattern(typed);
  const chosen = selectLines(lines, stream, pattern);
  const shown = chosen.slice(-MOST_LINES);
  const filtered = pattern !== null || stream !== "all";
  const counted = filtered
    ? `${grouped(chosen.length)} of ${count(lines.length, "line")} match`
    : count(lines.length, "line");
  return (
    <Section
      name="output"
      title="Output"
      aside={`${counted}${cut ? `, the last ${bytes(TAIL_BYTES)} of ${bytes(data.size)}` : ""}`}
      tools={
        <>
          <label class="output-filter">
            <SearchIcon size={14} />
            <input
              type="search"
              placeholder="Filter lines"
              aria-label="Filter lines"
              spellcheck={false}
              value={typed}
              onInput={(event) => setTyped(event.currentTarget.value)}
              onKeyDown={(event) => event.key === "Escape" && setTyped("")}
            />
          </label>
          <Choice<StreamChoice>
            name="stream"
            value={stream}
            options={[
              ["all", "All"],
              ["out", "stdout"],
              ["err", "stderr"],
            ]}
            onChoose={setStream}
          />
          <a
            class="button small plain"
            href={fileUrl(answer.run, log.path)}
            download="console.log"
            target="_blank"
            rel="noreferrer"
          >
            <DownloadIcon size={14} /> console.log
          </a>
        </>
      }
    >
      {error && <SectionError error={error} />}
      {chosen.length > MOST_LINES && <p class="faint">The last {grouped(MOST_LINES)} matching lines are shown.</p>}
      {data && <OutputLines lines={shown} pattern={pattern} answer={answer} />}
    </Section>
  );
}

/** The size is asked for first: the record's may be older than the file. */
async function readTail(run: string, path: string, signal: AbortSignal): Promise<{ text: string; size: number }> {
  const { size } = await getFile(run, path, { limit: 1 }, signal);
  return getFile(run, path, { offset: Math.max(0, size - TAIL_BYTES) }, signal);
}

interface OutputLinesProps {
  lines: readonly ConsoleLine[];
  pattern: RegExp | null;
  answer: RunAnswer;
}

/** Stays at the end while the reader is there, and nowhere else. */
function OutputLines({ lines, pattern, answer }: OutputLinesProps) {
  const box = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  useLayoutEffect(() => {
    if (box.current && atEnd.current) box.current.scrollTop = box.current.scrollHeight;
  }, [lines.length, lines.at(-1)?.time]);
  const starts = answer.incarnations
    .slice(1)
    .flatMap(({ started, host }, index) => (started === null ? [] : [{ started, host, number: index + 2 }]));
  return (
    <div
      class="output"
      ref={box}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
      tabIndex={0}
      role="log"
      aria-label="Output lines"
      onScroll={(event) => {
        const { scrollTop, scrollHeight, clientHeight } = event.currentTarget;
        atEnd.current = scrollHeight - scrollTop - clientHeight < 24;
      }}
    >
      {lines.length === 0 && <div class="output-none quiet">No line matches.</div>}
      {lines.map((line, index) => {
        const before = lines[index - 1]?.time ?? null;
        const start = starts.find(
          ({ started }) => before !== null && line.time !== null && before < started && line.time >= started,
        );
        return (
          <div key={index}>
            {start && (
              <div class="output-restart" data-incarnation={start.number}>
                incarnation {start.number} on {start.host}
              </div>
            )}
            <div class={line.stream === "err" ? "output-line output-err" : "output-line"}>
              <span class="faint">{line.time === null ? "" : clock(line.time, true)}</span>
              <span class="faint">{line.stream}</span>
              <span class="output-text">
                {highlight(line.text, pattern).map((piece, part) => (part % 2 === 1 ? <mark>{piece}</mark> : piece))}
              </span>
            </div>
          </div>
        );
      })}
    </div>
  );
}
