import { shortNumber } from "../charts/tickLabels";
import type { MediaAnswer, MediaTag } from "../shared/api";
import { grouped, toNumber } from "../shared/format";
import { densityOf, extentOf } from "./densities";
import { lineOf } from "./lineOf";
import { Nearest, Part, Problems, Who } from "./parts";
import { corners, PlaneChart } from "./plane";

interface HistogramsProps {
  answer: MediaAnswer;
  offered: readonly MediaTag[];
  step: number;
}

/** The runs' histograms over one another, as densities: numbers of values do not count, shapes do. */
export function Histograms({ answer, offered, step }: HistogramsProps) {
  const good = answer.values.filter(({ bins }) => bins && bins.length > 0);
  const densities = good.map(densityOf);
  const { x, y } = extentOf(densities);
  return (
    <Part
      kind="histograms"
      title="Histograms"
      tag={answer.tag}
      offered={offered}
      aside={`densities, step ${grouped(step)}`}
    >
      {good.length > 0 && (
        <div class="media-plot">
          <PlaneChart x={x} y={y} label={`Densities of ${answer.tag}`}>
            {(plane) =>
              densities.map(({ run, points, spikes }, index) => (
                <g key={run} {...lineOf(run)}>
                  {index === 0 && points.length > 0 && <polygon class="plane-fill" points={corners(points, plane)} />}
                  <polyline points={corners(points, plane)} />
                  {spikes.map((spike) => (
                    <line key={spike} x1={plane.x(spike)} x2={plane.x(spike)} y1={plane.y(y[0])} y2={plane.y(y[1])} />
                  ))}
                </g>
              ))
            }
          </PlaneChart>
          <ul class="media-legend">
            {good.map((value) => (
              <li key={value.run} title={value.run}>
                <Who run={value.run} /> <span class="quiet">sd</span> {shortNumber(toNumber(value.sd) ?? Number.NaN, 3)}{" "}
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
