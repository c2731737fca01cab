import { describe, expect, it } from "vitest";
import { exampleRequest, quoted } from "../../src/provenance/serveCommands";
import type { Export } from "../../src/shared/api";

const EXPORT: Export = {
  name: "export",
  path: "model/export",
  format: "SavedModel",
  digest: null,
  size: null,
  files: null,
  created: null,
  parameters: null,
  step: null,
  signatures: [{ name: "serving_default", inputs: [{ name: "x", dtype: "float32", shape: [null, 2] }], outputs: [] }],
};

describe("serve commands", () => {
  it("writes a whole request where the input is small", () => {
    expect(exampleRequest("sweep/one", EXPORT)).toBe(
      `curl localhost:8501/v1/models/one:predict -d '{"instances":[[0,0]]}'`,
    );
  });

  it("asks for a file where it is not", () => {
    const signatures = [
      { name: "serving_default", inputs: [{ name: "x", dtype: "float32", shape: [null, 784] }], outputs: [] },
    ];
    expect(exampleRequest("one", { ...EXPORT, signatures })).toBe(
      "curl localhost:8501/v1/models/one:predict -d @request.json",
    );
  });

  it("quotes what a shell would split", () => {
    expect(quoted("runs/a b")).toBe("'runs/a b'");
    expect(quoted("it's")).toBe(`'it'\\''s'`);
    expect(quoted("runs/a-1")).toBe("runs/a-1");
  });
});
