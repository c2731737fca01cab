import { useRef, useState } from "preact/hooks";
import { copyText } from "./CopyButton";
import { LinkIcon } from "./icons";

/** Copies the address of what is on screen. */
export function CopyLink() {
  const [said, setSaid] = useState("Copy link");
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const copy = async () => {
    setSaid(
      await copyText(address()).then(
        () => "Copied",
        () => "Copying was not allowed",
      ),
    );
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setSaid("Copy link"), 1500);
  };
  return (
    <button type="button" class="button copy-link" onClick={copy} title="Copy a link to what is on screen">
      <LinkIcon />
      <span class="wide-only">{said}</span>
    </button>
  );
}

/** TensorBoard's own address holds our state; a frame of another origin has only its own. */
function address(): string {
  try {
    return window.parent.location.href;
  } catch {
    return window.location.href;
  }
}
