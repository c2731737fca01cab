import { grouped } from "../../shared/format";
import { type Curve, type Reading, readAt, xValues } from "../curves";
import { ChartLetter } from "../EndLabels";
import { LineSample } from "../HoverReadings";
import type { Plot } from "../plotOptions";
import type { XAxis } from "../scales";
import { clockLabel, elapsedLabel, shortNumber } from "../tickLabels";
import { hovered } from "./hovered";
import type { Drawing } from "./lines";

interface TipProps {
  plot: Plot;
  left: number;
  top: number;
  drawing: Drawing;
  axis: XAxis;
  against: string | null;
  weight: number;
  format: (value: number) => string;
}

/** So many pixels beyond its ends a line is still read. */
const NEAR = 6;

/** The name of the line that is pointed at, and what the lettered lines read at the pointer's x. */
export function Tip({ plot, left, top, drawing, axis, against, weight, format }: TipProps) {
  const at = (pixels: number) => drawing.frame.x.fromPlot(plot.posToVal(pixels, "x"));
  const x = at(left);
  const slack = Math.abs(at(left + NEAR) - x);
  const named = drawing.lines.map(({ curve }) => curve).filter(({ key, letter }) => letter || key === hovered.value);
  const read = named.flatMap((curve) => readings(curve, axis, weight, x, slack));
  read.sort((a, b) => b.smoothed - a.smoothed);
  const pointed = read.find(({ curve }) => curve.key === hovered.value) ?? null;
  const first = pointed ?? read[0];
  if (!first) return null;
  const offset = plot.over.offsetLeft + left;
  const flip = offset > plot.width / 2;
  const place = flip ? { right: `${plot.width - offset + 12}px` } : { left: `${offset + 12}px` };
  const low = top > plot.over.clientHeight / 2;
  const name = drawing.lines.find(({ curve }) => curve.key === hovered.value)?.curve.label;
  return (
    <div
      class="chart-hover popover many-tip"
      style={{ ...place, ...(low ? { bottom: "30px" } : { top: `${plot.over.offsetTop + 4}px` }) }}
    >
      {name !== undefined && <div class="many-tip-name">{name}</div>}
      <div class="chart-hover-x">
        {heading(axis, against, x, first)}
        {name !== undefined && " · click: letter"}
      </div>
      <div class="many-tip-values">
        {read.map(({ curve, smoothed }) => (
          <span key={curve.key} class={curve.key === hovered.value ? "strong" : undefined}>
            {curve.letter ? <ChartLetter curve={curve} /> : <LineSample curve={{ colour: "--ink", dash: [] }} />}
            <span class="num">{format(smoothed)}</span>
          </span>
        ))}
      </div>
    </div>
  );
}

/** A curve's point at x: the nearest; of one whose x goes to and fro, the last of the nearest. */
function readings(curve: Curve, axis: XAxis, weight: number, x: number, slack: number): Reading[] {
  if (!curve.own) return readAt([curve], axis, weight, x, slack);
  const column = xValues(curve, axis);
  let best = -1;
  let least = Number.POSITIVE_INFINITY;
  column.forEach((value, index) => {
    const distance = Math.abs(value - x);
    if (distance <= least && Number.isFinite(curve.values[index])) [best, least] = [index, distance];
  });
  if (best < 0 || least > slack * 4) return [];
  const value = curve.values[best] ?? Number.NaN;
  return [{ curve, value, smoothed: value, step: curve.steps[best] ?? 0, wallTime: curve.wallTimes[best] ?? 0 }];
}

function heading(axis: XAxis, against: string | null, x: number, { curve, step, wallTime }: Reading): string {
  const elapsed = elapsedLabel(wallTime - (curve.wallTimes[0] ?? wallTime), 90);
  if (against !== null) return `${against} ${shortNumber(x)} · step ${grouped(step)}`;
  if (axis === "step") return `step ${grouped(step)} · ${elapsed}`;
  return axis === "wall"
    ? `${clockLabel(wallTime, 60)} · step ${grouped(step)}`
    : `${elapsedLabel(x, 90)} · step ${grouped(step)}`;
}
