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
  await expect(panel.locator(".verdict-table tbody tr td").last()).toHaveText("lower, one run each");
  const lr = panel.locator(".differences tr", { has: frame.getByRole("cell", { name: "lr", exact: true }) });
  await expect(lr.locator("td.changed")).toBeVisible();
  const curves = panel.locator(".chart .uplot canvas");
  await expect(curves.first()).toBeVisible();
  for (const canvas of await curves.all()) await expect.poll(() => canvas.evaluate(coloured)).toBeGreaterThan(100);
});

/** How many opaque pixels are neither grey nor the page's own: those of a curve. */
function coloured(canvas: SVGElement | HTMLElement): number {
  const { width, height } = canvas as HTMLCanvasElement;
  const pixels = (canvas as HTMLCanvasElement).getContext("2d")?.getImageData(0, 0, width, height).data ?? [];
  let found = 0;
  for (let i = 0; i < pixels.length; i += 4) {
    const [red = 0, green = 0, blue = 0, alpha = 0] = pixels.slice(i, i + 4);
    if (alpha === 255 && Math.max(red, green, blue) - Math.min(red, green, blue) > 60) found += 1;
  }
  return found;
}
