import type { Export, RunAnswer } from "../shared/api";

/** The command that serves the export: the one that the server names in the Serve stage, where it does; null if none can. */
export function serveCommand(answer: RunAnswer, one: Export): string | null {
  if (one.format !== "SavedModel") return null;
  const named = answer.stages.serve.gaps.map((gap) => gap.call).find((call) => call.startsWith("tb-lifecycle serve "));
  return named ?? `tb-lifecycle serve ${answer.run === "." ? "RUNDIR" : quoted(answer.run)}`;
}

/** A request that fits the signature: one row of zeros where the shape is small enough to write. */
export function exampleRequest(run: string, one: Export): string {
  const model = run.split("/").at(-1) || "model";
  const input =
    one.signatures.find(({ name }) => name === "serving_default")?.inputs[0] ?? one.signatures[0]?.inputs[0];
  const shape = input?.shape?.slice(1).map((size) => size ?? 1) ?? [];
  const values = shape.reduce((product, size) => product * size, 1);
  const url = `localhost:8501/v1/models/${encodeURIComponent(model)}:predict`;
  if (!input || values > 16) return `curl ${url} -d @request.json`;
  return `curl ${url} -d '${JSON.stringify({ instances: [zeros(shape)] })}'`;
}

function zeros(shape: readonly number[]): unknown {
  const [size, ...rest] = shape;
  return size === undefined ? 0 : new Array(size).fill(0).map(() => zeros(rest));
}

/** The word as a shell takes it. */
export function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
