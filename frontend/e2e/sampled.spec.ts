import type { Page } from "@playwright/test";
import { changed, expect, test } from "./lifecycle";

const TITLE = "sampled: click to read the files";

/** Lets what was not asked for exactly be of sampled points. */
async function sample(page: Page, name: string, change: (answer: never) => void): Promise<void> {
  const other = (url: URL) => url.pathname.endsWith(`/lifecycle/${name}`) && !url.searchParams.has("exact");
  await page.route(other, changed(change as (answer: Record<string, unknown>) => void));
}

test("a sampled figure of a run is read from the files by one click", async ({ lifecycle, page }) => {
  await sample(page, "run", ({ metrics }: { metrics: Record<string, object> }) => {
    for (const metric of Object.values(metrics)) Object.assign(metric, { exact: false, last_exact: false });
  });
  await lifecycle.openRun("fast");
  const tiles = lifecycle.frame.locator(".tiles");
  await expect(tiles).toContainText("≈");
  const asked = page.waitForRequest(/lifecycle\/run\?.*exact=1/);
  await tiles.getByTitle(TITLE).first().click();
  await asked;
  await expect(tiles).not.toContainText("≈");
  await expect(tiles.locator(".tile-figure").first()).toHaveText(/^0\.\d+$/);
});

test("a sampled figure of a comparison is read from the files by one click", async ({ lifecycle, page }) => {
  await sample(page, "compare", ({ metrics }: { metrics: Record<string, object> }) => {
    for (const metric of Object.values(metrics)) Object.assign(metric, { exact: [false, true] });
  });
  await lifecycle.compare(["slow", "fast"]);
  const table = lifecycle.frame.locator(".metrics-table");
  await table.getByTitle(TITLE).first().click();
  await expect(table.locator("tbody tr").first()).toBeVisible();
  await expect(table).not.toContainText("≈");
});

test("a sampled figure of the table is read from the files by one click", async ({ lifecycle, page }) => {
  await sample(page, "runs", ({ columns }: { columns: { kind: string }[] }) => {
    for (const column of columns) if (column.kind === "metric") Object.assign(column, { exact: false, sampled: [0] });
  });
  await lifecycle.open();
  const table = lifecycle.frame.getByTestId("runs-table");
  await expect(lifecycle.frame.locator(".foot-signs")).toContainText("≈ from sampled points");
  const cell = table.locator(".sampled").first();
  await cell.hover();
  await expect(table.getByTitle(TITLE).first()).toBeVisible();
  await cell.click();
  await expect(table.locator(".sampled")).toHaveCount(0);
  await expect(lifecycle.frame.locator(".foot-signs")).not.toContainText("≈");
  await expect(lifecycle.frame.locator("[data-run]")).toHaveCount(3);
});

test("a flag on which processes disagree says so", async ({ lifecycle, page }) => {
  await page.route(
    "**/lifecycle/run?**",
    changed((answer) => Object.assign(answer, { conflicts: { lr: [0.5, 0.01] } })),
  );
  await lifecycle.openRun("fast");
  await expect(lifecycle.frame.locator(".section-flags .warn")).toHaveText(/conflict: 0\.5 \/ 0\.01/);
});
