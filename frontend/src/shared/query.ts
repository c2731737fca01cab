import { useEffect, useRef, useState } from "preact/hooks";
import type { ApiError } from "./api";
import { ConnectionLost } from "./api";
import { beat, reportAnswer, reportFailure } from "./live";

export interface Query<T> {
  /** The last good answer for this key; null before the first. */
  data: T | null;
  /** What the last request was refused with; null once one is answered. A lost connection is not an error of a section. */
  error: ApiError | Error | null;
  /** No answer for this key has come yet. */
  loading: boolean;
}

interface Held<T> extends Query<T> {
  key: string | null;
}

/**
 * Reads `load` for `key`, again on every beat of the page while `live`; answers that come late are dropped.
 * A null key asks for nothing. While a new key loads, `keep` goes on showing the old key's answer.
 */
export function useQuery<T>(
  key: string | null,
  load: (signal: AbortSignal) => Promise<T>,
  { live = true, keep = false }: { live?: boolean; keep?: boolean } = {},
): Query<T> {
  const [held, setHeld] = useState<Held<T>>({ key: null, data: null, error: null, loading: true });
  const loader = useRef(load);
  loader.current = load;
  const pulse = live ? beat.value : 0;

  useEffect(() => {
    if (key === null) return;
    const abort = new AbortController();
    loader.current(abort.signal).then(
      (data) => {
        if (abort.signal.aborted) return;
        reportAnswer();
        setHeld((was) =>
          was.key === key && was.data === data && !was.error ? was : { key, data, error: null, loading: false },
        );
      },
      (error: unknown) => {
        if (abort.signal.aborted) return;
        reportFailure(error);
        if (error instanceof ConnectionLost) return;
        const said = error instanceof Error ? error : new Error(String(error));
        setHeld((was) => ({ key, data: was.key === key || keep ? was.data : null, error: said, loading: false }));
      },
    );
    return () => abort.abort();
  }, [key, pulse, keep]);

  if (held.key === key) return held;
  return { data: keep ? held.data : null, error: null, loading: key !== null };
}
