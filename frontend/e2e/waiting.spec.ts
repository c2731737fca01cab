import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "./lifecycle";

const RUNDIR = join(tmpdir(), `lifecycle-e2e-${process.env.E2E_PORT ?? 6197}`, "runs", "late");
const RECORD = `
import sys, tb_lifecycle
with tb_lifecycle.start_run(sys.argv[1]):
    tb_lifecycle.log_flags({"lr": 0.2})
`;

test.afterEach(() => rmSync(RUNDIR, { recursive: true, force: true }));

test("a new run waits while the pointer is in the table, and comes when it is let in", async ({ lifecycle }) => {
  await lifecycle.open();
  const rows = lifecycle.frame.locator("[data-testid=runs-table] [data-run]");
  await expect(rows).toHaveCount(3);
  await rows.nth(1).hover();
  execFileSync("python", ["-c", RECORD, RUNDIR]);
  const waiting = lifecycle.frame.getByRole("button", { name: "1 new" });
  await expect(waiting).toBeVisible({ timeout: 30_000 });
  await expect(rows).toHaveCount(3);
  await expect(lifecycle.frame.getByTestId("row-count")).toHaveText(/^4 runs/);
  await waiting.click();
  await expect(rows.first()).toHaveAttribute("data-run", "late");
});
