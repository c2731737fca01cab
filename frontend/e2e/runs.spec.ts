import type { Page } from "@playwright/test";
import { askedSoon, expect, type Lifecycle, test } from "./lifecycle";

const ACCURACY = 'metric["validation/accuracy"]';

const rowsOf = (lifecycle: Lifecycle) => lifecycle.frame.locator("[data-testid=runs-table] [data-run]");

const namesOf = (lifecycle: Lifecycle) =>
  rowsOf(lifecycle).evaluateAll((rows) => rows.map((row) => row.getAttribute("data-run") ?? ""));

const rowOf = (lifecycle: Lifecycle, run: string) => lifecycle.frame.locator(`[data-run="${run}"]`);

async function filter(lifecycle: Lifecycle, text: string): Promise<void> {
  await lifecycle.frame.getByTestId("filter").fill(text);
}

/** The cursor is on the first row, the focus in the table. */
async function focusFirstRow(lifecycle: Lifecycle, page: Page): Promise<void> {
  await expect(rowsOf(lifecycle)).toHaveCount(3);
  await lifecycle.frame.getByTestId("runs-table").focus();
  await page.keyboard.press("ArrowDown");
}

test("sorted by validation accuracy the best run is first, and its name opens it", async ({ lifecycle, page }) => {
  await lifecycle.open();
  await expect(rowsOf(lifecycle)).toHaveCount(3);
  await lifecycle.frame.getByRole("button", { name: /^validation\/accuracy/ }).click();
  await expect.poll(() => namesOf(lifecycle).then((names) => names[0])).toBe("fast");
  await expect(lifecycle.frame.locator('[role=columnheader][aria-sort="descending"]')).toContainText("accuracy");
  await rowOf(lifecycle, "fast").getByRole("link", { name: "fast" }).click();
  await expect(lifecycle.frame.getByTestId("provenance")).toContainText("fast");
  await page.goBack();
  await expect(rowsOf(lifecycle).first()).toHaveAttribute("data-run", "fast");
});

test("a filter is the server's to judge", async ({ lifecycle }) => {
  await lifecycle.open();
  const count = lifecycle.frame.getByTestId("row-count");
  await expect(count).toHaveText(/^3 runs/);
  await filter(lifecycle, 'status == "completed"');
  await expect(count).toHaveText(/^2 of 3 runs/);
  await expect(rowsOf(lifecycle)).toHaveCount(2);
});

test("an error names its place and its cure; the table keeps the last valid filter", async ({ lifecycle }) => {
  await lifecycle.open();
  await filter(lifecycle, 'name == "fast"');
  await expect(rowsOf(lifecycle)).toHaveCount(1);
  await filter(lifecycle, "flag.epocs > 0");
  const error = lifecycle.frame.getByTestId("error");
  await expect(error).toContainText("epocs");
  await expect(lifecycle.frame.locator(".squiggle").first()).toBeVisible();
  await expect(rowsOf(lifecycle)).toHaveCount(1);
  await error.getByRole("button").click();
  await expect(error).toHaveCount(0);
  await expect(lifecycle.frame.getByTestId("filter")).toHaveValue("flag.epochs > 0");
  await expect(rowsOf(lifecycle)).toHaveCount(3);
});

test("an error behind an emoji has its place too", async ({ lifecycle }) => {
  await lifecycle.open();
  await filter(lifecycle, 'name != "🚀🚀" and flag.epocs > 0');
  const error = lifecycle.frame.getByTestId("error");
  await expect(error).toContainText("epocs");
  await error.getByRole("button").click();
  await expect(lifecycle.frame.getByTestId("filter")).toHaveValue('name != "🚀🚀" and flag.epochs > 0');
});

test("names are offered while typing, and taken by Tab", async ({ lifecycle, page }) => {
  await lifecycle.open();
  await expect(rowsOf(lifecycle)).toHaveCount(3);
  const field = lifecycle.frame.getByTestId("filter");
  await field.focus();
  await page.keyboard.type('status == "fl', { delay: 5 });
  await expect(lifecycle.frame.getByRole("option")).toHaveCount(0);
  await field.fill("");
  await page.keyboard.type('metric["validation/a', { delay: 5 });
  await expect(lifecycle.frame.getByRole("option").first()).toHaveText(/validation\/accuracy/);
  await page.keyboard.press("Tab");
  await expect(field).toHaveValue(ACCURACY);
});

test("nothing matches: what would without the last clause, one click away", async ({ lifecycle }) => {
  await lifecycle.open();
  await filter(lifecycle, 'status == "completed" and duration > 1e9');
  await expect(lifecycle.frame.getByTestId("row-count")).toHaveText(/^0 of 3 runs/);
  await expect(lifecycle.frame.locator(".message")).toContainText("Without duration > 1e9: 2 runs.");
  await lifecycle.frame.getByRole("button", { name: "Drop that part" }).click();
  await expect(rowsOf(lifecycle)).toHaveCount(2);
});

test("failed runs are hidden by a switch that says how many", async ({ lifecycle }) => {
  await lifecycle.open();
  const hide = lifecycle.frame.getByRole("switch", { name: "Hide failed 1" });
  await hide.click();
  await expect(lifecycle.frame.getByTestId("row-count")).toHaveText(/^2 of 3 runs/);
  await expect(rowOf(lifecycle, "sweep/failed")).toHaveCount(0);
});

test("compare says what it needs, then compares what is ticked", async ({ lifecycle }) => {
  await lifecycle.open();
  const compare = lifecycle.frame.getByTestId("compare");
  await expect(rowsOf(lifecycle)).toHaveCount(3);
  await compare.hover();
  await expect(lifecycle.frame.getByRole("tooltip")).toHaveText("Select two or more runs to compare them.");
  await rowOf(lifecycle, "slow").getByTestId("select").check();
  await rowOf(lifecycle, "fast").getByTestId("select").check();
  await expect(rowOf(lifecycle, "slow").locator(".letter")).toHaveText("A");
  await expect(rowOf(lifecycle, "fast").locator(".letter")).toHaveText("B");
  await compare.click();
  await expect(lifecycle.frame.getByTestId("compare-panel")).toBeVisible();
});

test("a baseline is pinned, and differences to it have signs", async ({ lifecycle, page }) => {
  await lifecycle.open({ where: 'status == "completed"' });
  await expect(rowsOf(lifecycle)).toHaveCount(2);
  await rowOf(lifecycle, "slow").hover();
  await lifecycle.frame.getByRole("button", { name: "Make slow the baseline" }).click();
  await expect(lifecycle.frame.locator('[data-pinned="slow"]')).toBeVisible();
  await expect(rowOf(lifecycle, "fast").locator(".delta.good").first()).toHaveText(/^\+0\.\d+$/);
  await filter(lifecycle, 'name == "fast"');
  await expect(rowsOf(lifecycle)).toHaveCount(1);
  await expect(lifecycle.frame.locator('[data-pinned="slow"]')).toBeVisible();
  await page.reload();
  await expect(lifecycle.frame.locator('[data-pinned="slow"]')).toBeVisible();
  await expect(lifecycle.frame.getByTestId("filter")).toHaveValue('name == "fast"');
});

test("the table is worked by keys alone", async ({ lifecycle, page }) => {
  await lifecycle.open();
  await focusFirstRow(lifecycle, page);
  const names = await namesOf(lifecycle);
  await page.keyboard.press("Space");
  await page.keyboard.press("Shift+ArrowDown");
  await expect(lifecycle.frame.locator("[data-run][aria-selected=true]")).toHaveCount(2);
  await page.keyboard.press("b");
  await expect(lifecycle.frame.locator(`[data-pinned="${names[1]}"]`)).toBeVisible();
  await page.keyboard.press("c");
  await expect(lifecycle.frame.getByTestId("compare-panel")).toBeVisible();
  await page.keyboard.press("g");
  await page.keyboard.press("r");
  await focusFirstRow(lifecycle, page);
  await page.keyboard.press("End");
  await page.keyboard.press("Enter");
  await expect(lifecycle.frame.getByTestId("provenance")).toContainText(names[2] ?? "");
  await page.keyboard.press("/");
  await expect(lifecycle.frame.getByTestId("filter")).toBeFocused();
});

test("columns are chosen, found, and written as expressions", async ({ lifecycle }) => {
  await lifecycle.open();
  const heads = lifecycle.frame.locator("[data-testid=runs-table] [data-column]");
  await expect(heads.filter({ hasText: "Duration" })).toHaveCount(1);
  await lifecycle.frame.getByTestId("columns").click();
  const chooser = lifecycle.frame.getByRole("dialog", { name: "Columns" });
  await chooser.getByRole("checkbox", { name: "Duration" }).uncheck();
  await expect(heads.filter({ hasText: "Duration" })).toHaveCount(0);
  await chooser.getByLabel("Find a column").fill("user");
  await chooser.getByRole("checkbox").first().check();
  await expect(heads.filter({ hasText: "user" })).toHaveCount(1);
  await chooser.getByLabel("Find a column").fill("");
  await chooser.getByLabel("An expression as a column").fill(`max(${ACCURACY})`);
  await chooser.getByRole("button", { name: "Add" }).click();
  await expect(heads.last()).toHaveAttribute("data-column", `max(${ACCURACY})`);
  await expect(heads.last()).toContainText(/validation\/accuracy.*max/);
  await chooser.getByRole("button", { name: "Reset" }).click();
  await expect(heads.filter({ hasText: "Duration" })).toHaveCount(1);
});

test("columns move and are resized by keys", async ({ lifecycle, page }) => {
  await lifecycle.open();
  const heads = lifecycle.frame.locator("[data-testid=runs-table] [data-column]");
  await expect(rowsOf(lifecycle)).toHaveCount(3);
  const first = await heads.nth(1).getAttribute("data-column");
  await heads.nth(0).focus();
  await page.keyboard.press("ArrowRight");
  await expect(heads.nth(1)).toBeFocused();
  const width = () => heads.nth(1).evaluate((head) => head.parentElement?.getBoundingClientRect().width ?? 0);
  const before = await width();
  await page.keyboard.press("Alt+Shift+ArrowRight");
  await expect.poll(width).toBe(before + 8);
  await page.keyboard.press("Alt+ArrowRight");
  await expect(heads.nth(2)).toHaveAttribute("data-column", first ?? "");
});

test("a lost server is said, the table stays, and comes back live", async ({ lifecycle, page }) => {
  lifecycle.allowed.push(/status of 503/);
  await lifecycle.open();
  await expect(rowsOf(lifecycle)).toHaveCount(3);
  const status = lifecycle.frame.locator(".live [role=status]");
  await page.route("**/lifecycle/runs?**", (route) => route.fulfill({ status: 503, body: "gone" }));
  await expect(status).toHaveText("Not live");
  await expect(lifecycle.frame.getByText(/No answer since/)).toBeVisible();
  await expect(rowsOf(lifecycle)).toHaveCount(3);
  await page.unroute("**/lifecycle/runs?**");
  await lifecycle.frame.getByRole("button", { name: "Retry now" }).click();
  await expect(status).toHaveText("Live");
  await expect(lifecycle.frame.getByText(/No answer since/)).toHaveCount(0);
});

test("Pause asks for nothing more", async ({ lifecycle, page }) => {
  await page.clock.install();
  await lifecycle.open();
  await expect(rowsOf(lifecycle)).toHaveCount(3);
  await lifecycle.frame.getByRole("button", { name: "Pause: freeze what is shown" }).click();
  await expect(lifecycle.frame.locator(".live [role=status]")).toHaveText("Paused");
  expect(await askedSoon(page)).toEqual([]);
});

test("the foot stands under the last row of a short table, and rows go across it", async ({ lifecycle }) => {
  await lifecycle.open();
  await expect(rowsOf(lifecycle)).toHaveCount(3);
  const bottom = async (selector: string) => {
    const box = await lifecycle.frame.locator(selector).last().boundingBox();
    return { top: box?.y ?? 0, bottom: (box?.y ?? 0) + (box?.height ?? 0), right: (box?.x ?? 0) + (box?.width ?? 0) };
  };
  const [row, foot] = [await bottom("[data-run]"), await bottom(".foot")];
  expect(foot.top - row.bottom).toBeLessThan(24);
  expect(Math.abs(foot.right - row.right)).toBeLessThan(24);
});

test("at 800 pixels the page does not stick out and keeps its controls", async ({ lifecycle, page }) => {
  await page.setViewportSize({ width: 800, height: 600 });
  await lifecycle.open();
  await expect(rowsOf(lifecycle)).toHaveCount(3);
  const overflow = await lifecycle.frame.locator("body").evaluate((body) => body.scrollWidth - body.clientWidth);
  expect(overflow).toBe(0);
  await expect(lifecycle.frame.getByTestId("compare")).toBeVisible();
  await expect(lifecycle.frame.getByTestId("columns")).toBeVisible();
});
