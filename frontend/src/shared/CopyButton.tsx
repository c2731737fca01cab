import { useRef, useState } from "preact/hooks";
import { CheckIcon, CopyIcon } from "./icons";

/** The clipboard API needs a secure origin; a plain http host falls back to a selection. */
export async function copyText(text: string): Promise<void> {
  if (navigator.clipboard && window.isSecureContext) return navigator.clipboard.writeText(text);
  const area = document.createElement("textarea");
  area.value = text;
  area.style.cssText = "position:fixed;top:0;opacity:0";
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  if (!done) throw new Error("The browser did not copy.");
}

/** Copies `text`; the tick says that it did. */
export function CopyButton({ text, label = "Copy" }: { text: string; label?: string }) {
  const [said, setSaid] = useState<string | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const copy = async () => {
    const word = await copyText(text).then(
      () => "Copied",
      () => "The browser did not allow copying",
    );
    setSaid(word);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setSaid(null), 1500);
  };
  const done = said === "Copied";
  return (
    <button
      type="button"
      class={done ? "copy done" : "copy"}
      title={said ?? label}
      aria-label={said ?? label}
      onClick={copy}
    >
      {done ? <CheckIcon size={14} /> : <CopyIcon size={14} />}
    </button>
  );
}
