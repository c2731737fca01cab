import type { ComponentChildren } from "preact";
import type { XAxis, YScale } from "./scales";
import { clipOutliers, smoothing, xAxis, yScale } from "./settings";

/** The controls that every chart of a view obeys: smoothing and axes. */
export function ChartTools({ withScale, children }: { withScale?: boolean; children?: ComponentChildren }) {
  return (
    <div class="chart-tools">
      <Smoothing />
      <Choice<XAxis>
        name="x axis"
        value={xAxis.value}
        options={[
          ["step", "Step"],
          ["relative", "Relative"],
          ["wall", "Wall"],
        ]}
        onChoose={(chosen) => {
          xAxis.value = chosen;
        }}
      />
      {withScale && <YScaleChoice />}
      <button
        type="button"
        class="button small"
        aria-pressed={clipOutliers.value}
        title="Let the 5 % of a line that lie furthest off run out of the chart"
        onClick={() => {
          clipOutliers.value = !clipOutliers.value;
        }}
      >
        Clip outliers
      </button>
      {children}
    </div>
  );
}

export function Smoothing() {
  return (
    <label class="smoothing" title="Curves of fewer than 40 points are drawn as they are">
      Smoothing
      <input
        type="range"
        min="0"
        max="0.99"
        step="0.01"
        value={smoothing.value}
        style={{ "--part": `${(smoothing.value / 0.99) * 100}%` }}
        onInput={(event) => {
          smoothing.value = Number(event.currentTarget.value);
        }}
      />
      <output>{smoothing.value.toFixed(2)}</output>
    </label>
  );
}

export function YScaleChoice() {
  return (
    <Choice<YScale>
      name="y axis"
      value={yScale.value}
      options={[
        ["auto", "Auto"],
        ["linear", "Linear"],
        ["log", "Log"],
      ]}
      onChoose={(chosen) => {
        yScale.value = chosen;
      }}
    />
  );
}

interface ChoiceProps<T extends string> {
  name: string;
  value: T;
  options: readonly (readonly [T, ComponentChildren])[];
  onChoose: (value: T) => void;
}

/** A few options side by side, one of them pressed. */
export function Choice<T extends string>({ name, value, options, onChoose }: ChoiceProps<T>) {
  return (
    <div class="segmented" role="group" aria-label={name}>
      {options.map(([option, label]) => (
        <button
          type="button"
          class="button small"
          key={option}
          aria-pressed={option === value}
          onClick={() => onChoose(option)}
        >
          {label}
        </button>
      ))}
    </div>
  );
}
