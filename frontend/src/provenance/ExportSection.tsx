import type { ComponentChildren } from "preact";
import type { Export, RunAnswer } from "../shared/api";
import { CodeBlock } from "../shared/CodeBlock";
import { bytes, count, grouped, when } from "../shared/format";
import { Facts, Section } from "../shared/Section";
import { Digest } from "./DatasetSection";
import { exampleRequest, serveCommand } from "./serveCommands";

/** The models that the run wrote, and how to serve them. */
export function ExportSection({ answer }: { answer: RunAnswer }) {
  if (answer.exports.length === 0) return null;
  return (
    <div class="run-half">
      {answer.exports.map((one) => (
        <OneExport key={`${one.name} ${one.digest}`} answer={answer} one={one} />
      ))}
    </div>
  );
}

function OneExport({ answer, one }: { answer: RunAnswer; one: Export }) {
  const serve = serveCommand(answer, one);
  return (
    <Section
      name="export"
      title="Export"
      aside={
        <>
          <b class="strong ink">{one.name}</b>
          {one.digest && <Digest digest={one.digest} />}
        </>
      }
    >
      <Facts rows={facts(answer, one)} />
      {one.signatures.map((signature) => (
        <table class="plain-table" key={signature.name}>
          <thead>
            <tr>
              <th>{signature.name}</th>
              <th>Name</th>
              <th>Type</th>
              <th>Shape</th>
            </tr>
          </thead>
          <tbody>
            {[
              ...signature.inputs.map((field) => ["input", field] as const),
              ...signature.outputs.map((field) => ["output", field] as const),
            ].map(([side, field]) => (
              <tr key={`${side} ${field.name}`}>
                <td class="quiet">{side}</td>
                <td class="mono">{field.name}</td>
                <td>{field.dtype}</td>
                <td class="mono">{field.shape ? `[${field.shape.map((size) => size ?? "?").join(", ")}]` : "–"}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ))}
      {serve && (
        <div class="serve">
          <p class="quiet">Serve it, then call it</p>
          <CodeBlock code={serve} />
          <CodeBlock code={exampleRequest(answer.run, one)} />
        </div>
      )}
    </Section>
  );
}

function facts(answer: RunAnswer, one: Export): [string, ComponentChildren][] {
  const rows: [string, ComponentChildren][] = [];
  rows.push(["Format", [one.format, one.files ? count(one.files, "file") : ""].filter(Boolean).join(", ")]);
  const size = [
    one.size === null ? "" : bytes(one.size),
    one.parameters ? `${grouped(one.parameters)} parameters` : "",
  ];
  if (size.some(Boolean)) rows.push(["Size", size.filter(Boolean).join(", ")]);
  rows.push(["Path", <code class="mono">{one.path}</code>]);
  if (one.created !== null)
    rows.push(["Written", `${when(one.created)} UTC${one.step === null ? "" : `, at step ${grouped(one.step)}`}`]);
  const { serving } = answer;
  if (serving && serving.requests > 0 && (!serving.digest || serving.digest === one.digest)) {
    const times = serving.mean_ms === null ? "" : `, ${serving.mean_ms.toFixed(1)} ms on average`;
    const slowest = serving.max_ms === null ? "" : `, ${serving.max_ms.toFixed(1)} ms at most`;
    const errors = serving.errors > 0 ? `, ${count(serving.errors, "error")}` : "";
    rows.push(["Served", `${count(serving.requests, "request")}${errors}${times}${slowest}`]);
  }
  return rows;
}
