import type { Locator, Page } from "@playwright/test";
import { expect, type Lifecycle, test } from "./lifecycle";
import { serve } from "./own_server";

const RUNS = 120;
serve(
  "serve_sweep.py",
  6,
  "runs?limit=1",
  async (response) => {
    const answer = (await response.json()) as { total: number; complete: boolean };
    return answer.total === RUNS && answer.complete;
  },
  300_000,
);

const MOST_CLICKS = 3;
const FIRST_PICTURE = 60_000;
/** What is true of the runs: see tests/sweeps.py. */
const BEST = /lr0\.03-w128-d0(\.2)?/;
const BASE = "lr0.003-w64-d0";
const OLD = ["lr0.003-w64-d0.2", "lr0.1-w128-d0.2"];
const GOOD_LR = 0.03;

/** Clicks and keys with which somebody who has opened the page asks it something. */
class Asking {
  private done = 0;

  constructor(
    readonly lifecycle: Lifecycle,
    readonly page: Page,
  ) {}

  async click(target: Locator): Promise<void> {
    this.done += 1;
    expect(this.done, "clicks and keys for one answer").toBeLessThanOrEqual(MOST_CLICKS);
    await target.click();
  }

  async press(key: string): Promise<void> {
    this.done += 1;
    expect(this.done, "clicks and keys for one answer").toBeLessThanOrEqual(MOST_CLICKS);
    await this.page.keyboard.press(key);
  }
}

async function open(lifecycle: Lifecycle, page: Page): Promise<Asking> {
  await lifecycle.open();
  await expect(lifecycle.frame.getByTestId("row-count")).toHaveText("120 runs in 24 rows");
  return new Asking(lifecycle, page);
}

const tab = (lifecycle: Lifecycle, name: string) =>
  lifecycle.frame.locator(".nav").getByRole("button", { name, exact: true });

test("which setting is best, and does it beat the baseline", async ({ lifecycle, page }) => {
  const asking = await open(lifecycle, page);
  const { frame } = lifecycle;
  const base = frame.locator(`[data-group="seed:${BASE}-s1"]`);
  await base.hover();
  await asking.click(base.getByRole("button", { name: /the baseline/ }));
  await asking.click(tab(lifecycle, "Sweep"));
  const sentence = frame.getByTestId("sweep-sentence");
  await expect(sentence).toContainText("better than", { timeout: FIRST_PICTURE });
  const settings = frame.locator(".best-table tbody tr");
  await expect(settings.first()).toContainText(BASE);
  await expect(settings.nth(1)).toContainText(BEST);
  await expect(settings.nth(1)).toContainText("better");
});

test("which range of lr works, and which flag matters", async ({ lifecycle, page }) => {
  const asking = await open(lifecycle, page);
  const { frame } = lifecycle;
  await asking.click(tab(lifecycle, "Sweep"));
  const shares = frame.getByTestId("importance").locator("tbody tr");
  await expect(shares.first()).toContainText("lr", { timeout: FIRST_PICTURE });
  const percent = await shares.first().locator("td.num").nth(1).textContent();
  expect(Number.parseFloat(percent ?? "")).toBeGreaterThan(50); // most of it
  const marginal = frame.locator(".marginal").filter({ has: page.locator("figcaption .strong", { hasText: /^lr$/ }) });
  const range = marginal.locator("button.marginal-best");
  await expect(range).toContainText("of the best 11 runs");
  await asking.click(range);
  const filter = frame.getByTestId("filter");
  await expect(filter).toHaveValue(/flag\.lr/);
  const within = await page.request.get("/data/plugin/lifecycle/runs", {
    params: { where: await filter.inputValue(), columns: "flag.lr" },
  });
  const { columns } = (await within.json()) as { columns: { values: number[] }[] };
  const rates = new Set(columns[0]?.values);
  expect([...rates]).toContain(GOOD_LR);
  expect([...rates].filter((lr) => lr < 0.01 || lr > 0.1)).toEqual([]);
});

test("which runs used the old data", async ({ lifecycle, page }) => {
  const asking = await open(lifecycle, page);
  const { frame } = lifecycle;
  await asking.click(frame.getByTestId("group-menu"));
  await asking.click(frame.getByRole("dialog", { name: "Group by" }).getByText('dataset["digits"]'));
  const groups = frame.getByTestId("group-row");
  await expect(groups).toHaveCount(2);
  const old = groups.filter({ has: frame.getByText("n = 10", { exact: true }) });
  await asking.click(old.getByRole("button", { name: /^Open/ }));
  const members = frame.locator("[data-run]");
  await expect(members).toHaveCount(10);
  const names = await members.evaluateAll((all) => all.map((row) => row.getAttribute("data-run") ?? ""));
  const expected = OLD.flatMap((setting) => [1, 2, 3, 4, 5].map((seed) => `${setting}-s${seed}`));
  expect(names.sort()).toEqual(expected.sort());
});

test("curves of the ten best", async ({ lifecycle, page }) => {
  const asking = await open(lifecycle, page);
  const { frame } = lifecycle;
  const head = frame.locator('[data-column*="validation/accuracy"]');
  await asking.click(head);
  await expect(frame.getByTestId("group-row").first()).toContainText(BEST);
  await asking.press("t");
  const list = frame.getByTestId("compare-panel").getByRole("listbox", { name: "Runs of the charts" });
  await expect(list.getByRole("option")).toHaveCount(10);
  const chart = frame.getByTestId("compare-panel").locator('[data-chart="validation/accuracy"]');
  await expect(chart.getByRole("img")).toHaveAttribute("aria-label", /10 lines/);
});

test("a link opens the same view elsewhere", async ({ lifecycle, page, context, browser }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const asking = await open(lifecycle, page);
  const { frame } = lifecycle;
  await asking.click(frame.locator('[data-column*="validation/accuracy"]'));
  const rows = frame.getByTestId("group-row");
  await expect(rows.first()).toContainText(BEST);
  await asking.click(frame.getByTestId("group-row").nth(2).getByTestId("select"));
  await asking.click(frame.getByRole("button", { name: "Copy link" }));
  await expect(frame.getByRole("button", { name: "Copied" })).toBeVisible();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  const shown = await groupsOf(rows);

  const elsewhere = await (await browser.newContext({ viewport: { width: 1600, height: 1000 } })).newPage();
  await elsewhere.goto(link);
  const there = elsewhere.frameLocator("iframe[src*='name=lifecycle']").first();
  await expect(there.getByTestId("group-row").first()).toContainText(BEST);
  expect(await groupsOf(there.getByTestId("group-row"))).toEqual(shown);
  await expect(there.getByTestId("group-row").nth(2).getByTestId("select")).toBeChecked();
  await elsewhere.context().close();
});

const groupsOf = (rows: Locator): Promise<(string | null)[]> =>
  rows.evaluateAll((all) => all.slice(0, 20).map((row) => row.getAttribute("data-group")));
