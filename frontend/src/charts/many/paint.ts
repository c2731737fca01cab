import type { Plot } from "../plotOptions";
import type { Line } from "./lines";

/** From the plot's numbers to the canvas: `x * ax + bx`, `y * ay + by`, in the canvas's own pixels. */
export interface Placing {
  ax: number;
  bx: number;
  ay: number;
  by: number;
}

export function placingOf(plot: Plot): Placing | null {
  const { x, y } = plot.scales;
  if (x?.min == null || x.max == null || y?.min == null || y.max == null) return null;
  const { left, top, width, height } = plot.bbox;
  const sx = width / (x.max - x.min || 1);
  const ay = -height / (y.max - y.min || 1);
  const by = top + height - ay * y.min;
  return x.dir === -1 ? { ax: -sx, bx: left + sx * x.max, ay, by } : { ax: sx, bx: left - sx * x.min, ay, by };
}

interface Pen {
  colour: string;
  width: number;
  dash?: readonly number[];
  alpha?: number;
}

/** Confines what `paint` draws to the plot. */
export function within(plot: Plot, ctx: CanvasRenderingContext2D, paint: () => void): void {
  const { left, top, width, height } = plot.bbox;
  ctx.save();
  ctx.beginPath();
  ctx.rect(left, top, width, height);
  ctx.clip();
  paint();
  ctx.restore();
}

/** Draws a line; a point between two gaps is a dot. */
export function stroke(
  ctx: CanvasRenderingContext2D,
  { xs, ys }: Pick<Line, "xs" | "ys">,
  { ax, bx, ay, by }: Placing,
  { colour, width, dash = [], alpha = 1 }: Pen,
): void {
  const scale = devicePixelRatio;
  const dots: [number, number][] = [];
  let length = 0;
  let [lastX, lastY] = [0, 0];
  const end = () => {
    if (length === 1) dots.push([lastX, lastY]);
    length = 0;
  };
  ctx.beginPath();
  for (let index = 0; index < xs.length; index++) {
    const x = (xs[index] as number) * ax + bx;
    const y = (ys[index] as number) * ay + by;
    if (Number.isNaN(x) || Number.isNaN(y)) {
      end();
      continue;
    }
    if (length === 0) ctx.moveTo(x, y);
    else ctx.lineTo(x, y);
    length += 1;
    [lastX, lastY] = [x, y];
  }
  end();
  ctx.globalAlpha = alpha;
  ctx.strokeStyle = colour;
  ctx.lineWidth = width * scale;
  ctx.lineJoin = "round";
  ctx.setLineDash(dash.map((part) => part * scale));
  ctx.stroke();
  ctx.fillStyle = colour;
  for (const [x, y] of dots) {
    ctx.beginPath();
    ctx.arc(x, y, Math.max(1.5, width * 1.5) * scale, 0, 2 * Math.PI);
    ctx.fill();
  }
}

/** Fills what lies between two rows over one x column. */
export function fillBetween(
  ctx: CanvasRenderingContext2D,
  xs: Float64Array,
  low: Float64Array,
  high: Float64Array,
  { ax, bx, ay, by }: Placing,
  colour: string,
  alpha: number,
): void {
  ctx.globalAlpha = alpha;
  ctx.fillStyle = colour;
  ctx.beginPath();
  let open: number[] = [];
  const close = () => {
    for (const index of open.reverse()) ctx.lineTo((xs[index] as number) * ax + bx, (low[index] as number) * ay + by);
    if (open.length > 0) ctx.closePath();
    open = [];
  };
  for (let index = 0; index < xs.length; index++) {
    if (Number.isNaN(low[index]) || Number.isNaN(high[index])) {
      close();
      continue;
    }
    const [x, y] = [(xs[index] as number) * ax + bx, (high[index] as number) * ay + by];
    if (open.length === 0) ctx.moveTo(x, y);
    else ctx.lineTo(x, y);
    open.push(index);
  }
  close();
  ctx.fill();
  ctx.globalAlpha = 1;
}
