import { lastFinite } from "../curves";
import { ChartLetter } from "../EndLabels";
import { LineSample } from "../HoverReadings";
import { placeLabels } from "../labelPlacement";
import type { Plot } from "../plotOptions";
import { hovered } from "./hovered";
import type { Line } from "./lines";

interface LetterEndsProps {
  plot: Plot;
  /** Changes when the plot has drawn anew. */
  drawn: number;
  lines: readonly Line[];
  format: (value: number) => string;
  xName: string;
}

const LINE = 15;

/** Letters and last values at the right of the chart, and those of the line that is pointed at. */
export function LetterEnds({ plot, lines, format, xName }: LetterEndsProps) {
  const scale = plot.scales.y;
  if (scale?.min == null || scale.max == null) return null;
  const top = plot.over.offsetTop;
  const bottom = top + plot.over.clientHeight;
  const left = plot.over.offsetLeft + plot.over.clientWidth;
  const [low, high] = [scale.min, scale.max];
  const named = lines.filter(({ curve }) => curve.letter || curve.key === hovered.value);
  const ends = named.map(({ curve, ys }) => {
    const last = curve.values.at(-1) ?? Number.NaN;
    const drawn = lastFinite(ys) ?? low;
    const at = Math.max(low, Math.min(drawn, high));
    return {
      curve,
      value: lastFinite(curve.values),
      odd: Number.isFinite(last) ? null : last,
      y: top + plot.valToPos(at, "y"),
    };
  });
  const placed = placeLabels(
    ends.map((end) => end.y),
    ends.map((end) => end.value ?? Number.NaN),
    LINE,
    top,
    bottom - 2,
  );
  return (
    <>
      {ends.map(({ curve, value, odd }, index) => (
        <span
          class={curve.key === hovered.value ? "chart-end strong" : "chart-end"}
          key={curve.key}
          style={{ left: `${left + 8}px`, top: `${placed[index]}px` }}
        >
          {curve.letter ? <ChartLetter curve={curve} /> : <LineSample curve={{ colour: "--ink", dash: [] }} />}
          {odd !== null ? <b class="bad"> {format(odd)}</b> : value !== null && ` ${format(value)}`}
        </span>
      ))}
      <span class="chart-x-name" style={{ left: `${left + 20}px`, top: `${bottom + 6}px` }} title={xName}>
        {xName}
      </span>
    </>
  );
}
