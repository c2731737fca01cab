import { isDate } from "../shared/dates";
import { grouped } from "../shared/format";
import { type Curve, type Frame, readAt } from "./curves";
import { ChartLetter } from "./EndLabels";
import type { Plot } from "./plotOptions";
import type { XAxis } from "./scales";
import { clockLabel, elapsedLabel } from "./tickLabels";

interface HoverReadingsProps {
  plot: Plot;
  left: number;
  x: number;
  curves: readonly Curve[];
  axis: XAxis;
  frame: Frame;
  weight: number;
  format: (value: number) => string;
}

/** So many pixels beyond its ends a line is still read: a line of one point has no length. */
const NEAR = 6;

/** What every line reads at the pointer's x, highest first. */
export function HoverReadings({ plot, left, x, curves, axis, frame, weight, format }: HoverReadingsProps) {
  const at = (pixels: number) => frame.x.fromPlot(plot.posToVal(pixels, "x"));
  const slack = at(NEAR) - at(0);
  const readings = readAt(curves, axis, weight, x, slack).sort((a, b) => b.smoothed - a.smoothed);
  const first = readings[0];
  if (!first) return null;
  const offset = plot.over.offsetLeft + left;
  const flip = offset > plot.width / 2;
  const place = flip ? { right: `${plot.width - offset + 12}px` } : { left: `${offset + 12}px` };
  return (
    <div class="chart-hover popover" style={{ ...place, top: `${plot.over.offsetTop + 4}px` }}>
      <div class="chart-hover-x">{heading(axis, x, first.step, first.wallTime)}</div>
      <table>
        <tbody>
          {readings.map(({ curve, value, smoothed }) => (
            <tr key={curve.key}>
              <td>{curve.letter ? <ChartLetter curve={curve} /> : <LineSample curve={curve} />}</td>
              <td class="chart-hover-name">{curve.label}</td>
              <td class="num strong">{format(smoothed)}</td>
              {weight > 0 && <td class="num faint">{format(value)}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** A short stretch of the line, as the legend shows it. */
export function LineSample({ curve }: { curve: Pick<Curve, "colour" | "dash"> }) {
  return (
    <svg class="line-sample" width="20" height="8" aria-hidden="true">
      <line
        x1="0"
        y1="4"
        x2="20"
        y2="4"
        style={{ stroke: `var(${curve.colour})` }}
        stroke-dasharray={curve.dash.join()}
      />
    </svg>
  );
}

function heading(axis: XAxis, x: number, step: number, wallTime: number): string {
  const clock = `${clockLabel(wallTime, 60)}${isDate(wallTime) ? " UTC" : ""}`;
  if (axis === "step") return `step ${grouped(step)} · ${clock}`;
  return axis === "wall" ? clock : `${elapsedLabel(x, 90)} · ${clock}`;
}
