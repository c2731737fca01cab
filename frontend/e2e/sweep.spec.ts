import type { FrameLocator, Page } from "@playwright/test";
import { expect, test } from "./lifecycle";
import { serve } from "./own_server";

serve("serve_sweep.py", 9, "runs?limit=1", async (answer) => (await answer.json()).total === 120, 300_000);

const hash = (page: Page, key: string) =>
  decodeURIComponent(new RegExp(`p\\.lifecycle\\.${key}=([^&]*)`).exec(page.url())?.[1] ?? "");

async function ready(frame: FrameLocator): Promise<void> {
  await expect(frame.getByTestId("sweep-sentence")).toBeVisible({ timeout: 60_000 });
  await expect(frame.getByTestId("parallel").locator("canvas").first()).toBeVisible();
}

/** Where on the screen an axis of the parallel coordinates is at a share of its height from below. */
async function onAxis(frame: FrameLocator, id: string, share: number): Promise<{ x: number; y: number }> {
  const box = await frame.locator(`rect.brush-area[data-axis='${id}']`).boundingBox();
  if (!box) throw new Error(`There is no axis ${id}.`);
  return { x: box.x + box.width / 2, y: box.y + 8 + (1 - share) * (box.height - 60) };
}

async function brush(page: Page, frame: FrameLocator, id: string, from: number, to: number): Promise<void> {
  await frame.getByTestId("parallel").scrollIntoViewIfNeeded();
  const [start, end] = [await onAxis(frame, id, from), await onAxis(frame, id, to)];
  await page.mouse.move(start.x, start.y);
  await page.mouse.down();
  await page.mouse.move(end.x, (start.y + end.y) / 2);
  await page.mouse.move(end.x, end.y);
  await page.mouse.up();
}

test("a sweep answers: which setting, which flag, which range", async ({ lifecycle, page }) => {
  await lifecycle.open();
  await lifecycle.frame.getByRole("button", { name: "Sweep" }).click();
  const { frame } = lifecycle;
  await ready(frame);
  await expect(frame.getByTestId("row-count")).toHaveText("120");
  const first = frame.locator(".best-table tbody tr").nth(1);
  await expect(first).toContainText("lr0.03-w128");
  const shares = frame.getByTestId("importance").locator("tbody tr");
  await expect(shares.first()).toContainText("lr");
  const lr = frame.locator(".marginal").first();
  await expect(lr.locator(".marginal-best")).toContainText("of the best 11 runs");
  await expect(frame.getByTestId("sweep-sentence")).toContainText("lr decides most of it");
  await expect(frame.getByTestId("heat-map").locator("td.heat-cell")).not.toHaveCount(0);

  await lr.locator(".marginal-best").click();
  await expect.poll(() => hash(page, "where")).toMatch(/flag\.lr (==|<=) /);
  await expect(frame.getByTestId("brush-count")).toContainText("of 120 in the brush");
});

test("another baseline is a click on its name", async ({ lifecycle, page }) => {
  await lifecycle.open({ view: "sweep" });
  const { frame } = lifecycle;
  await ready(frame);
  await frame.locator(".best-table tbody tr").nth(3).locator("button").click();
  await expect.poll(() => hash(page, "baseline")).not.toBe("");
  await expect(frame.locator(".sweep-baseline")).not.toContainText("the first that was run");
});

test("a brush writes the filter's last clause, its text moves the brush, Escape drops it", async ({
  lifecycle,
  page,
}) => {
  await lifecycle.open({ view: "sweep", where: "flag.width == 128" });
  const { frame } = lifecycle;
  await ready(frame);
  await brush(page, frame, "flag.lr", 0.3, 0.85);
  const field = frame.getByTestId("filter");
  await expect(field).toHaveValue(/^flag\.width == 128 and [\d.e-]+ <= flag\.lr <= [\d.e-]+$/);
  await expect(frame.getByTestId("brush-count")).toContainText("of 60 in the brush");
  await expect(frame.locator("rect.brush")).toHaveCount(1);
  const analysed = await frame.getByTestId("row-count").textContent();
  expect(analysed).toBe("60"); // a brush changes no analysis by itself
  await frame.getByRole("button", { name: "Brushed" }).click();
  await expect(frame.getByTestId("row-count")).not.toHaveText("60");

  await field.fill("flag.width == 128 and flag.lr >= 0.3 and flag.lr <= 0.3");
  await expect(frame.getByTestId("brush-count")).toContainText("10 of 60 in the brush");
  await page.reload();
  await ready(frame);
  await expect(frame.getByTestId("brush-count")).toContainText("10 of 60 in the brush");

  await frame.locator(".sweep-view").press("Escape");
  await expect(field).toHaveValue("flag.width == 128");
  await expect(frame.locator("rect.brush")).toHaveCount(0);
});

test("NaN has its own mark, which can be brushed", async ({ lifecycle, page }) => {
  const metric = 'metric["validation/accuracy"]';
  await lifecycle.open({ view: "sweep" });
  const { frame } = lifecycle;
  await ready(frame);
  await expect(frame.locator(".axis-mark.bad").first()).toContainText("NaN 3");
  await brush(page, frame, metric, -0.07, -0.11);
  await expect(frame.getByTestId("filter")).toHaveValue(`${metric} != ${metric}`);
  await expect(frame.getByTestId("brush-count")).toContainText("3 of 120 in the brush");
});

test("axes are moved by key and by hand, and their order is in the address", async ({ lifecycle, page }) => {
  await lifecycle.open({ view: "sweep" });
  const { frame } = lifecycle;
  await ready(frame);
  const names = () => frame.locator(".axis-name").allTextContents();
  const before = await names();
  await frame.locator("[data-axis-head='flag.lr']").focus();
  await page.keyboard.press("ArrowRight");
  await expect.poll(names).toEqual([before[1], before[0], ...before.slice(2)]);
  expect(JSON.parse(hash(page, "saxes"))[1]).toBe("flag.lr");
  await page.reload();
  await ready(frame);
  expect((await names())[1]).toBe(before[0]);
});

test("the scatter has the front of two metrics", async ({ lifecycle, page }) => {
  await lifecycle.open({ view: "sweep" });
  const { frame } = lifecycle;
  await ready(frame);
  await frame.getByRole("button", { name: "Scatter" }).click();
  await expect(frame.getByTestId("scatter")).toBeVisible();
  await expect(frame.getByTestId("pareto")).toContainText(/\d+ on the Pareto front/);
  expect(hash(page, "schart")).toBe("scatter");
});

test("the first five are compared with the baseline", async ({ lifecycle, page }) => {
  await lifecycle.open({ view: "sweep" });
  const { frame } = lifecycle;
  await ready(frame);
  await frame.getByTestId("compare").click();
  await expect.poll(() => hash(page, "view")).toBe("compare");
  const selected = JSON.parse(hash(page, "sel"));
  expect(selected).toHaveLength(6);
  expect(hash(page, "baseline")).toBe(selected[0]);
});
