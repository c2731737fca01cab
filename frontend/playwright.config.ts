import { execFileSync } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defineConfig } from "@playwright/test";

const port = Number(process.env.E2E_PORT ?? 6197);
const logdir = join(tmpdir(), `lifecycle-e2e-${port}`);
// What a session records once for several of its tests' servers is told by this from what earlier ones left. Workers inherit it.
process.env.E2E_SESSION ??= `${port}-${process.pid}`;
const chromium = process.env.CHROMIUM ?? execFileSync("which", ["chromium"], { encoding: "utf8" }).trim();

/** The page in real TensorBoard and the system's Chromium. `python` on the PATH must have tb_lifecycle and TensorBoard. */
export default defineConfig({
  testDir: "e2e",
  workers: 1,
  forbidOnly: true,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: "list",
  outputDir: join(tmpdir(), `lifecycle-e2e-results-${port}`),
  use: {
    baseURL: `http://localhost:${port}`,
    viewport: { width: 1600, height: 1000 },
    launchOptions: { executablePath: chromium, args: ["--no-sandbox"] },
    trace: "retain-on-failure",
  },
  webServer: {
    command: `python e2e/serve.py ${logdir} ${port}`,
    url: `http://localhost:${port}/data/plugin/lifecycle/runs`,
    timeout: 120_000,
    reuseExistingServer: false,
  },
});
