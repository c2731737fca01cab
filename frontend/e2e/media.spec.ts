import { expect, type Lifecycle, test } from "./lifecycle";
import { serve } from "./own_server";

const COUNT = 210;
serve("serve_media.py", 5, "runs?limit=1&columns=name", async (answer) => (await answer.json()).listed === COUNT);

const RUNS = ["lr000", "lr001", "lr002", "lr003", "lr010"];
const panel = (lifecycle: Lifecycle) => lifecycle.frame.getByTestId("compare-panel");
const section = (lifecycle: Lifecycle) => panel(lifecycle).locator(".section-media");
const part = (lifecycle: Lifecycle, kind: string) => section(lifecycle).locator(`[data-media="${kind}"]`);

test("images, histograms, PR curves and texts of the compared runs are side by side", async ({ lifecycle }) => {
  await lifecycle.compare(RUNS);
  const pictures = part(lifecycle, "images").locator("img");
  await expect(pictures).toHaveCount(4);
  await expect
    .poll(() => pictures.evaluateAll((all) => all.map((one) => (one as HTMLImageElement).naturalWidth)))
    .toEqual([48, 48, 48, 48]);
  await expect(part(lifecycle, "histograms").locator("polyline")).toHaveCount(4);
  await expect(part(lifecycle, "histograms").locator(".media-legend")).toContainText("0.0");
  await expect(part(lifecycle, "pr_curves").locator("polyline")).toHaveCount(4);
  await expect(part(lifecycle, "pr_curves").locator(".media-legend li").first()).toContainText(/AP\s*1\.0000/);
  await expect(part(lifecycle, "texts")).toContainText("1 of 3 lines differ.");
  await expect(part(lifecycle, "texts").locator("mark")).not.toHaveCount(0);
});

test("one step for all; a run without it shows its nearest and says so; the address keeps it", async ({
  lifecycle,
  page,
}) => {
  await lifecycle.compare(RUNS);
  await expect(section(lifecycle).locator("output")).toHaveText("300");
  await section(lifecycle).getByRole("button", { name: "Step before" }).click();
  await expect(section(lifecycle).locator("output")).toHaveText("200");
  await expect(part(lifecycle, "images").locator(".warn")).toHaveText("step 100, nearest");
  await expect(part(lifecycle, "histograms")).toContainText("step 200");
  await part(lifecycle, "images").getByRole("button", { name: "4×" }).click();
  await expect(part(lifecycle, "images").locator("img").first()).toHaveCSS("width", "192px");
  await part(lifecycle, "texts").getByRole("button", { name: /C$/ }).click();
  await page.reload();
  await expect(section(lifecycle).locator("output")).toHaveText("200");
  await expect(part(lifecycle, "images").locator("img").first()).toHaveCSS("width", "192px");
  await expect(part(lifecycle, "texts").getByRole("button", { name: /C$/ })).toHaveAttribute("aria-pressed", "true");
  await lifecycle.frame.locator("body").click({ position: { x: 5, y: 5 } });
  await page.keyboard.press("ArrowRight");
  await expect(section(lifecycle).locator("output")).toHaveText("300");
});

test("a run may be left out", async ({ lifecycle }) => {
  await lifecycle.compare(RUNS);
  await section(lifecycle).getByRole("button", { name: "Hide lr001" }).click();
  await expect(part(lifecycle, "images").locator("img")).toHaveCount(3);
  await expect(part(lifecycle, "pr_curves").locator("polyline")).toHaveCount(3);
});

test("an image that cannot be shown is one line, and the rest stays", async ({ lifecycle, page }) => {
  lifecycle.allowed.push(/404/);
  await page.route(/lifecycle\/image\?.*lr001/, (route) =>
    route.fulfill({ status: 404, json: { error: { message: "This is no PNG, JPEG, GIF, WebP or BMP image." } } }),
  );
  await page.route(/lifecycle\/image\?.*lr002/, (route) => route.fulfill({ contentType: "image/png", body: "no" }));
  await lifecycle.compare(RUNS);
  await expect(part(lifecycle, "images").getByTestId("error")).toHaveText([
    "This is no PNG, JPEG, GIF, WebP or BMP image.",
    "This image is broken: the browser cannot decode it.",
  ]);
  await expect(part(lifecycle, "images").locator("img")).toHaveCount(2);
});

test("runs without media have only the way to the tabs that have them", async ({ lifecycle }) => {
  await lifecycle.compare(["lr010", "lr011"]);
  await expect(panel(lifecycle).getByTestId("hand-over").getByRole("link")).toHaveText([/Time Series 2/]);
  await expect(section(lifecycle)).toHaveCount(0);
});

test("each of TensorBoard's tabs opens with the compared runs", async ({ lifecycle, page, context }) => {
  test.setTimeout(240_000);
  await lifecycle.compare(RUNS);
  const links = panel(lifecycle).getByTestId("hand-over").getByRole("link");
  await expect(links).toHaveText([/Time Series 5/, /Images 4/, /Histograms 4/, /Text 4/, /PR Curves 4/]);
  const hrefs = await links.evaluateAll((all) => all.map((link) => (link as HTMLAnchorElement).href));
  await page.goto("about:blank");
  for (const href of hrefs) {
    const tab = await context.newPage();
    await tab.goto(href);
    const old = !href.includes("#timeseries");
    const shown = old
      ? tab.locator("tf-multi-checkbox .name-row:visible")
      : tab.locator("runs-data-table tb-data-table-content-row");
    await expect(shown, href).toHaveCount(old ? 4 : 5);
    const ticked = old ? shown.locator("paper-checkbox[checked]") : shown.locator("input[type=checkbox]:checked");
    await expect(ticked, href).toHaveCount(old ? 4 : 5);
    await tab.close();
  }
});
