import "./export.css";
import { useEffect, useState } from "preact/hooks";
import { ApiError } from "./api";
import { copyTable, download, type Exported, type Format } from "./exporting";
import { ChevronDown, DownloadIcon } from "./icons";
import { usePopover } from "./usePopover";

const FILES: readonly (readonly [Format, string, string])[] = [
  ["csv", "CSV", ".csv"],
  ["json", "JSON", ".json"],
  ["markdown", "Markdown", ".md"],
  ["latex", "LaTeX", ".tex"],
];

interface ExportMenuProps {
  /** What is on screen, as the export route takes it, for a format. */
  of: (format: Format) => Exported;
  /** Whether it can be made a page to take away. */
  report?: boolean;
}

/** Takes what is on screen away, as a file or on the clipboard. */
export function ExportMenu({ of, report = false }: ExportMenuProps) {
  const [open, setOpen] = useState(false);
  const [busy, setBusy] = useState<Format | null>(null);
  const [said, setSaid] = useState<{ text: string; bad: boolean } | null>(null);
  const box = usePopover(open, () => setOpen(false));
  useEffect(() => {
    if (open) setSaid(null);
  }, [open]);
  const take = async (format: Format) => {
    setBusy(format);
    setSaid(null);
    try {
      if (format === "tsv") await copyTable(of(format));
      else await download(of(format), format);
      setSaid({ text: format === "tsv" ? "Copied, to paste into a spreadsheet." : "Saved.", bad: false });
    } catch (fault) {
      const hint = fault instanceof ApiError && fault.hint ? ` ${fault.hint}` : "";
      setSaid({ text: `${fault instanceof Error ? fault.message : fault}${hint}`, bad: true });
    } finally {
      setBusy(null);
    }
  };
  const Item = ({ format, word, end }: { format: Format; word: string; end: string }) => (
    <button type="button" data-format={format} disabled={busy !== null} onClick={() => take(format)}>
      <span>{word}</span>
      <span class="quiet">{busy === format ? "making it…" : end}</span>
    </button>
  );
  return (
    <div class="export-menu" data-testid="export" ref={box}>
      <button
        type="button"
        class="button"
        aria-haspopup="dialog"
        aria-expanded={open}
        title="Take what is on screen away"
        onClick={() => setOpen(!open)}
      >
        <DownloadIcon size={14} />
        <span class="wide-only">Export</span>
        <ChevronDown size={12} />
      </button>
      {open && (
        <div class="popover export-list" role="dialog" aria-label="Export">
          {report && (
            <>
              {Item({ format: "html", word: "Report", end: "one page, .html" })}
              <hr />
            </>
          )}
          {FILES.map(([format, word, end]) => (
            <div key={format}>{Item({ format, word, end })}</div>
          ))}
          <hr />
          {Item({ format: "tsv", word: "Copy", end: "with tabs" })}
          {said && (
            <p role="status" class={said.bad ? "bad" : "quiet"}>
              {said.text}
            </p>
          )}
        </div>
      )}
    </div>
  );
}
