import { expect, test } from "./lifecycle";

test("from the table to the best run, and on to why the worst is worse", async ({ lifecycle, page }) => {
  await lifecycle.open();
  const { frame } = lifecycle;
  const rows = frame.locator("[data-testid=runs-table] [data-run]");
  await expect(rows).toHaveCount(3);
  await frame.getByRole("button", { name: /^validation\/accuracy/ }).click();
  await expect(rows.first()).toHaveAttribute("data-run", "fast");
  await rows.first().getByRole("link").first().click();
  await expect(frame.getByTestId("provenance").getByRole("heading", { level: 1 })).toHaveText("fast");
  await frame.getByRole("button", { name: "Set as baseline" }).click();
  await expect(frame.locator(".run-is-baseline")).toBeVisible();
  await page.goBack();
  await expect(rows).toHaveCount(3);
  const worst = (await rows.last().getAttribute("data-run")) ?? "";
  expect(worst).not.toBe("fast");
  await rows.last().getByRole("link").first().click();
  await expect(frame.getByRole("heading", { level: 1 })).toHaveText(worst);
  await frame.getByRole("button", { name: "Compare with baseline" }).click();
  const panel = frame.getByTestId("compare-panel");
  await expect(panel.locator(".run-chip")).toHaveCount(2);
  await expect(panel.locator(".run-chip").first()).toContainText("fast");
  await expect(panel.locator(".verdict-table")).toContainText("worse");
  await expect(panel.locator(".differences td.changed").first()).toBeVisible();
  await expect(panel.locator(".chart canvas").first()).toBeVisible();
});
