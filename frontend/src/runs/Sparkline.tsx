import type { Status } from "../shared/api";
import { type Spark, sparkKey, sparkRange, sparks } from "./curves";

const [W, H, PAD] = [50, 20, 3];

function path(curve: Spark, x: (step: number) => number, y: (value: number) => number): string {
  let text = "";
  let pen = false;
  curve.values.forEach((value, i) => {
    if (!Number.isFinite(value)) {
      pen = false;
      return;
    }
    text += `${pen ? "L" : "M"}${x(curve.steps[i] ?? 0).toFixed(1)} ${y(value).toFixed(1)}`;
    pen = true;
  });
  return text;
}

/** The main metric over the steps, all rows on one scale; a dot while it runs, a cross where it failed. */
export function Sparkline({ tag, run, status }: { tag: string; run: string; status: Status }) {
  const curve = sparks.value.get(sparkKey(tag, run));
  if (!curve || curve.values.length === 0) return null;
  const { low, high, end } = sparkRange.value;
  const x = (step: number) => PAD + (step / end) * (W - 2 * PAD);
  const y = (value: number) => PAD + (1 - (Math.max(low, Math.min(high, value)) - low) / (high - low)) * (H - 2 * PAD);
  const last = curve.values.findLastIndex((value) => Number.isFinite(value));
  const tip = last < 0 ? null : { x: x(curve.steps[last] ?? 0), y: y(curve.values[last] as number) };
  return (
    <svg class="spark" width={W} height={H} viewBox={`0 0 ${W} ${H}`} aria-hidden="true">
      <path d={path(curve, x, y)} />
      {tip && status === "running" && <circle cx={tip.x} cy={tip.y} r="2.3" />}
      {tip && status === "failed" && <path class="cross" d={`M${tip.x - 2} ${tip.y - 2}l4 4m0-4l-4 4`} />}
    </svg>
  );
}
