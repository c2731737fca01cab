import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";

interface LaterProps<P> {
  /** Loads the part, a chunk of its own; the browser keeps it. */
  load: () => Promise<ComponentType<P>>;
  of: P;
}

/** A part of the page that is loaded when it is first shown. */
export function Later<P extends object>({ load, of }: LaterProps<P>) {
  const [Part, setPart] = useState<ComponentType<P> | null>(null);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    load().then(
      (part) => setPart(() => part),
      () => setFailed(true),
    );
  }, [load]);
  if (failed) return <p class="section-error">A part of the page did not load: reload it.</p>;
  return Part && <Part {...of} />;
}
