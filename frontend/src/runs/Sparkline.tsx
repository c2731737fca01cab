import type { Status } from "../shared/api";
import { MISSING } from "../shared/format";
import { sparkKey, sparkPoints, sparkRange, sparks } from "./curves";
import { Unread } from "./Unread";

const [W, H, PAD] = [50, 20, 3];

interface Point {
  x: number;
  y: number;
}

/** A path through the points; one that no line touches is a dot. */
function path(points: readonly Point[]): string {
  return points
    .map((point, i) => {
      if (Number.isNaN(point.y)) return "";
      const [before, after] = [points[i - 1], points[i + 1]];
      const starts = !before || Number.isNaN(before.y);
      const alone = starts && (!after || Number.isNaN(after.y));
      return `${starts ? "M" : "L"}${point.x.toFixed(1)} ${point.y.toFixed(1)}${alone ? "h.1" : ""}`;
    })
    .join("");
}

interface SparklineProps {
  tag: string;
  run: string;
  status: Status;
}

/** The main metric over the steps, all rows on one scale; a dot while it runs, a cross where it failed. */
export function Sparkline({ tag, run, status }: SparklineProps) {
  const curve = sparks.value.get(sparkKey(tag, run));
  if (curve === undefined) return <Unread width={W - 2 * PAD} />;
  if (curve === null || !curve.values.some(Number.isFinite)) return <span class="missing">{MISSING}</span>;
  const points = sparkPoints(curve, sparkRange.value).map(({ x, y }) => ({
    x: PAD + x * (W - 2 * PAD),
    y: PAD + (1 - y) * (H - 2 * PAD),
  }));
  const tip = points.findLast((point) => !Number.isNaN(point.y));
  return (
    <svg class="spark" width={W} height={H} viewBox={`0 0 ${W} ${H}`} aria-hidden="true">
      <path d={path(points)} />
      {tip && status === "running" && <circle cx={tip.x} cy={tip.y} r="2.3" />}
      {tip && status === "failed" && <path class="cross" d={`M${tip.x - 2} ${tip.y - 2}l4 4m0-4l-4 4`} />}
    </svg>
  );
}
