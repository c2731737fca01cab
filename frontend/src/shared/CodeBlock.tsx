import { CopyButton } from "./CopyButton";

/** A command or a few lines of code, copied whole by its button. */
export function CodeBlock({ code }: { code: string }) {
  return (
    <div class="code-block">
      <pre>{code}</pre>
      <CopyButton text={code} />
    </div>
  );
}
