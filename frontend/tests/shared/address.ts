/** An address bar of our own: what the page needs of a window, for tests without a browser. */
export class Address {
  readonly location: URL;
  /** Addresses that Back would bring back. */
  readonly past: string[] = [];
  readonly history = {
    pushState: (_state: unknown, _title: string, hash: string) => {
      this.past.push(this.location.hash);
      this.location.hash = hash;
    },
    replaceState: (_state: unknown, _title: string, hash: string) => {
      this.location.hash = hash;
    },
  };
  private readonly listeners: Record<string, (() => void)[]> = {};
  parent: unknown = this;

  constructor(hash: string) {
    this.location = new URL(`http://localhost:6006/prefix/?darkMode=1${hash}`);
    Object.assign(globalThis, { window: this });
  }

  addEventListener(name: string, listener: () => void): void {
    this.listeners[name] = [...(this.listeners[name] ?? []), listener];
  }

  /** The user edits the address, or goes back or forward. */
  go(hash: string, event: "hashchange" | "popstate" = "hashchange"): void {
    this.location.hash = hash;
    for (const listener of this.listeners[event] ?? []) listener();
  }
}
