// Times the Lifecycle and HPARAMS tabs of a running TensorBoard. usage: node page.mjs URL VISITS
// Prints one line of JSON: {figure: {median, min, max}} in milliseconds.
import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";

const require = createRequire(new URL("../frontend/package.json", import.meta.url));
const { chromium } = require("@playwright/test");
const [url, visits] = [process.argv[2], Number(process.argv[3])];
const executablePath = execFileSync("which", [process.env.CHROMIUM || "chromium"]).toString().trim();
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
// Until the tab that was opened first has drawn its charts and leaves the page alone.
const SETTLE_MILLISECONDS = visits > 1 ? 4000 : 1500;
const figures = {};

for (let visit = 0; visit < visits + Number(visits > 1); visit++) {
  const counted = visit > 0 || visits === 1;
  await ours(counted);
  await hparams(counted);
}
await browser.close();
console.log(JSON.stringify(Object.fromEntries(Object.entries(figures).map(([key, all]) => [key, summary(all)]))));

async function ours(counted) {
  const page = await open("lifecycle");
  const row = page.frameLocator("iframe").locator("[data-run]").first();
  note(counted, "open", await painted(page, () => row.waitFor()));
  const frame = page.frames().find((each) => each.parentFrame());
  await page.waitForTimeout(1500);
  note(counted, "sort", await inFrame(frame, "sort"));
  await page.waitForTimeout(500);
  note(counted, "filter", await inFrame(frame, "filter"));
  await page.waitForTimeout(500);
  note(counted, "frame", await frame.evaluate(longestFrame));
  await page.close();

  const [other, tab] = await openElsewhere(/lifecycle/i);
  const start = performance.now();
  await tab.click();
  await other.frameLocator("iframe").locator("[data-run]").first().waitFor();
  note(counted, "switch", performance.now() - start);
  await other.close();
}

async function hparams(counted) {
  const cell = (page) => page.locator("tf-hparams-dashboard, hparams-main, tf-hparams-main").locator("vaadin-grid-cell-content").filter({ hasText: /sweep/ }).first();
  const page = await open("hparams");
  note(counted, "hparams_open", await painted(page, () => cell(page).waitFor({ timeout: 120_000 })));
  await page.close();
  const [other, tab] = await openElsewhere(/hparams/i);
  const start = performance.now();
  await tab.click();
  await cell(other).waitFor({ timeout: 120_000 });
  note(counted, "hparams_switch", performance.now() - start);
  await other.close();
}

async function open(tab) {
  const context = await browser.newContext({ viewport: { width: 1600, height: 1000 } });
  const page = await context.newPage();
  page.started = performance.now();
  await page.goto(`${url}/#${tab}`, { waitUntil: "commit" });
  return page;
}

// On a tab that has nothing to show, not even a list of the runs, and does nothing: only the switch is timed.
async function openElsewhere(name) {
  const page = await open("graphs");
  const tab = page.getByRole("tab", { name });
  await tab.waitFor();
  await page.waitForLoadState("networkidle");
  await page.waitForTimeout(SETTLE_MILLISECONDS);
  return [page, await tab.elementHandle()];
}

async function painted(page, wait) {
  await wait();
  return performance.now() - page.started;
}

// From the event to two frames after the rows changed, measured inside the page.
function inFrame(frame, action) {
  return frame.evaluate(async (what) => {
    const rows = () => [...document.querySelectorAll("[data-run]")].slice(0, 5).map((row) => row.dataset.run).join();
    const before = rows();
    const start = performance.now();
    if (what === "sort") {
      const heads = [...document.querySelectorAll('[role="columnheader"]')];
      const head = heads.find((each) => /validation\/accuracy/.test(each.textContent)) ?? heads[3];
      (head.querySelector("button") ?? head).click();
    } else {
      const input = document.querySelector('[data-testid="filter"]');
      input.focus();
      input.value = "flag.lr < 0.001";
      input.dispatchEvent(new InputEvent("input", { bubbles: true }));
    }
    while (rows() === before && performance.now() - start < 20_000) await new Promise((done) => setTimeout(done, 1));
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    return performance.now() - start;
  }, action);
}

async function longestFrame() {
  const table = document.querySelector('[data-testid="runs-table"]');
  const box = [table, ...table.querySelectorAll("*"), table.parentElement].find((each) => each.scrollHeight > each.clientHeight + 200 && /auto|scroll/.test(getComputedStyle(each).overflowY));
  let longest = 0;
  let last = await new Promise(requestAnimationFrame);
  const step = Math.max(60, (box.scrollHeight - box.clientHeight) / 300);
  for (let top = 0; top < box.scrollHeight - box.clientHeight; top += step) {
    box.scrollTop = top;
    const now = await new Promise(requestAnimationFrame);
    longest = Math.max(longest, now - last);
    last = now;
  }
  return longest;
}

function note(counted, key, value) {
  if (counted) (figures[key] ??= []).push(value);
}

function summary(all) {
  const sorted = [...all].sort((a, b) => a - b);
  return { median: sorted[Math.floor(sorted.length / 2)], min: sorted[0], max: sorted.at(-1) };
}
