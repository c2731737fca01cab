// A picture of each row of docs/comparing.md's table, from three running TensorBoards.
// usage: node scripts/screenshots_comparing.mjs SWEEP_URL MEDIA_URL CODE_URL REPORT OUT_DIRECTORY [NAME…]
//   (what serve_sweep.py, serve_media.py and serve.py of frontend/e2e serve; a report in HTML of the first)
import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const require = createRequire(new URL("../frontend/package.json", import.meta.url));
const { chromium } = require("@playwright/test");

const WIDE = { width: 1280, height: 800 };
const NOTEBOOK = { width: 800, height: 600 };
const TALL = { width: 1280, height: 2600 };
const PATIENCE = 120_000;
const ACCURACY = 'metric["validation/accuracy"]';
const BASE = "group:seed:lr0.003-w64-d0-s1";
const BEST = "group:seed:lr0.03-w128-d0-s1";
const PARTIAL = "group:seed:lr0.03-w64-d0-s1";
const OLD = "group:seed:lr0.1-w128-d0.2-s1";

const [sweep, media, code, report, out, ...wanted] = process.argv.slice(2);
if (!out) throw new Error("usage: node scripts/screenshots_comparing.mjs SWEEP MEDIA CODE REPORT OUT_DIRECTORY [NAME…]");
mkdirSync(out, { recursive: true });

const comparison = (...runs) => ({ view: "compare", sel: JSON.stringify(runs), baseline: runs[0] });
const many = Array.from({ length: 24 }, (_, place) => `lr${String(place).padStart(3, "0")}`);
const section = (name) => (frame) => frame.locator(`.section-${name}`);
const drawn = (frame) => frame.getByTestId("parallel").locator("canvas").first().waitFor();
const rows = (frame) => frame.locator("[data-run], [data-group]").first().waitFor();

// What is opened where, what is done there, and what is taken: the window, or one part of the page.
const PICTURES = {
  table: { at: sweep, state: { group: "none", sort: JSON.stringify([`-${ACCURACY}`]) }, ready: rows },
  expressions: {
    at: sweep,
    state: { group: "none", where: "0.01 <= flag.lr <= 0.1 and flag.width == 128", sort: '["duration"]' },
    ready: rows,
  },
  best: {
    at: sweep,
    ready: rows,
    act: async (frame) => {
      const head = frame.getByRole("columnheader").filter({ hasText: "validation/accuracy" });
      await head.getByRole("button", { name: "Show the best value" }).click();
      await frame.locator(`[data-column='max(${ACCURACY})']`).hover();
      await head.getByRole("button", { name: "Column menu" }).click();
    },
  },
  baseline: { at: sweep, state: { baseline: BASE, sort: JSON.stringify([`-${ACCURACY}`]) }, ready: rows },
  differences: { at: code, state: comparison("slow", "fast"), size: TALL, take: section("differences") },
  code: { at: code, state: comparison("slow", "fast"), size: TALL, take: section("code-diff") },
  why: { at: sweep, state: comparison("lr0.003-w64-d0-s1", "lr0.03-w128-d0-s2"), size: TALL, take: section("why") },
  groups: {
    at: sweep,
    ready: rows,
    act: (frame) => frame.getByRole("button", { name: "Open lr0.03-w64-d0*" }).click(),
  },
  verdict: {
    at: sweep,
    state: comparison(BASE, BEST, PARTIAL),
    size: TALL,
    take: (frame) => frame.getByTestId("verdict"),
  },
  comparable: { at: sweep, state: comparison(BASE, OLD), ready: (frame) => frame.getByTestId("verdict").waitFor() },
  budget: {
    at: sweep,
    state: { ...comparison("lr0.003-w64-d0-s1", "lr0.03-w64-d0-s4"), budget: "step" },
    ready: (frame) => frame.getByTestId("verdict").waitFor(),
  },
  curves: { at: media, state: comparison(...many), size: TALL, take: section("curves") },
  parallel: {
    at: sweep,
    state: {
      view: "sweep",
      where: "flag.lr >= 0.01 and flag.lr <= 0.05",
      sbrush: '["flag.lr"]',
    },
    size: TALL,
    ready: drawn,
    take: section("all-runs"),
  },
  pareto: {
    at: sweep,
    state: { view: "sweep", schart: "scatter" },
    size: TALL,
    ready: (frame) => frame.getByTestId("scatter").waitFor(),
    take: section("all-runs"),
  },
  report: { at: pathToFileURL(report).href, own: true },
  link: {
    at: sweep,
    state: { ...comparison(BASE, BEST), budget: "step" },
    ready: (frame) => frame.getByTestId("verdict").waitFor(),
    act: (frame) => frame.getByRole("button", { name: "Copy link" }).click(),
    take: (frame) => frame.locator(".run-chips"),
  },
  "any-logdir": { at: media, ready: rows },
  notebook: { at: sweep, theme: "dark", size: NOTEBOOK, state: { baseline: BASE }, ready: rows },
  media: { at: media, state: comparison(...many.slice(0, 4)), size: TALL, take: section("media") },
  sweep: { at: sweep, state: { view: "sweep" }, size: { width: 1600, height: 1280 }, ready: drawn },
};

const executablePath = execFileSync("which", ["chromium"]).toString().trim();
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
const context = await browser.newContext({ permissions: ["clipboard-read", "clipboard-write"] });
for (const [name, picture] of Object.entries(PICTURES)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  await take(name, picture).catch((error) => {
    console.error(`${name}: ${error.message}`);
    process.exitCode = 1;
  });
}
await browser.close();

async function take(name, { at, state = {}, size = WIDE, theme = "light", ready, act, take: part, own = false }) {
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE);
  try {
    await page.setViewportSize(size);
    const pairs = Object.entries(state).map(([key, value]) => `p.lifecycle.${key}=${encodeURIComponent(value)}`);
    await page.goto(own ? at : `${at}/?darkMode=${theme === "dark"}#${["lifecycle", ...pairs].join("&")}`);
    const frame = page.frameLocator("iframe[src*='name=lifecycle']");
    await ready?.(frame);
    const taken = part?.(frame);
    await taken?.waitFor();
    await act?.(frame);
    await settled(page);
    await (taken ?? page).screenshot({ path: `${out}/${name}.png`, animations: "disabled" });
  } finally {
    await page.close();
  }
}

/** Waits until nothing more is asked for and what came is drawn. */
async function settled(page) {
  await page.waitForLoadState("networkidle").catch(() => {});
  await page.waitForTimeout(2500);
}
