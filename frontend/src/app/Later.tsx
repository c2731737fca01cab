import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import { SectionError } from "../shared/Section";

const loaded = new Map<unknown, ComponentType>();

/** A view whose code is read when it is first opened. */
export function Later({ load }: { load: () => Promise<{ default: ComponentType }> }) {
  const [View, setView] = useState<ComponentType | null>(() => loaded.get(load) ?? null);
  const [error, setError] = useState<Error | null>(null);
  useEffect(() => {
    if (View) return;
    load().then(
      (module) => {
        loaded.set(load, module.default);
        setView(() => module.default);
      },
      (reason: unknown) => setError(reason instanceof Error ? reason : new Error(String(reason))),
    );
  }, [load, View]);
  if (error) return <SectionError error={error} />;
  return View ? <View /> : null;
}
