export const SAMPLED = "sampled: click to read the files";

/** A figure over the points that TensorBoard has kept; a click has it read from the event files. */
export function Sampled({ text, read }: { text: string; read: () => void }) {
  return (
    <button type="button" class="sampled-figure" title={SAMPLED} onClick={read}>
      <span class="faint">≈</span>
      {text}
    </button>
  );
}
