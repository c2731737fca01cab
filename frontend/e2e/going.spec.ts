import { type ChildProcess, spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "./lifecycle";

const port = Number(process.env.E2E_PORT ?? 6197) + 1;
const logdir = join(tmpdir(), `lifecycle-e2e-${port}`);
test.use({ baseURL: `http://localhost:${port}` });

let server: ChildProcess;

test.beforeAll(async () => {
  test.setTimeout(120_000);
  server = spawn("python", ["e2e/serve_live.py", logdir, String(port)], { detached: true, stdio: "ignore" });
  await expect
    .poll(
      () =>
        fetch(`http://localhost:${port}/data/plugin/lifecycle/run?run=going`).then(
          ({ status }) => status,
          () => 0,
        ),
      {
        timeout: 100_000,
      },
    )
    .toBe(200);
});

test.afterAll(() => {
  if (server.pid !== undefined) process.kill(-server.pid, "SIGTERM");
});

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
