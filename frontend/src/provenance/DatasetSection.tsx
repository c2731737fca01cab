import type { ComponentChildren } from "preact";
import type { Dataset, RunAnswer } from "../shared/api";
import { CopyButton } from "../shared/CopyButton";
import { bytes, count, grouped, plain, shortDigest } from "../shared/format";
import { Facts, Section } from "../shared/Section";
import { GapIcon } from "./GapIcon";
import { LabelBars, labelNames, shareRange } from "./LabelBars";

/** The data that the run read: its splits with their digests, balance, schema and source. */
export function DatasetSection({ answer }: { answer: RunAnswer }) {
  const names = [...new Set(answer.datasets.map(({ name }) => name))];
  if (names.length === 0) return null;
  return (
    <div class="run-half">
      {names.map((name) => (
        <OneDataset key={name} name={name} splits={answer.datasets.filter((dataset) => dataset.name === name)} />
      ))}
    </div>
  );
}

function OneDataset({ name, splits }: { name: string; splits: readonly Dataset[] }) {
  const labels = labelNames(splits.map(({ profile }) => profile.label_counts ?? {}));
  const single = splits.length === 1 ? splits[0] : undefined;
  return (
    <Section
      name="dataset"
      title="Data set"
      aside={
        <>
          <b class="strong ink">{name}</b>
          {single?.digest && <Digest digest={single.digest} />}
        </>
      }
    >
      <table class="plain-table">
        <thead>
          <tr>
            <th>Split</th>
            <th class="num">Rows</th>
            <th>Digest</th>
            {labels.length > 0 && (
              <>
                <th>Labels</th>
                <th class="num wide-only">min – max, %</th>
              </>
            )}
          </tr>
        </thead>
        <tbody>
          {splits.map((dataset) => (
            <tr key={dataset.split}>
              <td>{dataset.split || "all"}</td>
              <td class="num">{dataset.rows === null ? "–" : grouped(dataset.rows)}</td>
              <td>{dataset.digest ? <DigestCell digest={dataset.digest} /> : <NoDigest why={dataset.skipped} />}</td>
              {labels.length > 0 && (
                <>
                  <td>
                    <LabelBars counts={dataset.profile.label_counts ?? {}} labels={labels} />
                  </td>
                  <td class="num quiet wide-only">{shareRange(dataset.profile.label_counts ?? {})}</td>
                </>
              )}
            </tr>
          ))}
        </tbody>
      </table>
      <Facts rows={facts(splits)} />
    </Section>
  );
}

export function Digest({ digest }: { digest: string }) {
  return (
    <>
      <code class="mono" title={digest}>
        {digest.slice(0, 15)}…{digest.slice(-2)}
      </code>
      <CopyButton text={digest} label="Copy the digest" />
    </>
  );
}

function DigestCell({ digest }: { digest: string }) {
  return (
    <span class="digest-cell">
      <code class="mono" title={digest}>
        {shortDigest(digest)}
      </code>
      <CopyButton text={digest} label="Copy the digest" />
    </span>
  );
}

function NoDigest({ why }: { why: string }) {
  return (
    <span class="warn with-icon" title={why}>
      <GapIcon /> {why || "not recorded"}
    </span>
  );
}

/** What all splits share is said once; what differs is said by split. */
function facts(splits: readonly Dataset[]): [string, ComponentChildren][] {
  const rows: [string, ComponentChildren][] = [];
  const add = (name: string, texts: string[]) => {
    const distinct = [...new Set(texts)].filter(Boolean);
    if (distinct.length === 1) rows.push([name, distinct[0]]);
    else if (distinct.length > 1) {
      rows.push([
        name,
        splits.map(({ split }, index) => texts[index] && <div key={split}>{`${split}: ${texts[index]}`}</div>),
      ]);
    }
  };
  add("Schema", splits.map(schemaText));
  add("Source", splits.map(sourceText));
  add("Profile", splits.map(profileText));
  const skipped = splits.filter(({ skipped, digest }) => skipped && digest);
  if (skipped.length > 0)
    rows.push(["Not read", skipped.map(({ split, skipped }) => `${split} ${skipped}`.trim()).join("; ")]);
  return rows;
}

function schemaText({ schema }: Dataset): string {
  return schema
    .map(
      ({ name, dtype, shape }) =>
        `${name} ${dtype}${shape.length > 0 ? ` [${shape.map((size) => size ?? "?").join(", ")}]` : ""}`,
    )
    .join("; ");
}

function sourceText({ source, kind, files, size }: Dataset): string {
  const parts = [source || kind, files ? count(files, "file") : "", size ? bytes(size) : ""];
  return parts.filter(Boolean).join(", ");
}

function profileText({ profile }: Dataset): string {
  return Object.entries(profile)
    .flatMap(([name, value]) => {
      if (typeof value === "number") return [`${name} ${plain(Number(value.toPrecision(4)))}`];
      return typeof value === "string" ? [`${name} ${value}`] : [];
    })
    .join(", ");
}
