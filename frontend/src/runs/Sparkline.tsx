import type { Status } from "../shared/api";
import { MISSING } from "../shared/format";
import { meanSpark, type Spark, sparkKey, sparkPoints, sparkRange, sparks } from "./curves";
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
  /** One run, or the members of a group. */
  runs: readonly string[];
  status: Status;
}

const inBox = ({ x, y }: Point): Point => ({ x: PAD + x * (W - 2 * PAD), y: PAD + (1 - y) * (H - 2 * PAD) });

/** Between the ends of the spread, as far as there is one. */
function bandPath(low: readonly Point[], high: readonly Point[]): string {
  const known = low.map((_, i) => i).filter((i) => !Number.isNaN(low[i]?.y ?? Number.NaN));
  if (known.length < 2) return "";
  const text = (point: Point | undefined) => `${point?.x.toFixed(1)} ${point?.y.toFixed(1)}`;
  const there = known.map((i) => text(high[i]));
  const back = known.reverse().map((i) => text(low[i]));
  return `M${[...there, ...back].join("L")}Z`;
}

/** The main metric over the steps, all rows on one scale: of a group the mean, in a band of ± the standard deviation. */
export function Sparkline({ tag, runs, status }: SparklineProps) {
  const read = runs.map((run) => sparks.value.get(sparkKey(tag, run)));
  if (read.some((curve) => curve === undefined)) return <Unread width={W - 2 * PAD} />;
  const curves = read.filter((curve) => curve?.values.some(Number.isFinite)) as Spark[];
  const mean = curves.length > 1 ? meanSpark(curves) : null;
  const curve = mean ?? curves[0];
  if (!curve) return <span class="missing">{MISSING}</span>;
  const range = sparkRange.value;
  const points = sparkPoints(curve, range).map(inBox);
  const end = (values: number[]) => sparkPoints({ steps: curve.steps, values }, range).map(inBox);
  const tip = points.findLast((point) => !Number.isNaN(point.y));
  return (
    <svg class="spark" width={W} height={H} viewBox={`0 0 ${W} ${H}`} aria-hidden="true">
      {mean && <path class="band" d={bandPath(end(mean.low), end(mean.high))} />}
      <path d={path(points)} />
      {tip && status === "running" && <circle cx={tip.x} cy={tip.y} r="2.3" />}
      {tip && status === "failed" && <path class="cross" d={`M${tip.x - 2} ${tip.y - 2}l4 4m0-4l-4 4`} />}
    </svg>
  );
}
