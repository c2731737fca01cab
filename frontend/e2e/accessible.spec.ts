import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FrameLocator } from "@playwright/test";
import { frameOf, grave, lost, unreached } from "./accessible";
import { expect, type Lifecycle, test } from "./lifecycle";
import { serve, serveBelow } from "./own_server";

const RUNS = 120;
const all = async (response: Response) => {
  const answer = (await response.json()) as { total: number; complete: boolean };
  return answer.total === RUNS && answer.complete;
};

const groupOf = (setting: string) => `group:seed:${setting}-s1`;
const GROUPS = ["lr0.003-w64-d0", "lr0.03-w128-d0"].map(groupOf);
const TWELVE = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3].flatMap((lr) => [64, 128].map((w) => `lr${lr}-w${w}-d0-s1`));

const rows = (frame: FrameLocator) => frame.getByTestId("group-row");

async function openGroups({ frame }: Lifecycle): Promise<void> {
  await expect(rows(frame)).not.toHaveCount(0);
  for (const place of [0, 1])
    await frame
      .getByRole("button", { name: /^Open lr/ })
      .nth(place)
      .click();
  await expect(frame.locator("[data-run]")).not.toHaveCount(0);
}

async function refused(lifecycle: Lifecycle): Promise<void> {
  await openGroups(lifecycle);
  await lifecycle.frame.getByTestId("filter").fill("flag.widht > 3");
  await expect(lifecycle.frame.getByTestId("error")).toBeVisible();
}

async function keysHelp({ frame, page }: Lifecycle): Promise<void> {
  await expect(rows(frame)).not.toHaveCount(0);
  await frame.getByTestId("runs-table").focus();
  await page.keyboard.press("Shift+Slash");
  await expect(frame.getByRole("dialog", { name: "Keys and filters" })).toBeVisible();
}

const charts = (count: number) => (lifecycle: Lifecycle) =>
  expect(lifecycle.frame.locator(".uplot canvas")).toHaveCount(count);

async function sweep({ frame }: Lifecycle): Promise<void> {
  await expect(frame.getByTestId("importance").locator("tbody tr")).not.toHaveCount(0, { timeout: 60_000 });
  await expect(frame.getByTestId("parallel").locator("canvas").first()).toBeVisible();
}

interface Seen {
  name: string;
  state: Record<string, string>;
  ready: (lifecycle: Lifecycle) => Promise<void>;
}

const VIEWS: Seen[] = [
  { name: "Runs with groups open and a filter that is refused", state: {}, ready: refused },
  { name: "Run", state: { view: "run:lr0.03-w128-d0-s1" }, ready: charts(2) },
  {
    name: "Compare of groups",
    state: { view: "compare", sel: JSON.stringify(GROUPS), baseline: GROUPS[0] ?? "" },
    ready: charts(2),
  },
  { name: "Compare of twelve", state: { view: "compare", sel: JSON.stringify(TWELVE) }, ready: charts(3) },
  { name: "Sweep", state: { view: "sweep" }, ready: sweep },
  { name: "Keys", state: {}, ready: keysHelp },
];

/** TensorBoard tells the page its theme by this class. */
const setDark = ({ page }: Lifecycle, dark: boolean) =>
  page.evaluate((on) => document.body.classList.toggle("dark-mode", on), dark);

async function graveInBothThemes(lifecycle: Lifecycle): Promise<string[]> {
  const root = lifecycle.frame.locator("html");
  const light = await grave(frameOf(lifecycle.page));
  await setDark(lifecycle, true);
  await expect(root).toHaveClass(/dark/);
  const dark = await grave(frameOf(lifecycle.page));
  await setDark(lifecycle, false);
  await expect(root).not.toHaveClass(/dark/);
  return [...light, ...dark];
}

test.describe("with a sweep", () => {
  serve("serve_sweep.py", 10, "runs?limit=1", all, 300_000);

  for (const { name, state, ready } of VIEWS) {
    test(`${name}: nothing grave is found, and nothing is lost on a narrow or magnified screen`, async ({
      lifecycle,
      page,
    }) => {
      await lifecycle.open(state);
      await ready(lifecycle);
      expect(await graveInBothThemes(lifecycle)).toEqual([]);
      // A screen of 1600 × 1000 at 200 % is one of 800 × 500.
      for (const [width, height] of [
        [800, 500],
        [400, 800],
      ] as const) {
        await page.setViewportSize({ width, height });
        await expect.poll(() => lost(frameOf(page)), { message: `at ${width} px` }).toEqual([]);
      }
    });

    test(`${name}: the keyboard reaches every control, and shows where it is`, async ({ lifecycle, page }) => {
      await lifecycle.open(state);
      await ready(lifecycle);
      expect(await unreached(page, frameOf(page))).toEqual([]);
    });
  }

  test("each view has a name of its own", async ({ lifecycle }) => {
    await lifecycle.openRun("lr0.03-w128-d0-s1");
    const title = () => frameOf(lifecycle.page).title();
    await expect.poll(title).toBe("lr0.03-w128-d0-s1 – Lifecycle");
    await lifecycle.frame.getByRole("button", { name: /^Runs/ }).click();
    await expect.poll(title).toBe("Runs – Lifecycle");
    await expect(lifecycle.frame.getByRole("heading", { level: 1 })).toHaveText("Runs");
  });

  test("Esc closes what is open over the page", async ({ lifecycle, page }) => {
    await lifecycle.open();
    const { frame } = lifecycle;
    await expect(rows(frame)).not.toHaveCount(0);
    const opened = [
      [frame.getByTestId("columns"), frame.getByRole("dialog", { name: "Columns" })],
      [frame.getByRole("button", { name: /rows are grouped|group/i }).last(), frame.locator(".group-menu")],
    ] as const;
    for (const [button, over] of opened) {
      await button.focus();
      await page.keyboard.press("Enter");
      await expect(over).toBeVisible();
      await page.keyboard.press("Escape");
      await expect(over).toHaveCount(0);
    }
    await keysHelp(lifecycle);
    await page.keyboard.press("Escape");
    await expect(frame.getByRole("dialog", { name: "Keys and filters" })).toBeHidden();
  });

  test("nothing moves by itself for who asked for less motion", async ({ lifecycle, page }) => {
    await page.emulateMedia({ reducedMotion: "reduce" });
    for (const { state, ready } of VIEWS.slice(0, 3)) {
      await lifecycle.open(state);
      await ready(lifecycle);
      const moving = await frameOf(page).evaluate(() => document.getAnimations().length);
      const smooth = await frameOf(page).evaluate(
        () =>
          [...document.querySelectorAll("*")].filter((one) => {
            const { animationDuration, transitionDuration, scrollBehavior } = getComputedStyle(one);
            const still = (times: string) => times.split(",").every((time) => Number.parseFloat(time) <= 0.001);
            return !still(animationDuration) || !still(transitionDuration) || scrollBehavior === "smooth";
          }).length,
      );
      expect([moving, smooth]).toEqual([0, 0]);
    }
  });

  test("in a notebook's frame of 800 pixels the table is whole and opens a run", async ({ page }) => {
    const notebook = `<iframe src="/#lifecycle" style="width:800px;height:600px;border:0"></iframe>`;
    await page.route("**/notebook", (route) => route.fulfill({ contentType: "text/html", body: notebook }));
    await page.goto("/notebook");
    const frame = page.frameLocator("iframe").frameLocator("iframe[src*='name=lifecycle']");
    await expect(rows(frame)).not.toHaveCount(0);
    await expect.poll(() => lost(frameOf(page))).toEqual([]);
    await expect(frame.getByTestId("columns")).toBeInViewport();
    await frame
      .getByRole("button", { name: /^Open lr/ })
      .first()
      .click();
    await frame.locator("[data-run] .run-link").first().click();
    await expect(frame.getByTestId("provenance").getByRole("heading", { level: 1 })).toBeVisible();
    await expect.poll(() => lost(frameOf(page))).toEqual([]);
  });
});

test.describe("without a run, below a path of the server's", () => {
  serveBelow("/boards/mine", mkdtempSync(join(tmpdir(), "lifecycle-e2e-empty-")), 11);

  const open = async (lifecycle: Lifecycle, view: string) => {
    await lifecycle.page.goto(`/boards/mine/#lifecycle&p.lifecycle.view=${view}`);
    await expect(lifecycle.frame.getByRole("navigation")).toBeVisible();
  };

  test("everything is found below the path, and every empty view says what to do", async ({ lifecycle, page }) => {
    lifecycle.allowed.push(/font-roboto/); // TensorBoard's own rules leave its path out
    await open(lifecycle, "");
    const { frame } = lifecycle;
    await expect(frame.getByText("No runs in this log directory yet.")).toBeVisible();
    const fonts = () =>
      frameOf(page).evaluate(() => [...document.fonts].filter(({ status }) => status === "loaded").length);
    await expect.poll(fonts).toBeGreaterThan(0);
    expect(await graveInBothThemes(lifecycle)).toEqual([]);
    for (const view of ["sweep", "compare"]) {
      await open(lifecycle, view);
      await expect(frame.locator("main p").first()).toBeVisible();
      expect(await graveInBothThemes(lifecycle)).toEqual([]);
      await page.setViewportSize({ width: 400, height: 800 });
      await expect.poll(() => lost(frameOf(page))).toEqual([]);
    }
  });
});
