import { useEffect, useRef, useState } from "preact/hooks";
import { ConnectionLost } from "./api";
import { beat, reportAnswer, reportFailure } from "./live";

export interface Query<T> {
  /** The last good answer for this key; null before the first. */
  data: T | null;
  /** The key that `data` answers: with `keep`, the one before while a new one loads. */
  of: string | null;
  /** What the last request was refused with; null once one is answered. A lost connection is not an error of a section. */
  error: Error | null;
  /** No answer for this key has come yet. */
  loading: boolean;
}

interface Held<T> {
  key: string | null;
  data: T | null;
  of: string | null;
  error: Error | null;
}

/** Shows a part of the answer while the rest is asked for; null once the key has been answered. */
export type Soon<T> = ((part: T) => void) | null;

interface Options {
  /** Read again on the page's beats. */
  live?: boolean;
  /** Only on every so many beats. */
  every?: number;
  /** While a new key loads or is refused, go on showing the old key's answer. */
  keep?: boolean;
}

/** The last answers, so that a view that is opened again shows them at once while it asks anew. */
const remembered = new Map<string, unknown>();
const MOST_REMEMBERED = 12;
/** Milliseconds that an answer may take before the next beat asks again. */
const PATIENCE = 15_000;

function remember(key: string, data: unknown): void {
  remembered.delete(key);
  remembered.set(key, data);
  const oldest = remembered.keys().next().value;
  if (remembered.size > MOST_REMEMBERED && oldest !== undefined) remembered.delete(oldest);
}

/** Reads `load` for `key`, which names the question across the page; answers that come late are dropped. A null key asks for nothing. */
export function useQuery<T>(
  key: string | null,
  load: (signal: AbortSignal, soon: Soon<T>) => Promise<T>,
  { live = true, every = 1, keep = false }: Options = {},
): Query<T> {
  const [held, setHeld] = useState<Held<T>>({ key: null, data: null, of: null, error: null });
  const loader = useRef(load);
  loader.current = load;
  const whole = useRef<string | null>(null);
  const asking = useRef<{ abort: AbortController; since: number } | null>(null);
  const pulse = live ? Math.floor(beat.value / every) : 0;

  useEffect(
    () => () => {
      asking.current?.abort.abort();
      asking.current = null;
    },
    [key],
  );

  // A new pulse is a reason to ask again, though the effect does not read it; not while an answer is on its way.
  useEffect(() => {
    if (key === null || (asking.current && Date.now() - asking.current.since < PATIENCE)) return;
    asking.current?.abort.abort();
    const abort = new AbortController();
    asking.current = { abort, since: Date.now() };
    const show = (data: T) => {
      if (abort.signal.aborted) return;
      reportAnswer();
      setHeld((was) =>
        was.key === key && was.data === data && !was.error ? was : { key, data, of: key, error: null },
      );
    };
    const answered = (data: T) => {
      if (abort.signal.aborted) return;
      whole.current = key;
      remember(key, data);
      show(data);
    };
    const refused = (error: unknown) => {
      if (abort.signal.aborted) return;
      reportFailure(error);
      if (error instanceof ConnectionLost) return;
      const said = error instanceof Error ? error : new Error(String(error));
      setHeld((was) => {
        const stays = was.key === key || keep;
        return { key, data: stays ? was.data : null, of: stays ? was.of : null, error: said };
      });
    };
    const soon = whole.current === key || remembered.has(key) ? null : show;
    const settled = () => {
      if (asking.current?.abort === abort) asking.current = null;
    };
    loader.current(abort.signal, soon).then(answered, refused).finally(settled);
  }, [key, pulse, keep]);

  if (held.key === key) return { data: held.data, of: held.of, error: held.error, loading: false };
  if (key !== null && remembered.has(key))
    return { data: remembered.get(key) as T, of: key, error: null, loading: false };
  return { data: keep ? held.data : null, of: keep ? held.of : null, error: null, loading: key !== null };
}
