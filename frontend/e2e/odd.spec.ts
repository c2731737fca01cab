import { expect, type Lifecycle, test } from "./lifecycle";
import { serve } from "./own_server";

const RUNS = 11;
serve("serve_odd.py", 3, "runs?columns=metric.loss", async (answer) => {
  const { runs, columns, complete } = await answer.json();
  return complete && runs.length === RUNS && !columns[0].values.includes(null);
});

const view = (lifecycle: Lifecycle) => lifecycle.frame.getByTestId("provenance");
const chart = (lifecycle: Lifecycle) => view(lifecycle).locator("figure").first();

const ODD = ["nanosecond-steps", "one-nanosecond-step", "milliseconds", "nanoseconds", "no-time", "overflow"];
const LOGGED = ["1700000000123456789", "1700000000123457209"];

test("the page of a run opens on every x axis, whatever its steps, times and values", async ({ lifecycle, page }) => {
  for (const run of ODD) {
    await lifecycle.openRun(run);
    for (const axis of ["Step", "Relative", "Wall"]) {
      await view(lifecycle).getByRole("button", { name: axis, exact: true }).click();
      await expect(chart(lifecycle).locator(".chart-end")).toContainText("loss");
    }
    const box = await chart(lifecycle).locator(".u-over").boundingBox();
    await page.mouse.move((box?.x ?? 0) + (box?.width ?? 0) / 2, (box?.y ?? 0) + 20);
    await expect(view(lifecycle).getByTestId("error")).toHaveCount(0);
    const text = (await view(lifecycle).textContent()) ?? "";
    expect(text).not.toMatch(/undefined|Invalid|Infinity|NaN/);
    for (const step of text.replaceAll(",", "").match(/\d{19}/g) ?? []) expect(LOGGED).toContain(step);
  }
});

test("the axis of an overflow, of tiny values and of many decades has labels that are read", async ({
  lifecycle,
  page,
}) => {
  await page.addInitScript(() => {
    const drawn = CanvasRenderingContext2D.prototype.fillText;
    const said: string[] = [];
    Object.assign(window, { said });
    CanvasRenderingContext2D.prototype.fillText = function (text, ...place) {
      said.push(text);
      drawn.call(this, text, ...place);
    };
  });
  const labels = async (run: string) => {
    await lifecycle.openRun(run);
    await expect(chart(lifecycle).locator(".chart-end")).toBeVisible();
    const said = () => view(lifecycle).evaluate(() => (window as unknown as { said: string[] }).said);
    await expect.poll(async () => (await said()).length).toBeGreaterThan(4);
    return said();
  };
  expect(await labels("overflow")).toEqual(expect.arrayContaining(["−2e38", "0", "2e38"]));
  expect(await labels("tiny")).toEqual(expect.arrayContaining(["2e-11", "4e-11"]));
  expect(await labels("from-tiny-to-large")).toEqual(expect.arrayContaining(["1e-8", "0.001", "100", "10M"]));
});

test("a chart of NaN alone says so, on the run's page and beside another", async ({ lifecycle }) => {
  await lifecycle.openRun("nan-only");
  await expect(chart(lifecycle)).toContainText("All 4 values are NaN.");
  await expect(chart(lifecycle).locator("canvas")).toHaveCount(0);
  await lifecycle.compare(["nan-only", "lone-point"]);
  const figure = lifecycle.frame.getByTestId("compare-panel").locator("figure").first();
  await expect(figure).toContainText("8 NaN");
  await expect(figure.locator(".chart-end")).toContainText(["NaN", "NaN"]);
});

test("a point between two gaps is drawn", async ({ lifecycle }) => {
  await lifecycle.openRun("lone-point");
  await expect(chart(lifecycle)).toContainText("4 NaN");
  const canvas = chart(lifecycle).locator(".uplot canvas");
  const coloured = () =>
    canvas.evaluate((element) => {
      const { width, height } = element as HTMLCanvasElement;
      const { data } = (element as HTMLCanvasElement).getContext("2d")?.getImageData(0, 0, width, height) ?? {
        data: [],
      };
      let found = 0;
      for (let i = 0; i < data.length; i += 4)
        if (Math.abs((data[i] ?? 0) - (data[i + 2] ?? 0)) > 60 && data[i + 3] === 255) found += 1;
      return found;
    });
  await expect.poll(coloured).toBeGreaterThan(10);
});

test("one step has no speed", async ({ lifecycle }) => {
  await lifecycle.openRun("one-step");
  await expect(view(lifecycle).locator(".tiles")).toContainText("Steps");
  await expect(chart(lifecycle).locator(".chart-end")).toBeVisible();
  await expect(view(lifecycle).locator(".tiles")).not.toContainText("steps/s");
});
