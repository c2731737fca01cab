import { expect, test } from "./lifecycle";

test("two runs: verdict, reasons, metrics with signs, curves, marked cells", async ({ lifecycle }) => {
  await lifecycle.compare(["slow", "fast"]);
  const panel = lifecycle.frame.getByTestId("compare-panel");
  await expect(panel.locator(".run-chip")).toHaveCount(2);
  await expect(panel.locator(".run-chip").first()).toContainText("baseline");
  await expect(panel.locator(".verdict")).toContainText("validation/accuracy");
  await expect(panel.locator(".verdict-table tbody tr")).toContainText(["higher, one run each"]);
  await expect(panel.locator(".section-verdict .bad, .section-verdict .good")).toHaveCount(0);
  await expect(panel.locator(".why-table")).toContainText("lr");
  await expect(panel.locator(".why-foot")).toContainText("Same in both");
  const accuracy = panel.locator(".metrics-table tr", { hasText: "validation/accuracy" });
  await expect(accuracy.locator(".good")).toHaveText(/^\+0\.\d+$/);
  await expect(accuracy.locator(".best")).toHaveCount(1);
  await expect(panel.locator(".chart .uplot canvas")).toHaveCount(2);
  const lr = panel.locator(".differences tr", { has: lifecycle.frame.getByRole("cell", { name: "lr", exact: true }) });
  await expect(lr.locator("td.changed")).toHaveText("0.5");
});

test("the difference of a file is shown side by side and in one column", async ({ lifecycle }) => {
  await lifecycle.compare(["slow", "fast"]);
  const code = lifecycle.frame.locator(".section-code-diff");
  await expect(code.locator(".diff-half.code-removed")).toContainText("math.exp(-x * lr)");
  await expect(code.locator(".diff-half.code-added")).toContainText("math.tanh(x * lr)");
  await code.getByRole("button", { name: "One column" }).click();
  await expect(code.locator(".code-line.code-added")).toContainText("math.tanh(x * lr)");
});

test("keys and toggles: everything, the x axis, the next file", async ({ lifecycle, page }) => {
  await lifecycle.compare(["slow", "fast"]);
  const panel = lifecycle.frame.getByTestId("compare-panel");
  const before = await panel.locator(".differences tbody tr").count();
  await panel.focus();
  await page.keyboard.press("d");
  await expect(panel.getByRole("button", { name: "Everything" })).toHaveAttribute("aria-pressed", "true");
  expect(await panel.locator(".differences tbody tr").count()).toBeGreaterThan(before);
  await page.keyboard.press("x");
  await expect(panel.getByRole("button", { name: "Relative" })).toHaveAttribute("aria-pressed", "true");
  await page.keyboard.press("]");
  await expect(panel.locator(".section-code-diff .file-row[aria-pressed=true]")).toContainText("notes.py");
});

test("runs are added and removed, and one alone explains itself", async ({ lifecycle }) => {
  await lifecycle.compare(["slow"]);
  const panel = lifecycle.frame.getByTestId("compare-panel");
  await expect(panel).toContainText("a comparison needs two");
  await panel.getByRole("button", { name: "Add" }).click();
  await panel.getByRole("searchbox", { name: "Find a run" }).fill("fa st");
  await expect(panel.locator(".run-picker-list li")).toHaveText(["fast"]);
  await panel.locator(".run-picker-list li button").click();
  await expect(panel.locator(".verdict")).toBeVisible();
  await panel.getByRole("button", { name: "Remove fast" }).click();
  await expect(panel).toContainText("a comparison needs two");
});

test("three runs: the pair is chosen, a failed run has its figures", async ({ lifecycle }) => {
  await lifecycle.compare(["slow", "fast", "sweep/failed"]);
  const panel = lifecycle.frame.getByTestId("compare-panel");
  await expect(panel.locator(".verdict-table tbody tr")).toHaveCount(2);
  await panel.locator(".section-why .segmented button").nth(1).click();
  await expect(panel.locator(".why-table")).toBeVisible();
  await expect(panel.locator(".chart-end").first()).toBeVisible();
});

test("dark: the charts and the page follow TensorBoard's switch", async ({ lifecycle, page }) => {
  await lifecycle.compare(["slow", "fast"]);
  const panel = lifecycle.frame.getByTestId("compare-panel");
  await expect(panel.locator(".chart .uplot canvas").first()).toBeVisible();
  const inkOf = () => panel.evaluate((element) => getComputedStyle(element).color);
  const light = await inkOf();
  await page.evaluate(() => document.body.classList.add("dark-mode"));
  await expect.poll(inkOf).not.toBe(light);
});
