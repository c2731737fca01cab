import { expect, test } from "./lifecycle";
import { serve } from "./own_server";

const RUNS = 120;
const all = async (response: Response) => {
  const answer = (await response.json()) as { total: number; complete: boolean };
  return answer.total === RUNS && answer.complete;
};
serve("serve_sweep.py", 7, "runs?limit=1", all, 300_000);

const BASE = "seed:lr0.003-w64-d0-s1";
const BEST = "seed:lr0.03-w128-d0-s1";

test("runs of one setting are one row at first, with mean, spread and who is left out", async ({ lifecycle }) => {
  await lifecycle.open();
  const { frame } = lifecycle;
  await expect(frame.getByTestId("group-by")).toHaveAttribute("aria-checked", "true");
  await expect(frame.getByTestId("row-count")).toHaveText("120 runs in 24 rows");
  await expect(frame.getByTestId("group-row")).toHaveCount(24);
  await expect(frame.locator("[data-run]")).toHaveCount(0);
  const row = frame.locator(`[data-group="${BEST}"]`);
  await expect(row).toContainText("lr0.03-w128-d0*");
  await expect(row).toContainText("n = 5");
  await expect(row).toContainText("1–5");
  await expect(row).toContainText(/0\.94\d\d±0\.00\d\d/);
  await expect(frame.locator('[data-group="seed:lr0.03-w64-d0-s1"]')).toContainText("n = 4 of 5");
  await expect(row.locator(".spark .band")).toHaveAttribute("d", /^M/);
});

test("a group unfolds by click and by key; its members are runs", async ({ lifecycle, page }) => {
  await lifecycle.open();
  const { frame } = lifecycle;
  const row = frame.locator('[data-group="seed:lr0.03-w64-d0-s1"]');
  await row.getByRole("button", { name: "Open lr0.03-w64-d0*" }).click();
  const members = [1, 2, 3, 4, 5].map((seed) => frame.locator(`[data-run="lr0.03-w64-d0-s${seed}"]`));
  for (const member of members) await expect(member).toBeVisible();
  await expect(frame.locator('[data-run="lr0.03-w64-d0-s4"]')).toHaveClass(/member/);
  await expect(row).toHaveAttribute("aria-expanded", "true");
  await frame.getByTestId("runs-table").focus();
  await page.keyboard.press("ArrowLeft");
  await expect(frame.locator("[data-run]")).toHaveCount(0);
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await expect(frame.locator("[data-run].cursor")).toHaveCount(1);
  await page.keyboard.press("Enter");
  await expect(frame.getByTestId("provenance")).toBeVisible();
});

test("a group is selected, pinned and compared as one run", async ({ lifecycle, page }) => {
  await lifecycle.open();
  const { frame } = lifecycle;
  const base = frame.locator(`[data-group="${BASE}"]`);
  await base.hover();
  await base.getByRole("button", { name: "Make lr0.003-w64-d0* the baseline" }).click();
  await expect(frame.locator(`[data-pinned="group:${BASE}"]`)).toContainText("lr0.003-w64-d0*");
  await expect(frame.locator(".baseline-chip")).toContainText("lr0.003-w64-d0*");
  const best = frame.locator(`[data-group="${BEST}"]`);
  await best.getByTestId("select").click();
  await expect(best.locator(".delta").first()).toHaveText(/^\+0\.0[56]\d\d$/);
  const asked = page.waitForRequest((request) => request.url().includes("/compare?"));
  await frame.getByTestId("compare").click();
  const runs = new URL((await asked).url()).searchParams.getAll("run");
  expect(runs).toEqual([`group:${BASE}`, `group:${BEST}`]);
});

test("the switch and its key unfold all, and the address keeps it", async ({ lifecycle, page }) => {
  await lifecycle.open();
  const { frame } = lifecycle;
  await frame.getByTestId("group-by").click();
  await expect(frame.getByTestId("row-count")).toHaveText("120 runs");
  await expect(frame.getByTestId("group-row")).toHaveCount(0);
  await expect(page).toHaveURL(/p\.lifecycle\.group=none/);
  await page.reload();
  await expect(frame.getByTestId("row-count")).toHaveText("120 runs");
  await frame.getByTestId("runs-table").focus();
  await page.keyboard.press("s");
  await expect(frame.getByTestId("row-count")).toHaveText("120 runs in 24 rows");
});

test("any expression groups; a wrong one says why", async ({ lifecycle, page }) => {
  await lifecycle.open();
  const { frame } = lifecycle;
  await frame.getByTestId("group-menu").click();
  const field = frame.getByRole("textbox", { name: "Group by an expression" });
  await field.fill("flag.lrr");
  await field.press("Enter");
  await expect(frame.locator(".group-menu .bad")).toContainText("flag.lr");
  await field.fill("flag.lr < 0.02");
  await field.press("Enter");
  await expect(frame.getByTestId("row-count")).toHaveText("120 runs in 2 rows");
  await expect(page).toHaveURL(/p\.lifecycle\.group=flag\.lr/);
  await expect(frame.getByTestId("group-row").first()).toContainText("flag.lr < 0.02=False");
});

test("filter and sort go with groups", async ({ lifecycle }) => {
  await lifecycle.open();
  const { frame } = lifecycle;
  await frame.getByTestId("filter").fill("flag.seed < 3");
  await expect(frame.getByTestId("row-count")).toHaveText("48 of 120 runs in 24 rows");
  await expect(frame.locator(`[data-group="${BEST}"]`)).toContainText("n = 2");
  await frame.locator('[data-column*="validation/accuracy"]').click();
  await expect(frame.getByTestId("group-row").first()).toHaveAttribute("data-group", /lr0\.03-w128/);
});

test("a brush over a head's histogram writes the filter, and the text moves the brush", async ({ lifecycle, page }) => {
  await lifecycle.open();
  const { frame } = lifecycle;
  const histogram = frame.locator('[data-histogram="flag.lr"]');
  const box = await histogram.locator("svg").boundingBox();
  if (!box) throw new Error("no histogram");
  await page.mouse.move(box.x + box.width * 0.3, box.y + 9);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.7, box.y + 9, { steps: 5 });
  await page.mouse.up();
  await expect(frame.getByTestId("filter")).toHaveValue("0.01 <= flag.lr <= 0.03");
  await expect(frame.getByTestId("row-count")).toHaveText("40 of 120 runs in 8 rows");
  const width = async () => Number(await histogram.locator(".brush").getAttribute("width"));
  const before = await width();
  await frame.getByTestId("filter").fill("0.001 <= flag.lr <= 0.1");
  await expect(frame.getByTestId("row-count")).toHaveText("100 of 120 runs in 20 rows");
  expect(await width()).toBeGreaterThan(before * 2);
  await histogram.locator("svg").click();
  await expect(frame.getByTestId("filter")).toHaveValue("");
  await expect(histogram).toHaveAttribute("data-brushed", "false");
});

test("best and last change by one click on a head; its menu sets which way is better", async ({ lifecycle, page }) => {
  await lifecycle.open();
  const { frame } = lifecycle;
  const base = frame.locator(`[data-group="${BASE}"]`);
  await base.hover();
  await base.getByRole("button", { name: /the baseline/ }).click();
  const head = frame.getByRole("columnheader").filter({ hasText: "validation/accuracy" });
  await head.getByRole("button", { name: "Show the best value" }).click();
  const best = frame.locator("[data-column='max(metric[\"validation/accuracy\"])']");
  await expect(best).toContainText("max · ± sd · ↑ better");
  const delta = frame.locator(`[data-group="${BEST}"] .delta`).first();
  await expect(delta).toHaveClass(/good/);
  await best.hover();
  await head.getByRole("button", { name: "Column menu" }).click();
  await frame.getByRole("radio", { name: "↓ Lower" }).check();
  await expect(delta).toHaveClass(/bad/);
  await page.reload();
  await expect(frame.locator("[data-column='max(metric[\"validation/accuracy\"])']")).toContainText("↓ better");
});

test("any rows are hidden, counted and brought back", async ({ lifecycle, page }) => {
  await lifecycle.open();
  const { frame } = lifecycle;
  await frame.locator(`[data-group="${BASE}"]`).getByTestId("select").click();
  await frame.getByTestId("hide").click();
  await expect(frame.getByTestId("hidden")).toContainText("5 hidden");
  await expect(frame.getByTestId("row-count")).toHaveText("115 of 120 runs in 23 rows");
  await page.reload();
  await expect(frame.getByTestId("hidden")).toContainText("5 hidden");
  await frame.getByRole("button", { name: "Undo" }).click();
  await expect(frame.getByTestId("row-count")).toHaveText("120 runs in 24 rows");
});

test("a short digest becomes the whole one while a filter is typed", async ({ lifecycle, page }) => {
  await lifecycle.open();
  const { frame } = lifecycle;
  await frame.getByTestId("filter").pressSequentially('dataset.digits == "9a4');
  await expect(frame.getByRole("option").first()).toContainText("10 runs");
  await page.keyboard.press("Tab");
  await expect(frame.getByTestId("filter")).toHaveValue(/^dataset\.digits == "sha256:9a4[0-9a-f]{61}"$/);
  await expect(frame.getByTestId("row-count")).toHaveText("10 of 120 runs in 2 rows");
});

test("pinned columns stay at the left; all runs stay selected through a reload", async ({ lifecycle, page }) => {
  await page.setViewportSize({ width: 800, height: 600 });
  await lifecycle.open({ group: "none", pinned: '["flag.lr"]' });
  const { frame } = lifecycle;
  await frame.getByTestId("runs-table").evaluate((table) => table.scrollTo(400, 0));
  const name = await frame.locator(".head > .name-cell").boundingBox();
  const pinned = await frame.locator(".head > .fixed").boundingBox();
  expect(Math.abs((pinned?.x ?? 0) - ((name?.x ?? 0) + (name?.width ?? 0)))).toBeLessThan(1.5);
  await frame.getByRole("checkbox", { name: "Select all matching runs" }).click();
  await expect(frame.getByTestId("compare")).toContainText("120");
  await page.reload();
  await expect(frame.getByTestId("compare")).toContainText("120");
});
