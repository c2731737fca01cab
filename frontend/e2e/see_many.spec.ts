import { expect, type Lifecycle, test } from "./lifecycle";
import { serve } from "./own_server";

const COUNT = 210;
serve("serve_media.py", 4, "runs?limit=1&columns=name", async (answer) => (await answer.json()).listed === COUNT);

const names = (count: number) => Array.from({ length: count }, (_, index) => `lr${String(index).padStart(3, "0")}`);
const panel = (lifecycle: Lifecycle) => lifecycle.frame.getByTestId("compare-panel");
const chart = (lifecycle: Lifecycle, name = "validation/accuracy") =>
  panel(lifecycle).locator(`[data-chart="${name}"]`);
const list = (lifecycle: Lifecycle) => panel(lifecycle).getByRole("listbox", { name: "Runs of the charts" });
const row = (lifecycle: Lifecycle, run: string) => list(lifecycle).locator(`[data-curve="${run}"]`);

async function compareMany(lifecycle: Lifecycle, count = 24, state: Record<string, string> = {}) {
  await lifecycle.open({ view: "compare", sel: JSON.stringify(names(count)), ...state });
  await expect(list(lifecycle).getByRole("option")).toHaveCount(count);
  await expect(chart(lifecycle).locator(".uplot canvas")).toBeVisible();
}

test("twenty-four runs: six lettered in the tables, every one in the charts and in the list", async ({ lifecycle }) => {
  await compareMany(lifecycle);
  await expect(chart(lifecycle).getByRole("img")).toHaveAttribute("aria-label", /24 lines; last values: A lr000 0\.99/);
  await expect(panel(lifecycle).getByText("6 lettered, 18 grey")).toBeVisible();
  await expect(panel(lifecycle).getByTestId("verdict-of")).toContainText(
    "Of the 6 with letters; nothing is said here of the 18 others.",
  );
  await expect(panel(lifecycle).getByRole("button", { name: "18 more, grey" })).toBeVisible();
  await expect(list(lifecycle).getByRole("option").first()).toHaveAttribute("data-curve", "lr000");
  await expect(row(lifecycle, "lr007")).toContainText("−");
  await expect(chart(lifecycle).locator(".chart-end")).toHaveCount(6);
  await expect(panel(lifecycle).locator(".section-metrics")).toContainText("lr005");
  await expect(panel(lifecycle).locator(".section-metrics")).not.toContainText("lr006");
  await expect(chart(lifecycle, "train/loss")).toContainText("1 run is NaN from step 330");
});

test("a line that is pointed at is named, and is the same run everywhere", async ({ lifecycle, page }) => {
  await compareMany(lifecycle);
  await row(lifecycle, "lr012").hover();
  await expect(chart(lifecycle).locator(".chart-end.strong")).toContainText("0.9");
  await expect(chart(lifecycle, "train/loss").locator(".chart-end.strong")).toBeVisible();
  const box = await chart(lifecycle).locator(".u-over").boundingBox();
  if (!box) throw new Error("the chart has no place");
  let name: string | null = null;
  for (let y = 0.2; y < 0.9 && name === null; y += 0.04) {
    await page.mouse.move(box.x + box.width * 0.35, box.y + box.height * y);
    const tip = chart(lifecycle).locator(".many-tip-name");
    if (await tip.isVisible()) name = await tip.textContent();
  }
  expect(name).toMatch(/^lr\d{3}$/);
  await expect(row(lifecycle, name ?? "")).toHaveClass(/pointed/);
  await expect(chart(lifecycle).locator(".many-tip-values > span")).toHaveCount(name && name < "lr006" ? 6 : 7);
});

test("a click gives a letter, and the seventh asks which to free", async ({ lifecycle, page }) => {
  await compareMany(lifecycle);
  await row(lifecycle, "lr010").click();
  const ask = panel(lifecycle).getByRole("alertdialog");
  await expect(ask).toContainText("lr010");
  await expect(ask.getByRole("button", { name: /lr000/ })).toHaveCount(0);
  await ask.getByRole("button", { name: /C lr002/ }).click();
  await expect(ask).toHaveCount(0);
  await expect(row(lifecycle, "lr010").locator(".letter")).toHaveText("C");
  await expect(row(lifecycle, "lr002").locator(".letter")).toHaveCount(0);
  await expect(panel(lifecycle).locator(".section-metrics")).toContainText("lr010");
  await row(lifecycle, "lr003").click();
  await expect(row(lifecycle, "lr003").locator(".letter")).toHaveCount(0);
  await expect(chart(lifecycle).locator(".chart-end .letter")).toHaveCount(5);
  await page.reload();
  await expect(row(lifecycle, "lr010").locator(".letter")).toHaveText("C");
  await expect(chart(lifecycle).locator(".chart-end .letter")).toHaveCount(5);
});

test("the keys go from line to line, and give letters", async ({ lifecycle, page }) => {
  await compareMany(lifecycle);
  await row(lifecycle, "lr003").click();
  await expect(row(lifecycle, "lr003").locator(".letter")).toHaveCount(0);
  await list(lifecycle).focus();
  await page.mouse.move(0, 0);
  for (let press = 0; press < 8; press++) await page.keyboard.press("ArrowDown");
  await expect(row(lifecycle, "lr007")).toHaveClass(/pointed/);
  await page.keyboard.press("Enter");
  await expect(row(lifecycle, "lr007").locator(".letter")).toHaveText("D");
});

test("the first ten of the sorted table are compared by one key", async ({ lifecycle, page }) => {
  await lifecycle.open({ sort: '["-metric[\\"validation/accuracy\\"]"]' });
  await expect(lifecycle.frame.getByTestId("runs-table").locator("[data-run]").first()).toHaveAttribute(
    "data-run",
    "lr000",
  );
  await lifecycle.frame.getByTestId("runs-table").locator("[data-run]").first().getByTestId("select").focus();
  await page.keyboard.press("t");
  await expect(list(lifecycle).getByRole("option")).toHaveCount(10);
  await expect(list(lifecycle).getByRole("option").last()).toHaveAttribute("data-curve", "lr009");
});

test("the x axis is epochs, time, or any metric, of all charts or of one; all of it in the address", async ({
  lifecycle,
  page,
}) => {
  await compareMany(lifecycle);
  const axis = panel(lifecycle).getByRole("group", { name: "x axis" });
  await axis.getByRole("button", { name: "Epoch" }).click();
  await expect(chart(lifecycle).locator(".chart-x-name")).toHaveText("epoch");
  await panel(lifecycle).getByRole("button", { name: "Any metric" }).click();
  await panel(lifecycle).locator(".metric-menu").getByRole("button", { name: "train/loss" }).click();
  await expect(chart(lifecycle).locator(".chart-x-name")).toHaveText("train/loss");
  await expect(chart(lifecycle)).toContainText("against train/loss");
  await expect(chart(lifecycle, "train/loss").locator(".chart-x-name")).toHaveText("step");
  await axis.getByRole("button", { name: "Relative" }).click();
  await chart(lifecycle).hover();
  await chart(lifecycle).getByRole("button", { name: "against" }).click();
  await chart(lifecycle).locator(".metric-menu").getByRole("button", { name: "epoch" }).click();
  await panel(lifecycle).getByRole("group", { name: "y axis" }).getByRole("button", { name: "Log" }).click();
  await panel(lifecycle).getByRole("switch", { name: "Clip outliers" }).check();
  await page.reload();
  await expect(chart(lifecycle).locator(".chart-x-name")).toHaveText("epoch");
  await expect(chart(lifecycle, "train/loss").locator(".chart-x-name")).toHaveText("time");
  await expect(axis.getByRole("button", { name: "Relative" })).toHaveAttribute("aria-pressed", "true");
  await expect(panel(lifecycle).getByRole("switch", { name: "Clip outliers" })).toBeChecked();
  await expect(
    panel(lifecycle).getByRole("group", { name: "y axis" }).getByRole("button", { name: "Log" }),
  ).toHaveAttribute("aria-pressed", "true");
});

test("what is clipped is counted, by the switch and by each chart", async ({ lifecycle, page }) => {
  await compareMany(lifecycle, 8, { y: "linear" });
  const clip = panel(lifecycle).getByRole("switch", { name: "Clip outliers" });
  await expect(clip).not.toBeChecked();
  await expect(chart(lifecycle).locator(".many-edges")).toBeEmpty();
  await lifecycle.frame.locator("body").click({ position: { x: 5, y: 5 } });
  await page.keyboard.press("o");
  await expect(clip).toBeChecked();
  await expect(chart(lifecycle).locator(".many-edges")).toContainText(/▼ \d+ runs? below 0\.\d+/);
  await expect(panel(lifecycle).locator(".switch")).toContainText(/[1-8] runs?$/);
});

test("of more than two hundred runs there are bands, and letters above them", async ({ lifecycle }) => {
  await compareMany(lifecycle, COUNT);
  await expect(panel(lifecycle).getByText("6 lettered, 204 in bands")).toBeVisible();
  await expect(chart(lifecycle)).toContainText("median, quartiles and 10–90 % of 210 runs");
  await expect(chart(lifecycle).getByRole("img")).toHaveAttribute("aria-label", /: 6 lines/);
  await list(lifecycle).evaluate((element) => {
    element.scrollTop = element.scrollHeight;
  });
  await expect(row(lifecycle, "lr000")).toBeInViewport();
  await expect(row(lifecycle, "lr209")).toBeInViewport();
});

test("groups have a mean with a band", async ({ lifecycle }) => {
  const groups = ['group:{"name < \\"lr003\\"":true}', 'group:{"name < \\"lr003\\"":false}'];
  await lifecycle.open({ view: "compare", sel: JSON.stringify(groups) });
  await expect(chart(lifecycle).getByRole("img")).toHaveAttribute("aria-label", /2 lines/);
  await expect(chart(lifecycle)).toContainText("means with 95 % bands");
});
