/** The page's state in the address: TensorBoard's hash holds `p.lifecycle.KEY=value` pairs. */
const PREFIX = "p.lifecycle.";

interface TfStorage {
  setString(key: string, value: string, options: { defaultValue: string; useLocationReplace: boolean }): void;
}

type Host = Window & { tensorboard?: { tf_storage?: TfStorage } };

function host(): Host {
  try {
    void window.parent.location.hash;
    return window.parent as Host;
  } catch {
    return window; // embedded from another origin: our own address serves
  }
}

/** Our pairs of a hash, without the prefix. */
export function parseHash(hash: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const part of hash.replace(/^#/, "").split("&")) {
    const split = part.indexOf("=");
    if (split < 0 || !part.startsWith(PREFIX)) continue;
    try {
      found[part.slice(PREFIX.length, split)] = decodeURIComponent(part.slice(split + 1));
    } catch {
      // a hand-edited address with a stray %: that key is as if absent
    }
  }
  return found;
}

/** The hash with `key` set, or removed when the value is empty; other tabs' pairs stay as they are. */
export function withPair(hash: string, key: string, value: string): string {
  const parts = hash
    .replace(/^#/, "")
    .split("&")
    .filter((part) => part && !part.startsWith(`${PREFIX}${key}=`));
  if (value) parts.push(`${PREFIX}${key}=${encodeURIComponent(value)}`);
  return parts.join("&");
}

export function readUrl(): Record<string, string> {
  return parseHash(host().location.hash);
}

/** `push` makes the change a step that Back undoes. */
export function writeUrl(key: string, value: string, push = false): void {
  const target = host();
  const storage = target.tensorboard?.tf_storage;
  if (storage) {
    storage.setString(PREFIX + key, value, { defaultValue: "", useLocationReplace: !push });
    return;
  }
  const hash = `#${withPair(target.location.hash, key, value)}`;
  if (push) target.history.pushState(null, "", hash);
  else target.history.replaceState(null, "", hash);
}

export function onUrlChange(changed: () => void): void {
  host().addEventListener("hashchange", changed);
  host().addEventListener("popstate", changed);
}

/** The address of which `hrefWith` last made another, and what all such others begin with. */
const last = { of: "", start: "" };

/** An address of the host page with `key` set, for a link that may be opened in a new tab. */
export function hrefWith(key: string, value: string): string {
  const { location } = host();
  const of = `${key} ${location.href}`;
  if (last.of !== of) {
    const page = `${location.origin}${location.pathname}${location.search}`;
    Object.assign(last, { of, start: `${page}#${withPair(location.hash || "lifecycle", key, "")}` });
  }
  return value ? `${last.start}&${PREFIX}${key}=${encodeURIComponent(value)}` : last.start;
}
