import { changed, expect, test } from "./lifecycle";

test("a section that cannot be drawn is one line, and the others stay", async ({ lifecycle, page }) => {
  await page.route(
    "**/lifecycle/run?**",
    changed((answer) => Object.assign(answer, { stages: null })),
  );
  await page.route(
    "**/lifecycle/lineage?**",
    changed((answer) => Object.assign(answer, { edges: 7 })),
  );
  await lifecycle.open({ view: "run:fast" });
  const view = lifecycle.frame.getByTestId("provenance");
  const errors = view.getByTestId("error");
  await expect(errors.filter({ hasText: "The stages could not be drawn" })).toHaveCount(1);
  await expect(errors.filter({ hasText: "The lineage could not be drawn" })).toHaveCount(1);
  await expect(view.locator(".tile-figure").first()).toBeVisible();
  await expect(view.locator(".chart canvas").first()).toBeVisible();
  await page.unroute("**/lifecycle/run?**");
  await expect(view.locator(".stage")).toHaveCount(5);
});

test("a comparison loses the section that is broken, and no other", async ({ lifecycle, page }) => {
  await page.route(
    "**/lifecycle/compare?**",
    changed((answer) => Object.assign(answer, { reasons: 7 })),
  );
  await lifecycle.compare(["slow", "fast"]);
  const panel = lifecycle.frame.getByTestId("compare-panel");
  await expect(panel.getByTestId("error")).toHaveText(/The reasons could not be drawn/);
  await expect(panel.locator(".verdict")).toBeVisible();
  await expect(panel.locator(".metrics-table")).toBeVisible();
});

test("a table that cannot be drawn leaves the way to the comparison", async ({ lifecycle, page }) => {
  await page.route(
    /lifecycle\/runs\?columns=name%2C\+status/,
    changed((answer) => Object.assign(answer, { runs: 7 })),
  );
  await lifecycle.open();
  await expect(lifecycle.frame.getByText("The table of runs could not be drawn")).toBeVisible();
  await lifecycle.frame.getByRole("button", { name: "Compare" }).first().click();
  await expect(lifecycle.frame.getByTestId("compare-panel")).toBeVisible();
});

test("a link to a run that is gone says which one, and the others are compared", async ({ lifecycle }) => {
  await lifecycle.open({ view: "compare", sel: '["slow","gone","fast"]' });
  const panel = lifecycle.frame.getByTestId("compare-panel");
  await expect(panel.locator(".gone")).toContainText("gone is gone: this log directory has no run of that name.");
  await expect(panel.locator(".verdict")).toContainText("validation/accuracy");
  await expect(panel.locator(".run-chip")).toHaveCount(2);
  await panel.getByRole("button", { name: "Leave it out" }).click();
  await expect(panel.locator(".gone")).toHaveCount(0);
  await expect(panel.locator(".verdict")).toBeVisible();
});

test("the page of a run that is gone says so, and leads back", async ({ lifecycle }) => {
  lifecycle.allowed.push(/status of 404/);
  await lifecycle.open({ view: "run:gone" });
  const view = lifecycle.frame.getByTestId("provenance");
  await expect(view.locator(".gone")).toContainText("gone is gone");
  await expect(view).not.toContainText("route");
  await view.getByRole("button", { name: "To the table of runs" }).click();
  await expect(lifecycle.frame.locator("[data-run]")).toHaveCount(3);
});

test("while runs are read, what is not read yet is no gap", async ({ lifecycle, page }) => {
  const loading = changed((answer) => {
    const columns = answer.columns as { id: string; values: unknown[] }[];
    for (const column of columns)
      if (column.id === "status" || column.id.startsWith("metric")) column.values = column.values.map(() => null);
    answer.unread = (answer.runs as string[]).map((_, row) => row);
  });
  await page.route(/lifecycle\/runs\?columns=name%2C\+status/, loading);
  await lifecycle.open();
  const row = lifecycle.frame.locator('[data-run="fast"]');
  await expect(row.locator(".unread").first()).toBeVisible();
  await page.unroute(/lifecycle\/runs\?columns=name%2C\+status/);
  await expect(row.locator(".unread")).toHaveCount(0);
});

test("a filter that is being asked about is cancelled by the next one", async ({ lifecycle, page }) => {
  await lifecycle.open();
  await expect(lifecycle.frame.locator("[data-run]")).toHaveCount(3);
  let letGo = () => {};
  const held = new Promise<void>((done) => {
    letGo = done;
  });
  await page.route(/where=duration/, async (route) => {
    await held;
    await route.abort();
  });
  const asked = page.waitForRequest(/where=duration/);
  const cancelled = page.waitForEvent("requestfailed", (request) => /where=duration/.test(request.url()));
  await lifecycle.frame.getByTestId("filter").fill("duration > 1e9");
  await asked;
  await lifecycle.frame.getByTestId("filter").fill('name == "fast"');
  await cancelled;
  await expect(lifecycle.frame.locator("[data-run]")).toHaveCount(1);
  letGo();
});
