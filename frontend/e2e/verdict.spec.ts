import { expect, type Lifecycle, test } from "./lifecycle";
import { serve } from "./own_server";

const RUNS = 120;
serve(
  "serve_sweep.py",
  8,
  "runs?limit=1",
  async (response) => {
    const answer = (await response.json()) as { total: number; complete: boolean };
    return answer.total === RUNS && answer.complete;
  },
  300_000,
);

const BASE = "group:seed:lr0.003-w64-d0-s1";
const BEST = "group:seed:lr0.03-w128-d0-s1";
const ALIKE = "group:seed:lr0.03-w128-d0.2-s1";
const PARTIAL = "group:seed:lr0.03-w64-d0-s1";

/** Curves of groups are not what is tested here. */
async function compare(lifecycle: Lifecycle, runs: readonly string[], state: Record<string, string> = {}) {
  lifecycle.allowed.push(/scalars\?/);
  await lifecycle.open({ view: "compare", sel: JSON.stringify(runs), baseline: runs[0] ?? "", ...state });
  const panel = lifecycle.frame.getByTestId("compare-panel");
  await expect(panel.getByTestId("verdict")).toBeVisible();
  return { panel, verdict: panel.getByTestId("verdict") };
}

test("groups: the word, the difference with its interval, how it was found, and a bar each", async ({ lifecycle }) => {
  const { panel, verdict } = await compare(lifecycle, [BASE, BEST, PARTIAL]);
  await expect(panel.locator(".run-chip")).toContainText(["lr0.003-w64-d0 n = 5", "n = 5", "n = 4 of 5"]);
  const sentence = verdict.locator(".verdict");
  await expect(sentence).toContainText(
    /B is better than A: a difference of 0\.0\d+ \(95 % interval 0\.0\d+ to 0\.0\d+\)/,
  );
  await expect(sentence).toContainText(
    /p\s<\s0\.0001 after Holm's correction for 2 comparisons, 5 against 5 runs, paired by seed/,
  );
  await expect(sentence).toContainText("A new run of it beats one of A with a probability of more than 0.99.");
  await expect(sentence.locator("b.good")).toHaveText("better");
  await expect(verdict.locator(".verdict-bar")).toHaveCount(2);
  await expect(verdict.locator("tbody tr")).toContainText(["better", "better"]);
  await expect(verdict).toContainText("is the best of 22 settings by validation/accuracy");
  const accuracy = panel.locator(".metrics-table tr", { hasText: "validation/accuracy" });
  await expect(accuracy.locator(".metric-sd")).toHaveText([/^± 0\.00\d\d$/, /^± 0\.00\d\d$/, /^± 0\.00\d\d$/]);
});

test("members are listed under their letters, and who is left out is said", async ({ lifecycle }) => {
  const { panel } = await compare(lifecycle, [BASE, PARTIAL]);
  await expect(panel.locator(".members summary")).toContainText("n = 4 of 5 1 failed");
  await panel.locator(".members summary").click();
  await expect(panel.locator(".members-list").nth(1).getByRole("button")).toHaveText(["s1", "s2", "s3", "s4", "s5"]);
  await panel.locator(".members-list").nth(1).getByRole("button", { name: "s2" }).click();
  await expect(lifecycle.frame.getByTestId("provenance")).toContainText("lr0.03-w64-d0-s2");
});

test("settings that are alike cannot be told apart, and how many runs would tell is said", async ({ lifecycle }) => {
  const { verdict } = await compare(lifecycle, [BEST, ALIKE]);
  await expect(verdict.locator(".verdict")).toContainText("cannot be told apart");
  await expect(verdict.locator("tbody tr")).toContainText("not distinguishable");
  await expect(verdict).toContainText(/(\d+ runs a side would tell)|(More than 1,000 runs)/);
});

test("one run each has the noise of the others' seeds beside it, and no word", async ({ lifecycle }) => {
  const { panel, verdict } = await compare(lifecycle, ["lr0.003-w64-d0-s1", "lr0.03-w128-d0-s2"]);
  await expect(verdict).toContainText("One run each: a difference without an interval.");
  await expect(verdict).toContainText(/Runs that differ only by seed differ by ± 0\.00\d+ here \(\d+ groups\)/);
  await expect(verdict.locator(".good, .bad, .verdict-bar")).toHaveCount(0);
  await expect(panel.locator(".why-table tbody tr").first()).toContainText(
    /lr.*over \d+ other runs, validation\/accuracy is/,
  );
});

test("groups on other data are not comparable", async ({ lifecycle }) => {
  const old = await lifecycle.page.request.get("/data/plugin/lifecycle/runs?group=seed&columns=dataset.digits");
  const { runs, columns } = (await old.json()) as { runs: string[]; columns: { values: string[] }[] };
  const digest = columns[0]?.values[runs.indexOf(BASE)];
  const other = runs.find((_, place) => columns[0]?.values[place] !== digest) ?? "";
  const { panel, verdict } = await compare(lifecycle, [BASE, other]);
  await expect(verdict.locator(".verdict")).toContainText("Not comparable: the runs were evaluated on different data");
  await expect(verdict.locator("tbody tr")).toContainText("not comparable");
  await expect(panel.locator(".compare-warnings")).toContainText("was evaluated on other data");
});

test("a budget is a switch, kept in the address, and says what it is", async ({ lifecycle, page }) => {
  const failed = "lr0.03-w64-d0-s4";
  const { panel, verdict } = await compare(lifecycle, ["lr0.003-w64-d0-s1", failed]);
  await panel.getByRole("button", { name: "Equal steps" }).click();
  await expect(verdict).toContainText("Figures are the last ones up to step 6, which is as far as B went.");
  expect(page.url()).toContain("p.lifecycle.budget=step");
  await page.reload();
  await expect(panel.getByRole("button", { name: "Equal steps" })).toHaveAttribute("aria-pressed", "true");
  await panel.getByRole("button", { name: "Equal samples" }).click();
  await expect(verdict).toContainText("no flag says how many samples a step has");
  await panel.getByRole("button", { name: "Last", exact: true }).click();
  await expect(verdict).not.toContainText("Figures are the last ones");
  expect(page.url()).not.toContain("budget");
});
