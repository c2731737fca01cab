import { type ChildProcess, spawn } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "./lifecycle";

/** Milliseconds until the server has made its runs and answers. */
const PATIENCE = 100_000;

/**
 * Lets a file's tests look at a TensorBoard of their own, which `script` serves as `script LOGDIR PORT`, and waits until
 * `route` has an answer that is `ready`, at most so many seconds. Returns the log directory.
 */
export function serve(
  script: string,
  offset: number,
  route: string,
  ready: (answer: Response) => Promise<boolean>,
  patience = PATIENCE,
) {
  const port = Number(process.env.E2E_PORT ?? 6197) + offset;
  const logdir = join(tmpdir(), `lifecycle-e2e-${port}`);
  test.use({ baseURL: `http://localhost:${port}` });
  let server: ChildProcess;

  test.beforeAll(async () => {
    test.setTimeout(patience + 20_000);
    server = spawn("python", [`e2e/${script}`, logdir, String(port)], { detached: true, stdio: "ignore" });
    const answers = () => fetch(`http://localhost:${port}/data/plugin/lifecycle/${route}`).then(ready, () => false); // not up yet
    await expect.poll(answers, { timeout: patience }).toBe(true);
  });

  test.afterAll(() => {
    if (server.pid !== undefined) process.kill(-server.pid, "SIGTERM");
  });
  return logdir;
}
