import { type Curve, drawnValues, type Frame, lastFinite } from "./curves";
import { placeLabels } from "./labelPlacement";
import type { Plot } from "./plotOptions";

interface EndLabelsProps {
  plot: Plot;
  curves: readonly Curve[];
  frame: Frame;
  weight: number;
  format: (value: number) => string;
  xName: string;
}

const LINE = 15;
const measuring = { context: null as CanvasRenderingContext2D | null };

/** Names (or letters) and last values to the right of the lines' ends, none on top of another, and the x axis's name. */
export function EndLabels({ plot, curves, frame, weight, format, xName }: EndLabelsProps) {
  const scale = plot.scales.y;
  if (scale?.min == null || scale.max == null) return null;
  const top = plot.over.offsetTop;
  const bottom = top + plot.over.clientHeight;
  const left = plot.over.offsetLeft + plot.over.clientWidth;
  const [low, high] = [scale.min, scale.max];
  const ends = curves.map((curve) => {
    const value = lastFinite(curve.values);
    const drawn = frame.y.toPlot(lastFinite(drawnValues(curve, weight)) ?? Number.NEGATIVE_INFINITY);
    const at = Number.isNaN(drawn) ? low : Math.max(low, Math.min(drawn, high));
    const last = curve.values.at(-1) ?? Number.NaN;
    return { curve, value, odd: Number.isFinite(last) ? null : last, y: top + plot.valToPos(at, "y") };
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
      {ends.map((end, index) => (
        <span class="chart-end" key={end.curve.key} style={{ left: `${left + 8}px`, top: `${placed[index]}px` }}>
          {end.curve.letter ? <ChartLetter curve={end.curve} /> : endName(end.curve.label)}
          {end.odd !== null ? <b class="bad"> {format(end.odd)}</b> : end.value !== null && ` ${format(end.value)}`}
        </span>
      ))}
      <span class="chart-x-name" style={{ left: `${left + 20}px`, top: `${bottom + 6}px` }}>
        {xName}
      </span>
    </>
  );
}

export function ChartLetter({ curve }: { curve: Curve }) {
  return (
    <span class="letter" style={{ "--run-color": `var(${curve.colour})` }}>
      {curve.letter}
    </span>
  );
}

/** The room that the labels need, in pixels. */
export function endLabelWidth(curves: readonly Curve[], format: (value: number) => string): number {
  measuring.context ??= document.createElement("canvas").getContext("2d");
  const context = measuring.context;
  if (!context) return 90;
  context.font = '12px Roboto, "Helvetica Neue", Arial, sans-serif';
  const widths = curves.map((curve) => {
    const value = lastFinite(curve.values);
    const name = curve.letter ? "" : endName(curve.label);
    return context.measureText(`${name} ${value === null ? "" : format(value)}`).width + (curve.letter ? 20 : 0);
  });
  return Math.ceil(Math.max(36, ...widths)) + 14;
}

function endName(label: string): string {
  return label === "validation" ? "val." : label;
}
