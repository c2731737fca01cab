import type { MediaAnswer, MediaTag } from "../shared/api";
import { fixed, grouped } from "../shared/format";
import { lineOf } from "./lineOf";
import { Nearest, Part, Problems, Who } from "./parts";
import { corners, PlaneChart } from "./plane";

interface PrCurvesProps {
  answer: MediaAnswer;
  offered: readonly MediaTag[];
  step: number;
}

/** The runs' precision by recall in one chart, with the average precision of each. */
export function PrCurves({ answer, offered, step }: PrCurvesProps) {
  const good = answer.values.filter(({ points }) => points && points.length > 0);
  const low = lowest(good.flatMap(({ points }) => points ?? []).map(([, precision]) => precision));
  const sorted = good.toSorted((a, b) => (b.ap ?? 0) - (a.ap ?? 0));
  const cut = low > 0 ? `, precision from ${low.toFixed(1)}` : "";
  return (
    <Part
      kind="pr_curves"
      title="PR curves"
      tag={answer.tag}
      offered={offered}
      aside={`precision by recall${cut}, step ${grouped(step)}`}
    >
      {good.length > 0 && (
        <div class="media-plot">
          <PlaneChart x={[0, 1]} y={[low, 1]} label={`Precision by recall of ${answer.tag}`}>
            {(plane) =>
              good.map(({ run, points = [] }) => (
                <g key={run} {...lineOf(run)}>
                  <polyline points={corners(points, plane)} />
                </g>
              ))
            }
          </PlaneChart>
          <ul class="media-legend">
            {sorted.map((value) => (
              <li key={value.run} title={value.run}>
                <Who run={value.run} /> <span class="quiet">AP</span> {fixed(value.ap, 4)}{" "}
                <Nearest value={value} step={step} />
              </li>
            ))}
          </ul>
        </div>
      )}
      <Problems values={answer.values} />
    </Part>
  );
}

/** Where the axis begins: a tenth at or below the least. */
export function lowest(values: readonly number[]): number {
  const least = Math.min(1, ...values);
  return Math.max(0, Math.min(0.9, Math.floor(least * 10) / 10));
}
