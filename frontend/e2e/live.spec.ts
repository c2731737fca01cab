import { askedSoon, expect, test } from "./lifecycle";

test("behind another tab the page asks for nothing, and once it is back it asks at once", async ({
  lifecycle,
  page,
}) => {
  await page.clock.install();
  await lifecycle.open();
  await expect(lifecycle.frame.locator("[data-run]")).toHaveCount(3);
  expect(await askedSoon(page)).not.toEqual([]);
  await page.getByRole("tab", { name: "Scalars" }).click();
  await expect(page.locator("iframe[src*='name=lifecycle']").first()).toBeHidden();
  expect(await askedSoon(page)).toEqual([]);
  const returned = page.waitForRequest((request) => request.url().includes("/plugin/lifecycle/runs"), {
    timeout: 3000,
  });
  await page.getByRole("tab", { name: "Lifecycle" }).click();
  await returned;
});

test("TensorBoard's own reload button reads the runs anew", async ({ lifecycle, page }) => {
  await lifecycle.open();
  await expect(lifecycle.frame.locator("[data-run]")).toHaveCount(3);
  await page.route("**/plugin/lifecycle/runs?**", (route) => route.abort());
  lifecycle.allowed.push(/ERR_FAILED/);
  await expect(lifecycle.frame.locator(".live [role=status]")).toHaveText("Not live");
  await page.unroute("**/plugin/lifecycle/runs?**");
  await page.locator("app-header-reload button").click();
  await expect(lifecycle.frame.locator(".live [role=status]")).toHaveText("Live", { timeout: 3000 });
});

test("the address alone brings filter, sort, columns, selection and baseline back", async ({ lifecycle }) => {
  await lifecycle.open({
    where: 'status == "completed"',
    sort: '["name"]',
    columns: '["duration"]',
    sel: '["slow","fast"]',
    baseline: "slow",
  });
  const rows = lifecycle.frame.locator("[data-testid=runs-table] [data-run]");
  await expect(rows).toHaveCount(2);
  await expect(rows.first()).toHaveAttribute("data-run", "fast");
  await expect(rows.first().locator(".letter")).toHaveText("B");
  await expect(lifecycle.frame.locator("[data-column]")).toHaveCount(2);
  await expect(lifecycle.frame.getByTestId("compare")).toHaveText("Compare 2");
  await expect(lifecycle.frame.locator('[data-pinned="slow"]')).toBeVisible();
});

test("an address with a filter that is none says so, and shows every run", async ({ lifecycle }) => {
  await lifecycle.open({ where: "flag.nosuch ==" });
  await expect(lifecycle.frame.getByTestId("error")).toBeVisible();
  await expect(lifecycle.frame.getByTestId("filter")).toHaveValue("flag.nosuch ==");
  await expect(lifecycle.frame.locator("[data-run]")).toHaveCount(3);
});
