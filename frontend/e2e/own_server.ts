import { type ChildProcess, spawn } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "./lifecycle";

/** Milliseconds until the server has made its runs and answers. */
const PATIENCE = 100_000;

const FIRST_PORT = Number(process.env.E2E_PORT ?? 6197);

/** Lets a file's tests, or a block's, look at what `command` serves, once `address` has an answer that is `ready`. */
function serving(
  port: number,
  command: readonly string[],
  address: string,
  ready: (answer: Response) => Promise<boolean>,
  patience: number,
): void {
  test.use({ baseURL: `http://localhost:${port}` });
  let server: ChildProcess;

  test.beforeAll(async () => {
    test.setTimeout(patience + 20_000);
    server = spawn("python", command, { detached: true, stdio: "ignore" });
    const answers = () => fetch(`http://localhost:${port}${address}`).then(ready, () => false); // not up yet
    await expect.poll(answers, { timeout: patience }).toBe(true);
  });

  test.afterAll(() => {
    if (server.pid !== undefined) process.kill(-server.pid, "SIGTERM");
  });
}

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
  const port = FIRST_PORT + offset;
  const logdir = join(tmpdir(), `lifecycle-e2e-${port}`);
  serving(port, [`e2e/${script}`, logdir, String(port)], `/data/plugin/lifecycle/${route}`, ready, patience);
  return logdir;
}

/** Lets a block's tests look at another TensorBoard of a log directory that is there, below a path of the server's. */
export function serveBelow(prefix: string, logdir: string, offset: number): void {
  const port = FIRST_PORT + offset;
  const command = ["-m", "tensorboard.main", "--logdir", logdir, "--port", String(port), "--path_prefix", prefix];
  const address = `${prefix}/data/plugin/lifecycle/runs?limit=1`;
  serving(port, command, address, async (answer) => (await answer.json()).complete === true, PATIENCE);
}
