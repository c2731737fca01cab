import { test as base, expect, type FrameLocator, type Page, type Route } from "@playwright/test";

export { expect };

/** Messages of TensorBoard's own that are no fault of the page. */
const NOT_OURS = [/Multiple instances of Three\.js/, /favicon/];

/** The page inside TensorBoard: its frame, and the address that opens a view of it. */
export class Lifecycle {
  readonly frame: FrameLocator;
  /** Console errors that the test means to cause. */
  readonly allowed: RegExp[] = [...NOT_OURS];

  constructor(readonly page: Page) {
    this.frame = page.frameLocator("iframe[src*='name=lifecycle']").first();
  }

  /** `state` is what the address holds: view, sel, baseline, … */
  async open(state: Record<string, string> = {}): Promise<void> {
    const pairs = Object.entries(state).map(([key, value]) => `p.lifecycle.${key}=${encodeURIComponent(value)}`);
    await this.page.goto(`/#${["lifecycle", ...pairs].join("&")}`);
  }

  async openRun(run: string, baseline?: string): Promise<void> {
    const state: Record<string, string> = { view: `run:${run}` };
    if (baseline !== undefined) Object.assign(state, { baseline, sel: JSON.stringify([baseline]) });
    await this.open(state);
    await expect(this.frame.getByTestId("provenance").getByRole("heading", { level: 1 })).toHaveText(run);
  }

  async compare(runs: readonly string[]): Promise<void> {
    await this.open({ view: "compare", sel: JSON.stringify(runs), baseline: runs[0] ?? "" });
    await expect(this.frame.getByTestId("compare-panel")).toBeVisible();
  }
}

/** Seconds in which a page that reads does so several times. */
const BEATS = 20;

/** Addresses below our routes that are asked for while `during` lasts. */
export async function askedWhile(page: Page, during: () => Promise<unknown>): Promise<string[]> {
  const asked: string[] = [];
  const note = (request: { url(): string }) => {
    if (request.url().includes("/plugin/lifecycle/")) asked.push(request.url());
  };
  page.on("request", note);
  await during();
  page.off("request", note);
  return asked;
}

/** What is asked for in the next seconds, which pass at once: the page's clock must be installed. */
export const askedSoon = (page: Page): Promise<string[]> => askedWhile(page, () => page.clock.runFor(BEATS * 1000));

/** Lets the server answer, and changes the answer. */
export const changed = (change: (answer: Record<string, unknown>) => void) => async (route: Route) => {
  const { "if-none-match": _known, ...asked } = route.request().headers();
  const response = await route.fetch({ headers: asked });
  const answer = await response.json();
  change(answer);
  const { etag: _, ...headers } = response.headers();
  await route.fulfill({ status: response.status(), headers, json: answer });
};

/** A test fails on an error in the console, and on a request that leaves the machine. */
export const test = base.extend<{ lifecycle: Lifecycle }>({
  lifecycle: async ({ page, baseURL }, use) => {
    const faults: string[] = [];
    const tested = new Lifecycle(page);
    page.on("console", (message) => {
      const told = `${message.text()} ${message.location().url}`;
      if (message.type() === "error" && !tested.allowed.some((known) => known.test(told))) faults.push(told);
    });
    page.on("pageerror", (error) => faults.push(error.stack ?? error.message));
    page.on("request", (request) => {
      if (/^https?:/.test(request.url()) && !request.url().startsWith(baseURL ?? ""))
        faults.push(`left: ${request.url()}`);
    });
    await use(tested);
    expect(faults).toEqual([]);
  },
});
