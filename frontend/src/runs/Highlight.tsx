import type { ApiError } from "../shared/api";
import { writtenFrom } from "./filter";
import { tokenize } from "./tokens";

/** The filter's text in its colours, under the field; the server's position has a squiggle. */
export function Highlight({ text, error }: { text: string; error: ApiError | null }) {
  const at = error?.position ?? null;
  const end = at ? Math.max(at.end, at.start + 1) : 0;
  return (
    <>
      {tokenize(text).map((token) => {
        const wrong = at !== null && token.start < end && token.end > at.start;
        const written = writtenFrom.value !== null && token.start >= writtenFrom.value;
        return (
          <span
            key={token.start}
            class={`token-${token.kind}${wrong ? " squiggle" : ""}${written ? " token-written" : ""}`}
          >
            {token.text}
          </span>
        );
      })}
      {at !== null && at.start >= text.length && <span class="squiggle">{"\u00a0"}</span>}
    </>
  );
}
