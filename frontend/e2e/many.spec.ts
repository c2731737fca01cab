import { askedSoon, askedWhile, expect, type Lifecycle, test } from "./lifecycle";
import { serve } from "./own_server";

const COUNT = 400;
serve("serve_many.py", 2, "runs?limit=1&columns=name", async (answer) => (await answer.json()).listed === COUNT);

const table = (lifecycle: Lifecycle) => lifecycle.frame.getByTestId("runs-table");
const rows = (lifecycle: Lifecycle) => table(lifecycle).locator("[data-run]");

test("the first rows are asked for before all of them, once", async ({ lifecycle, page }) => {
  const asked: (string | null)[] = [];
  page.on("request", (request) => {
    const { pathname, searchParams } = new URL(request.url());
    if (pathname.endsWith("/lifecycle/runs") && searchParams.get("columns")?.startsWith("name, status"))
      asked.push(searchParams.get("limit"));
  });
  await lifecycle.open();
  await expect(rows(lifecycle).first()).toHaveAttribute("data-run", "run399");
  await expect(lifecycle.frame.getByText("of 400")).toBeVisible();
  await expect.poll(() => asked.slice(0, 2)).toEqual(["100", null]);
  await expect.poll(() => asked.length, { timeout: 10_000 }).toBeGreaterThan(2);
  expect(asked.slice(1)).toEqual(asked.slice(1).map(() => null));
});

test("as the table scrolls its rows are filled anew, each with its own run", async ({ lifecycle, page }) => {
  await lifecycle.open();
  await expect(rows(lifecycle).first()).toHaveAttribute("data-run", "run399");
  await rows(lifecycle).evaluateAll((all) => {
    for (const row of all) (row as HTMLElement & { kept?: boolean }).kept = true;
  });
  await rows(lifecycle).nth(3).getByTestId("select").click();
  await page.keyboard.press("End");
  await expect(rows(lifecycle).last()).toHaveAttribute("data-run", "run000");
  const shown = await rows(lifecycle).evaluateAll((all) =>
    all.map((row) => ({
      kept: (row as HTMLElement & { kept?: boolean }).kept === true,
      run: (row as HTMLElement).dataset.run,
      name: row.querySelector(".run-link")?.textContent,
      box: row.querySelector("input")?.ariaLabel,
      checked: row.querySelector("input")?.checked,
    })),
  );
  expect(shown.length).toBeLessThan(60);
  expect(shown.filter(({ kept }) => kept).length).toBeGreaterThan(shown.length / 2);
  for (const { run, name, box, checked } of shown)
    expect({ name, box, checked }).toEqual({ name: run, box: `Select ${run}`, checked: false });
  await page.keyboard.press("Space");
  await expect(lifecycle.frame.getByText("2 selected")).toBeVisible();
  await expect(rows(lifecycle).last().getByTestId("select")).toBeChecked();
  await page.keyboard.press("Control+a");
  await expect(lifecycle.frame.getByText("400 selected")).toBeVisible();
});

test("while the table scrolls the page reads nothing", async ({ lifecycle, page }) => {
  await page.clock.install();
  await lifecycle.open();
  await expect(rows(lifecycle).first()).toBeVisible();
  await expect(lifecycle.frame.getByLabel("Select all matching runs")).toBeEnabled();
  await page.clock.pauseAt(Date.now() + 5000);
  const scroll = async (frames: number) => {
    for (let frame = 1; frame <= frames; frame++) {
      await table(lifecycle).evaluate((element, top) => {
        const scrolled = new Promise((done) => element.addEventListener("scroll", done, { once: true }));
        element.scrollTop = top;
        return scrolled;
      }, frame * 20);
      await page.clock.runFor(150);
    }
  };
  await scroll(10); // what the jump to the pause has set off is asked for meanwhile
  const scrolling = await askedWhile(page, () => scroll(40));
  expect(scrolling.filter((url) => url.includes("/lifecycle/runs"))).toEqual([]);
  expect((await askedSoon(page)).filter((url) => url.includes("/lifecycle/runs"))).not.toEqual([]);
});

test("an answer that takes longer than a beat is waited for", async ({ lifecycle, page }) => {
  let asked = 0;
  let letGo = () => {};
  const beats = new Promise<void>((done) => {
    letGo = done;
  });
  await page.clock.install();
  await page.route(/lifecycle\/runs\?/, async (route) => {
    const { searchParams } = new URL(route.request().url());
    if (searchParams.get("columns")?.startsWith("name, status") && !searchParams.has("limit")) {
      asked += 1;
      await beats;
    }
    await route.continue();
  });
  await lifecycle.open();
  await expect(rows(lifecycle).first()).toHaveAttribute("data-run", "run399");
  await expect(lifecycle.frame.getByLabel("Select all matching runs")).toBeDisabled();
  expect(await askedWhile(page, () => page.clock.runFor(8000))).not.toEqual([]);
  expect(asked).toBe(1);
  letGo();
  await expect(lifecycle.frame.getByLabel("Select all matching runs")).toBeEnabled();
});
