import { batch, effect } from "@preact/signals";
import { onUrlChange, readUrl, writeUrl } from "../shared/url";
import type { XAxis, YScale } from "./scales";
import { chosenCharts, clipOutliers, ownX, smoothing, xAxis, xMetric, yScale } from "./settings";

const METRIC = "metric:";
const SMOOTHING = 0.6;
const AXES = new Set<string>(["step", "relative", "wall"]);
const SCALES = new Set<string>(["auto", "linear", "log"]);

/** What the address says of the charts; what is the default is not in it. */
export function settingsText(): Record<string, string> {
  const own = ownX.value;
  return {
    smooth: smoothing.value === SMOOTHING ? "" : String(smoothing.value),
    x: xMetric.value !== null ? METRIC + xMetric.value : xAxis.value === "step" ? "" : xAxis.value,
    y: yScale.value === "auto" ? "" : yScale.value,
    clip: clipOutliers.value ? "1" : "",
    charts: chosenCharts.value ? JSON.stringify(chosenCharts.value) : "",
    ownx: Object.keys(own).length > 0 ? JSON.stringify(own) : "",
  };
}

/** Sets the charts as an address has them; what is wrong in it is as if absent. */
function readSettings(found: Readonly<Record<string, string>>): void {
  const { smooth, x = "", y = "", clip, charts, ownx } = found;
  const weight = smooth === undefined || smooth.trim() === "" ? Number.NaN : Number(smooth);
  batch(() => {
    smoothing.value = weight >= 0 && weight < 1 ? weight : SMOOTHING;
    xMetric.value = x.startsWith(METRIC) ? x.slice(METRIC.length) : null;
    xAxis.value = AXES.has(x) ? (x as XAxis) : "step";
    yScale.value = SCALES.has(y) ? (y as YScale) : "auto";
    clipOutliers.value = clip === "1";
    const names = parsed(charts);
    chosenCharts.value = Array.isArray(names) ? names.filter((name) => typeof name === "string") : null;
    const own = parsed(ownx);
    ownX.value =
      own !== null && typeof own === "object" && !Array.isArray(own)
        ? Object.fromEntries(
            Object.entries(own).filter((pair): pair is [string, string] => typeof pair[1] === "string"),
          )
        : {};
  });
}

function parsed(text: string | undefined): unknown {
  try {
    return text ? JSON.parse(text) : null;
  } catch {
    return null; // edited by hand
  }
}

/** Reads the charts' settings from the address, then keeps the two alike. */
export function linkSettingsToUrl(): void {
  readSettings(readUrl());
  let written = settingsText();
  effect(() => {
    const now = settingsText();
    const before = written;
    written = now;
    for (const [key, value] of Object.entries(now)) if (value !== before[key]) writeUrl(key, value);
  });
  onUrlChange(() => {
    const found = readUrl();
    if (Object.entries(settingsText()).some(([key, value]) => value !== (found[key] ?? ""))) readSettings(found);
  });
}
