import { readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "./lifecycle";

const RUNS = join(tmpdir(), `lifecycle-e2e-${process.env.E2E_PORT ?? 6197}`, "runs");

test("a run's page says where the run came from and how it did", async ({ lifecycle }) => {
  await lifecycle.openRun("fast", "slow");
  const page = lifecycle.frame.getByTestId("provenance");
  await expect(page.locator(".run-status-word > span")).toHaveText("Completed");
  await expect(page.locator(".tile").nth(0)).toContainText("validation/accuracy");
  await expect(page.locator(".tile").nth(0)).toContainText("vs baseline");
  await expect(page.locator(".tile").nth(2)).toContainText("295");
  for (const stage of ["Code", "Prepare", "Train", "Compare", "Serve"]) {
    await expect(page.getByRole("heading", { name: stage, exact: true }).first()).toBeVisible();
  }
  await expect(page.locator(".section-flags")).toContainText("lr0.5");
  await expect(page.locator(".section-flags .by-hand", { hasText: "30" })).toBeVisible();
  await expect(page.locator(".section-dataset")).toContainText("shapes");
  await expect(page.locator(".section-dataset .label-bars").first()).toHaveAttribute(
    "aria-label",
    "0: 30, 1: 30, 2: 30",
  );
  await expect(page.locator(".section-export")).toContainText("model");
  await expect(page.locator(".section-attributes")).toContainText("numpy");
  await expect(page.locator(".section-reproduce")).toContainText(/tb-lifecycle verify \S+\/fast/);
  await expect(page.locator(".section-notes")).toContainText("A run of the browser tests.");
});

test("curves of train and validation share a chart and have points", async ({ lifecycle }) => {
  await lifecycle.openRun("fast");
  const chart = lifecycle.frame.getByRole("img", { name: /^accuracy by step/ });
  await expect(chart).toHaveAttribute("aria-label", /train \d\.\d+, validation \d\.\d+/);
  await expect(chart.locator("canvas")).toBeVisible();
  await expect(chart.locator(".chart-end")).toHaveCount(2);
  const plot = chart.locator(".u-over");
  await plot.hover({ position: { x: 200, y: 60 } });
  await expect(chart.locator(".chart-hover tr")).toHaveCount(2);
  await lifecycle.page.mouse.move(0, 0);
  await expect(chart.locator(".chart-hover")).toHaveCount(0);
  await chart.focus();
  await lifecycle.page.keyboard.press("Home");
  await expect(chart.locator(".chart-hover-x")).toContainText("step 0 ");
  await lifecycle.page.keyboard.press("ArrowRight");
  await expect(chart.locator(".chart-hover-x")).toContainText("step 5 ");
  await lifecycle.frame.getByRole("button", { name: "Relative" }).click();
  await expect(lifecycle.frame.getByRole("img", { name: /^accuracy by time/ })).toBeVisible();
});

test("the patch is shown line by line, and a file's text", async ({ lifecycle }) => {
  await lifecycle.openRun("fast");
  const code = lifecycle.frame.locator(".section-code");
  await expect(code.locator(".code-removed")).toContainText("1 - math.exp(-x * lr)");
  await expect(code.locator(".code-added").first()).toContainText("math.tanh(x * lr)");
  await code.getByRole("button", { name: /notes\.py/ }).click();
  await expect(code.locator(".code-lines")).toContainText("# not committed");
});

test("output is filtered and marked", async ({ lifecycle }) => {
  await lifecycle.openRun("slow");
  const output = lifecycle.frame.locator(".section-output");
  await expect(output.locator(".output-line")).toHaveCount(40);
  await output.getByRole("searchbox").fill("step 1\\d0:");
  await expect(output.locator(".output-line")).toHaveCount(10);
  await expect(output.locator("mark").first()).toHaveText("step 100:");
  await output.getByRole("button", { name: "stderr" }).click();
  await expect(output).toContainText("No line matches.");
});

test("a failed run shows its exception and what is missing", async ({ lifecycle }) => {
  await lifecycle.openRun("sweep/failed");
  const page = lifecycle.frame.getByTestId("provenance");
  await expect(page.locator(".run-status-word > span")).toHaveText("Failed");
  await expect(page.locator(".section-failure")).toContainText("FloatingPointError");
  await expect(page.locator("#stage-serve")).toContainText("log_export");
});

test("lineage leads from the data to the run and its export", async ({ lifecycle }) => {
  await lifecycle.openRun("fast");
  const boxes = lifecycle.frame.locator(".lineage-box");
  await expect(boxes.filter({ hasText: "shapes/train" })).toBeVisible();
  await expect(boxes.filter({ hasText: "this run" })).toContainText("fast");
  await expect(boxes.filter({ hasText: "export" })).toContainText("model");
});

test("keys: 5 goes to the Serve stage, j to the next run of the table", async ({ lifecycle, page }) => {
  await lifecycle.open();
  const rows = lifecycle.frame.locator("[data-testid=runs-table] [data-run]");
  await expect(rows).toHaveCount(3);
  const names = await rows.evaluateAll((all) => all.map((row) => row.getAttribute("data-run") ?? ""));
  await lifecycle.openRun(names[0] ?? "");
  await expect(lifecycle.frame.locator("#stage-serve")).toBeVisible();
  await lifecycle.frame.getByTestId("provenance").focus();
  await page.keyboard.press("5");
  await expect(lifecycle.frame.locator("#stage-serve")).toBeFocused();
  await page.keyboard.press("j");
  await expect(lifecycle.frame.getByRole("heading", { level: 1 })).toHaveText(names[1] ?? "");
});

test("a run that is not there is said to be missing", async ({ lifecycle, page }) => {
  lifecycle.allowed.push(/404/);
  const answered = page.waitForResponse((response) => response.url().includes("lifecycle/run?"));
  await lifecycle.open({ view: "run:absent" });
  expect((await answered).status()).toBe(404);
  await expect(lifecycle.frame.getByTestId("error")).toContainText("absent");
});

test("below 1000 pixels the page is one column and nothing sticks out", async ({ lifecycle, page }) => {
  await page.setViewportSize({ width: 800, height: 600 });
  await lifecycle.openRun("fast", "slow");
  const view = lifecycle.frame.getByTestId("provenance");
  await expect(view.locator("canvas").first()).toBeVisible();
  expect(await view.evaluate((element) => element.scrollWidth - element.clientWidth)).toBe(0);
});

test("a recorded file that is gone is one line in its section; the page stays", async ({ lifecycle }) => {
  lifecycle.allowed.push(/404/);
  const recorded = join(RUNS, "sweep", "failed", "lifecycle");
  for (const name of readdirSync(recorded)) if (name.startsWith("sources-")) rmSync(join(recorded, name));
  await lifecycle.openRun("sweep/failed");
  const page = lifecycle.frame.getByTestId("provenance");
  await page
    .locator(".section-code")
    .getByRole("button", { name: /notes\.py/ })
    .click();
  await expect(page.locator(".section-code .code-note").getByTestId("error")).toContainText("cannot be read");
  await expect(page.locator(".section-flags")).toContainText("lr");
  await expect(page.locator(".section-output .output-line").first()).toBeVisible();
});
