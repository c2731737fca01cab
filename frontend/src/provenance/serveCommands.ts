import type { Export, RunAnswer } from "../shared/api";

/** The command that serves the export; null where tb-lifecycle cannot. */
export function serveCommand(answer: RunAnswer, one: Export): string | null {
  return one.format === "SavedModel" ? `tb-lifecycle serve ${quoted(answer.directory)}` : null;
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
