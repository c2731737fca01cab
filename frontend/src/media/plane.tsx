import type { ComponentChildren } from "preact";
import { useRef } from "preact/hooks";
import { tickLabels } from "../charts/tickLabels";
import { linearTicks } from "../charts/ticks";
import { useWidth } from "../charts/watching";

/** A plane with two linear axes. */
interface Plane {
  x: (value: number) => number;
  y: (value: number) => number;
  width: number;
  height: number;
}

interface PlaneProps {
  x: [number, number];
  y: [number, number];
  label: string;
  children: (plane: Plane) => ComponentChildren;
}

const HEIGHT = 190;
const MARGIN = { left: 40, right: 8, top: 8, bottom: 22 };

/** Axes with round ticks, and what is drawn between them. */
export function PlaneChart({ x: [x0, x1], y: [y0, y1], label, children }: PlaneProps) {
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  const inner = { width: width - MARGIN.left - MARGIN.right, height: HEIGHT - MARGIN.top - MARGIN.bottom };
  // Halves: the span of the largest numbers is infinite.
  const share = (value: number, low: number, high: number) =>
    high > low ? (value / 2 - low / 2) / (high / 2 - low / 2) : 0.5;
  const x = (value: number) => MARGIN.left + share(value, x0, x1) * inner.width;
  const y = (value: number) => MARGIN.top + (1 - share(value, y0, y1)) * inner.height;
  const xTicks = linearTicks(x0, x1, Math.max(2, Math.floor(inner.width / 70)));
  const yTicks = linearTicks(y0, y1, 4);
  const [xLabels, yLabels] = [tickLabels(xTicks, false), tickLabels(yTicks, false)];
  const bottom = HEIGHT - MARGIN.bottom;
  return (
    <div class="plane" ref={box} style={{ height: `${HEIGHT}px` }}>
      {width > 0 && (
        <svg width={width} height={HEIGHT} role="img" aria-label={label}>
          {yTicks.map((tick, index) => (
            <g key={tick}>
              <line class="plane-grid" x1={MARGIN.left} x2={width - MARGIN.right} y1={y(tick)} y2={y(tick)} />
              <text x={MARGIN.left - 6} y={y(tick) + 4} text-anchor="end">
                {yLabels[index]}
              </text>
            </g>
          ))}
          <line class="plane-axis" x1={MARGIN.left} x2={width - MARGIN.right} y1={bottom} y2={bottom} />
          {xTicks.map((tick, index) => (
            <text key={tick} x={x(tick)} y={bottom + 15} text-anchor="middle">
              {xLabels[index]}
            </text>
          ))}
          {children({ x, y, width, height: HEIGHT })}
        </svg>
      )}
    </div>
  );
}

/** The corners of a polyline. */
export function corners(points: readonly (readonly [number, number])[], { x, y }: Plane): string {
  return points.map(([left, height]) => `${x(left).toFixed(1)},${y(height).toFixed(1)}`).join(" ");
}
