import { readFile, writeFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { expect, type Lifecycle, test } from "./lifecycle";

async function openMenu(lifecycle: Lifecycle) {
  const menu = lifecycle.frame.getByTestId("export");
  await menu.getByRole("button", { name: "Export" }).click();
  return menu;
}

async function take(lifecycle: Lifecycle, page: Page, format: string): Promise<{ name: string; path: string }> {
  const menu = await openMenu(lifecycle);
  const [saved] = await Promise.all([
    page.waitForEvent("download"),
    menu.locator(`button[data-format=${format}]`).click(),
  ]);
  await expect(menu.getByRole("status")).toHaveText("Saved.");
  await page.keyboard.press("Escape");
  await expect(menu.getByRole("dialog")).toHaveCount(0);
  return { name: saved.suggestedFilename(), path: await saved.path() };
}

test("the table on screen is taken away: filter, order, columns, without hidden runs", async ({ lifecycle, page }) => {
  await lifecycle.open({
    columns: JSON.stringify(["flag.lr", 'metric["validation/accuracy"]']),
    sort: JSON.stringify(["flag.lr"]),
    hidden: JSON.stringify(["sweep/failed"]),
    group: "none",
  });
  await expect(lifecycle.frame.getByTestId("row-count")).toContainText("2");
  const csv = await take(lifecycle, page, "csv");
  expect(csv.name).toBe("lifecycle-runs.csv");
  const lines = (await readFile(csv.path, "utf8")).trim().split("\n");
  expect(lines[0]).toBe('name,status,flag.lr,"metric[""validation/accuracy""]"');
  expect(lines.slice(1).map((line) => line.split(",").slice(0, 3).join())).toEqual([
    "slow,completed,0.1",
    "fast,completed,0.5",
  ]);
  const latex = await take(lifecycle, page, "latex");
  expect(latex.name).toBe("lifecycle-runs.tex");
  expect(await readFile(latex.path, "utf8")).toContain("name & status & lr & validation/accuracy \\\\");
  const json = await take(lifecycle, page, "json");
  expect(JSON.parse(await readFile(json.path, "utf8")).runs).toEqual(["slow", "fast"]);
});

test("copied, it is cells of a spreadsheet", async ({ lifecycle, page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await lifecycle.open({ columns: JSON.stringify(["flag.lr"]), sort: JSON.stringify(["flag.lr"]), group: "none" });
  const menu = await openMenu(lifecycle);
  await menu.locator("button[data-format=tsv]").click();
  await expect(menu.getByRole("status")).toContainText("Copied");
  const text = await page.evaluate(() => navigator.clipboard.readText());
  const rows = text
    .trim()
    .split("\n")
    .map((line) => line.split("\t"));
  expect(rows.slice(0, 2)).toEqual([
    ["name", "status", "lr"],
    ["slow", "completed", "0.1"],
  ]);
});

test("what the server refuses is said in the menu, and no file comes", async ({ lifecycle, page }) => {
  lifecycle.allowed.push(/export\?/);
  await lifecycle.open({ group: "none" });
  const menu = await openMenu(lifecycle);
  await page.route("**/export?*", (route) =>
    route.continue({ url: `${route.request().url().replace("format=csv", "format=xls")}` }),
  );
  await menu.locator("button[data-format=csv]").click();
  await expect(menu.getByRole("status")).toContainText("format is 'xls'");
});

test("a report is one page that needs nothing, with its foot on every printed page", async ({
  lifecycle,
  page,
  browser,
}, info) => {
  await lifecycle.compare(["slow", "fast"]);
  const saved = await take(lifecycle, page, "html");
  expect(saved.name).toBe("lifecycle-comparison.html");
  const text = await readFile(saved.path, "utf8");
  const whole = info.outputPath("report.html");
  await writeFile(whole, text);
  const offline = await browser.newContext({ offline: true, javaScriptEnabled: false });
  const report = await offline.newPage();
  const asked: string[] = [];
  const said: string[] = [];
  report.on("request", (request) => asked.push(request.url()));
  report.on("console", (message) => said.push(message.text()));
  await report.goto(`file://${whole}`);
  await expect(report.getByRole("heading", { level: 1 })).toHaveText("fast against slow by validation/accuracy");
  await expect(report.getByRole("heading", { level: 2 })).toHaveText([
    "Verdict",
    /^Metrics/,
    /^Curves/,
    /^What differs, and why/,
  ]);
  expect(await report.locator("figure svg path").count()).toBeGreaterThanOrEqual(4);
  await expect(report.locator("footer")).toContainText("tb_lifecycle");
  expect([asked, said]).toEqual([[`file://${whole}`], []]);

  // A link in the foot is an annotation of each page of the PDF that has the foot.
  const marked = info.outputPath("marked.html");
  const rows = "<p>A line more.</p>".repeat(120);
  await writeFile(
    marked,
    text
      .replace("<footer>", '<footer><a href="https://foot.example/">foot</a>')
      .replace("</header>", `</header>${rows}`),
  );
  await report.goto(`file://${marked}`);
  const pdf = (await report.pdf({ preferCSSPageSize: true })).toString("latin1");
  const pages = pdf.match(/<<\/Type \/Page\n[\s\S]*?endobj/g) ?? [];
  expect(pages.length).toBeGreaterThanOrEqual(3);
  expect(pages.filter((each) => !each.includes("/Annots"))).toEqual([]);
  await offline.close();
});

test("a link to each view can be copied", async ({ lifecycle, page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  for (const view of ["", "run:slow", "compare", "sweep"]) {
    await lifecycle.open({ view, sel: JSON.stringify(["slow", "fast"]) });
    await lifecycle.frame.getByRole("button", { name: /^Copy link|^Copy a link/ }).click();
    await expect(lifecycle.frame.getByRole("button", { name: "Copied" })).toBeVisible();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(page.url());
  }
});
