import { useMemo, useRef } from "preact/hooks";
import "./lineage.css";
import { useWidth } from "../charts/watching";
import { getLineage, type RunAnswer } from "../shared/api";
import { middleCut, shortDigest } from "../shared/format";
import { useQuery } from "../shared/query";
import { Section, SectionError } from "../shared/Section";
import { openRun } from "../shared/state";
import { type Layout, layOutLineage, type Placed } from "./layout";

const BOX = { width: 168, height: 44, gap: 12 };
const KINDS = { run: "run", dataset: "data set", export: "export", many: "other runs" };

/** What the run came from and what came of it, joined by digest. */
export function LineageSection({ answer }: { answer: RunAnswer }) {
  const { data, error } = useQuery(`lineage ${answer.run}`, (signal) => getLineage(answer.run, signal), { every: 4 });
  const self = `run:${answer.run}`;
  const layout = useMemo(() => (data ? layOutLineage(data, self) : null), [data, self]);
  if (error) {
    return (
      <Section name="lineage" title="Lineage">
        <SectionError error={error} />
      </Section>
    );
  }
  if (!layout || layout.nodes.length < 2) return null;
  return (
    <Section name="lineage" title="Lineage" aside="by digest, both directions">
      <Graph layout={layout} self={self} />
    </Section>
  );
}

function Graph({ layout, self }: { layout: Layout; self: string }) {
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  const room = layout.columns > 1 ? Math.min(280, (width - BOX.width) / (layout.columns - 1)) : 0;
  const boxWidth = Math.max(72, Math.min(BOX.width, room - 24));
  const pitch = layout.columns > 1 ? Math.min(280, (width - boxWidth) / (layout.columns - 1)) : 0;
  const height = layout.rows * (BOX.height + BOX.gap) - BOX.gap + 4;
  const place = (node: Placed) => {
    const inColumn = layout.nodes.filter(({ column }) => column === node.column).length;
    const free = height - 4 - inColumn * BOX.height;
    const gap = inColumn > 1 ? Math.min(BOX.gap * 2, free / (inColumn - 1)) : 0;
    const top = (height - inColumn * BOX.height - (inColumn - 1) * gap) / 2;
    return { left: node.column * pitch, top: top + node.row * (BOX.height + gap) };
  };
  const at = new Map(layout.nodes.map((node) => [node.id, place(node)]));
  return (
    <div class="lineage" ref={box} style={{ height: `${height}px` }}>
      {width > 0 && (
        <svg width={width} height={height} aria-hidden="true">
          <defs>
            <marker
              id="lineage-arrow"
              viewBox="0 0 8 8"
              refX="7"
              refY="4"
              markerWidth="7"
              markerHeight="7"
              orient="auto"
            >
              <path d="M0 0.500 7.500 4 0 7.500Z" fill="currentColor" />
            </marker>
          </defs>
          {layout.edges.map(({ from, to }) => {
            const [start, end] = [at.get(from), at.get(to)];
            if (!start || !end) return null;
            const [x1, y1] = [start.left + boxWidth, start.top + BOX.height / 2];
            const [x2, y2] = [end.left - 1, end.top + BOX.height / 2];
            const bend = Math.max(12, (x2 - x1) / 2);
            return (
              <path
                key={`${from} ${to}`}
                d={`M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`}
                marker-end="url(#lineage-arrow)"
              />
            );
          })}
        </svg>
      )}
      {width > 0 &&
        layout.nodes.map((node) => {
          const { left, top } = at.get(node.id) ?? { left: 0, top: 0 };
          const style = { left: `${left}px`, top: `${top}px`, width: `${boxWidth}px`, height: `${BOX.height}px` };
          return (
            <Box key={node.id} node={node} own={node.id === self} style={style} letters={Math.floor(boxWidth / 7)} />
          );
        })}
    </div>
  );
}

interface BoxProps {
  node: Placed;
  own: boolean;
  style: Record<string, string>;
  letters: number;
}

function Box({ node, own, style, letters }: BoxProps) {
  const content = (
    <>
      <span class="lineage-kind">
        <span>{own ? "this run" : KINDS[node.kind]}</span>
        {node.digest && <code>{shortDigest(node.digest)}</code>}
      </span>
      <span class="lineage-name">{middleCut(node.name, letters)}</span>
    </>
  );
  if (node.kind !== "run" || own) {
    return (
      <div class={own ? "lineage-box own" : "lineage-box"} style={style} title={node.digest ?? node.name}>
        {content}
      </div>
    );
  }
  return (
    <button
      type="button"
      class="lineage-box"
      style={style}
      title={`Open ${node.name}`}
      onClick={() => openRun(node.name)}
    >
      {content}
    </button>
  );
}
