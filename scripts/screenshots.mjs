// Pictures of the three views, in both themes and two widths, from a running TensorBoard.
// usage: node scripts/screenshots.mjs URL OUT_DIRECTORY
import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(new URL("../frontend/package.json", import.meta.url));
const { chromium } = require("@playwright/test");

const SIZES = { wide: { width: 1600, height: 1000 }, narrow: { width: 800, height: 600 } };
const THEMES = ["light", "dark"];
const SORT_COLUMN = "validation/accuracy";
const TALLEST = 1900;

const [url, out] = process.argv.slice(2);
if (!url || !out) throw new Error("usage: node scripts/screenshots.mjs URL OUT_DIRECTORY");
mkdirSync(out, { recursive: true });

const executablePath = execFileSync("which", ["chromium"]).toString().trim();
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
for (const [size, viewport] of Object.entries(SIZES)) {
  for (const theme of THEMES) await takeViews(viewport, `${theme}${size === "wide" ? "" : "-narrow"}`, theme);
}
await browser.close();

async function takeViews(viewport, suffix, theme) {
  const page = await browser.newPage({ viewport });
  await page.goto(`${url}/?darkMode=${theme === "dark"}#lifecycle`);
  const frame = page.frameLocator("iframe");
  const rows = frame.locator("[data-run]");
  await rows.first().waitFor();
  await frame.getByRole("columnheader", { name: SORT_COLUMN }).first().click();
  await page.waitForTimeout(1500);
  const names = await rows.evaluateAll((all) => all.map((row) => row.dataset.run));
  const trained = names.filter((name) => /intro|expert/.test(name));
  for (const name of [trained.at(-1), trained[0]]) {
    await frame.locator(`[data-run=${JSON.stringify(name)}]`).getByTestId("select").click();
  }
  await page.mouse.move(viewport.width / 2, viewport.height - 60);
  await page.waitForTimeout(800);
  await page.screenshot({ path: `${out}/runs-${suffix}.png` });

  await frame.getByTestId("compare").click();
  await frame.getByTestId("compare-panel").waitFor();
  await page.waitForTimeout(2500);
  await whole(page, frame, "compare-panel", viewport, `${out}/compare-${suffix}.png`);

  await frame.getByRole("button", { name: /^Runs/ }).click();
  await frame.getByRole("button", { name: `Make ${trained.at(-1)} the baseline` }).dispatchEvent("click");
  await frame.locator(`[data-run=${JSON.stringify(names[0])}] a`).first().click();
  await frame.getByTestId("provenance").waitFor();
  await page.waitForTimeout(2500);
  await whole(page, frame, "provenance", viewport, `${out}/run-${suffix}.png`);
  await page.close();
}

// The view scrolls inside TensorBoard's frame: make the window as tall as the view, within reason, take the picture, set it back.
async function whole(page, frame, testId, viewport, path) {
  const height = await frame.getByTestId(testId).evaluate((view) => {
    let tallest = view.scrollHeight;
    for (let node = view; node; node = node.parentElement) tallest = Math.max(tallest, node.scrollHeight);
    return tallest;
  });
  await page.setViewportSize({ width: viewport.width, height: Math.min(height + 130, TALLEST) });
  await page.waitForTimeout(700);
  await page.screenshot({ path });
  await page.setViewportSize(viewport);
}
