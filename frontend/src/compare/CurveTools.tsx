import { useState } from "preact/hooks";
import { ChartPicker } from "../charts/ChartPicker";
import { Choice, Smoothing, YScaleChoice } from "../charts/ChartTools";
import { clippedRuns } from "../charts/many/hovered";
import { chosenCharts, clipOutliers, xAxis, xMetric } from "../charts/settings";
import { count, middleCut } from "../shared/format";
import { ChevronDown } from "../shared/icons";
import { usePopover } from "../shared/usePopover";

interface CurveToolsProps {
  metrics: readonly string[];
  /** The one that counts epochs. */
  epoch: string | null;
  shown: readonly string[];
}

/** What every chart of the comparison obeys: outliers, smoothing, both axes, and which charts there are. */
export function CurveTools({ metrics, epoch, shown }: CurveToolsProps) {
  const clipped = new Set(Object.values(clippedRuns.value).flat()).size;
  return (
    <div class="chart-tools">
      <label class="switch" title="Let the ends of lines, and lines far off the others, run out of the charts">
        <input
          type="checkbox"
          role="switch"
          aria-checked={clipOutliers.value}
          checked={clipOutliers.value}
          onChange={(event) => {
            clipOutliers.value = event.currentTarget.checked;
          }}
        />
        Clip outliers
        {clipOutliers.value && <span class="quiet">{count(clipped, "run")}</span>}
      </label>
      <Smoothing />
      <span class="quiet">x</span>
      <XChoice metrics={metrics} epoch={epoch} />
      <span class="quiet">y</span>
      <YScaleChoice />
      <ChartPicker
        names={metrics}
        shown={shown}
        noun="metric"
        onChange={(names) => {
          chosenCharts.value = names;
        }}
      />
    </div>
  );
}

function XChoice({ metrics, epoch }: Pick<CurveToolsProps, "metrics" | "epoch">) {
  const other = xMetric.value;
  const value = other === null ? xAxis.value : other === epoch ? "epoch" : "other";
  return (
    <>
      <Choice
        name="x axis"
        value={value}
        options={[
          ["step", "Step"],
          ["relative", "Relative"],
          ["wall", "Wall"],
          ...(epoch === null ? [] : [["epoch", "Epoch"] as const]),
        ]}
        onChoose={(chosen) => {
          xMetric.value = chosen === "epoch" ? epoch : null;
          if (chosen === "step" || chosen === "relative" || chosen === "wall") xAxis.value = chosen;
        }}
      />
      <MetricMenu
        label={value === "other" && other !== null ? middleCut(other, 22) : "Any metric"}
        pressed={value === "other"}
        metrics={metrics}
        onChoose={(metric) => {
          xMetric.value = metric;
        }}
      />
    </>
  );
}

interface MetricMenuProps {
  label: string;
  pressed: boolean;
  metrics: readonly string[];
  /** What to call the choice of none, if there is one. */
  none?: string;
  onChoose: (metric: string | null) => void;
}

/** A button that opens into the names of metrics. */
export function MetricMenu({ label, pressed, metrics, none, onChoose }: MetricMenuProps) {
  const [open, setOpen] = useState(false);
  const box = usePopover(open, () => setOpen(false));
  const choose = (metric: string | null) => {
    setOpen(false);
    onChoose(metric);
  };
  return (
    <div class="chart-picker" ref={box}>
      <button
        type="button"
        class="button small"
        aria-expanded={open}
        aria-pressed={pressed}
        onClick={() => setOpen(!open)}
      >
        {label} <ChevronDown size={12} />
      </button>
      {open && (
        <ul class="popover chart-picker-list metric-menu">
          {none !== undefined && (
            <li>
              <button type="button" onClick={() => choose(null)}>
                {none}
              </button>
            </li>
          )}
          {metrics.map((metric) => (
            <li key={metric}>
              <button type="button" onClick={() => choose(metric)}>
                {metric}
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
