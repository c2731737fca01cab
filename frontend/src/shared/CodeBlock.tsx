import { CopyButton } from "./CopyButton";
import { Words } from "./Words";

/** A command or a few lines of code, copied whole by its button. */
export function CodeBlock({ code }: { code: string }) {
  return (
    <div class="code-block">
      <pre>
        <Words text={code} />
      </pre>
      <CopyButton text={code} />
    </div>
  );
}
