import { signal } from "@preact/signals";
import type { XAxis, YScale } from "./scales";

/** How every chart of the page is drawn: set by the tool bars, one choice for all of them. */
export const smoothing = signal(0.6);
export const xAxis = signal<XAxis>("step");
export const yScale = signal<YScale>("auto");
/** Whether outliers run out of the charts, so that the rest has the room. */
export const clipOutliers = signal(false);

/** The metric that is the x axis of every chart of a comparison; null where that is `xAxis`. */
export const xMetric = signal<string | null>(null);
/** Charts of a comparison whose x axis is another metric than the others'. */
export const ownX = signal<Readonly<Record<string, string>>>({});
/** Which charts a comparison shows; null until somebody chooses. */
export const chosenCharts = signal<readonly string[] | null>(null);

const X_AXES: readonly XAxis[] = ["step", "relative", "wall"];

export function nextXAxis(): void {
  if (xMetric.value === null) xAxis.value = X_AXES[(X_AXES.indexOf(xAxis.value) + 1) % X_AXES.length] ?? "step";
  xMetric.value = null;
}
