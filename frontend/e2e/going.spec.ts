import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "./lifecycle";
import { serve } from "./own_server";

const logdir = serve("serve_live.py", 1, "run?run=going", async (answer) => answer.status === 200);

test("a run that goes on grows in place, and its end is seen without a reload", async ({ lifecycle, page }) => {
  await page.setViewportSize({ width: 1600, height: 700 });
  await lifecycle.openRun("going");
  const view = lifecycle.frame.getByTestId("provenance");
  await expect(view.locator(".run-status-word > span")).toHaveText("Running");
  const steps = () =>
    view
      .locator(".tile")
      .nth(2)
      .locator(".tile-figure")
      .textContent()
      .then((text) => Number((text ?? "").replace(/\D/g, "")));
  await expect.poll(steps).toBeGreaterThan(0);
  const before = await steps();
  await view.evaluate((element) => element.scrollTo({ top: 200 }));
  await expect.poll(steps, { timeout: 30_000 }).toBeGreaterThan(before);
  expect(await view.evaluate((element) => element.scrollTop)).toBe(200);
  const chart = view.getByRole("img", { name: /^accuracy by step/ });
  await expect(chart.locator(".chart-end")).toContainText("0.9");
  const first = await chart.getAttribute("aria-label");
  await expect.poll(() => chart.getAttribute("aria-label"), { timeout: 30_000 }).not.toBe(first);
  writeFileSync(join(logdir, "stop"), "");
  await expect(view.locator(".run-status-word > span")).toHaveText("Completed", { timeout: 30_000 });
});
