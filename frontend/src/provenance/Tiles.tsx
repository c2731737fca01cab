import type { ComponentChildren } from "preact";
import { useMemo } from "preact/hooks";
import { splitStyle } from "../charts/lineStyle";
import type { CompareAnswer, Curve, Num, RunAnswer } from "../shared/api";
import { toneOf } from "../shared/direction";
import { clock, duration, fixed, grouped, isNan, signed, signedDuration, toNumber } from "../shared/format";
import { now } from "../shared/live";
import { Sampled } from "../shared/Sampled";
import { Histogram } from "./Histogram";
import { speedOf } from "./speed";
import { bestOf, deltaOf, lastStep, mainMetric, secondMetric, type TileMetric } from "./tiles";

interface TilesProps {
  answer: RunAnswer;
  comparison: CompareAnswer | null;
  scalars: readonly Curve[];
  readFiles: () => void;
}

/** Four figures that a run is known by. */
export function Tiles({ answer, comparison, scalars, readFiles }: TilesProps) {
  const main = mainMetric(answer);
  const second = secondMetric(answer, main);
  const step = lastStep(answer);
  const rate = speedOf(scalars, answer.incarnations.at(-1)?.started ?? null);
  const length = durationParts(useTicking(answer));
  return (
    <div class={second ? "tiles" : "tiles three"}>
      <MetricTile tile={main} {...{ answer, comparison, readFiles }}>
        {answer.position && (
          <div>
            <b class="strong">rank {grouped(answer.position.rank)}</b> of {grouped(answer.position.comparable)} on this
            data
          </div>
        )}
        {main && <Histogram answer={answer} comparison={comparison} main={main} />}
      </MetricTile>
      {second && (
        <MetricTile tile={second} {...{ answer, comparison, readFiles }}>
          {main && <Gap main={main} second={second} />}
        </MetricTile>
      )}
      <Tile name="Steps" figure={step === null ? "–" : grouped(step)}>
        {rate !== null && (
          <div>
            <b class="strong">{rateText(rate)}</b> steps/s
          </div>
        )}
      </Tile>
      <Tile name="Time" figure={length.figure} unit={length.unit}>
        {answer.incarnations.length > 1 && <div>active, in {answer.incarnations.length} incarnations</div>}
        {answer.started !== null && answer.ended !== null && answer.incarnations.length > 1 && (
          <div>
            <b class="strong">{duration(answer.ended - answer.started)}</b> from start to end
          </div>
        )}
        <Delta delta={deltaOf(comparison, "duration", answer.run)} write={signedDuration} />
        {answer.status === "running" && answer.heartbeat !== null && <div>last seen {clock(answer.heartbeat)} UTC</div>}
      </Tile>
    </div>
  );
}

interface MetricTileProps extends Omit<TilesProps, "scalars"> {
  tile: TileMetric | null;
  children: ComponentChildren;
}

function MetricTile({ tile, answer, comparison, readFiles, children }: MetricTileProps) {
  if (!tile) return <Tile name="No metric" figure="–" />;
  const { name, metric, decimals } = tile;
  const best = bestOf(metric);
  const figure = (value: Num | null, exact: boolean) => {
    const text = fixed(value, decimals);
    return exact ? text : <Sampled text={text} read={readFiles} />;
  };
  return (
    <Tile
      name={name}
      figure={figure(metric.last, metric.last_exact)}
      nan={isNan(metric.last)}
      colour={splitStyle(metric.split).colour}
    >
      {children}
      <Delta delta={deltaOf(comparison, name, answer.run)} write={(value) => signed(value, decimals)} />
      {best && (
        <div>
          best {figure(best.value, metric.exact)}
          {best.step !== null && ` at step ${grouped(best.step)}`}
        </div>
      )}
    </Tile>
  );
}

function Gap({ main, second }: { main: TileMetric; second: TileMetric }) {
  const [a, b] = [toNumber(main.metric.last), toNumber(second.metric.last)];
  const twins = main.metric.figure === second.metric.figure;
  if (!twins || a === null || b === null || !Number.isFinite(a - b)) return null;
  return (
    <div>
      gap to {main.metric.split ?? main.name} <b class="strong">{fixed(Math.abs(b - a), main.decimals)}</b>
    </div>
  );
}

interface DeltaProps {
  delta: { value: number; good: boolean | null } | null;
  write: (value: number) => string;
}

function Delta({ delta, write }: DeltaProps) {
  if (!delta) return null;

  return (
    <div>
      <b class={toneOf("strong", delta.good)}>{write(delta.value)}</b> vs baseline
    </div>
  );
}

interface TileProps {
  name: string;
  figure: ComponentChildren;
  unit?: string;
  nan?: boolean;
  colour?: string;
  children?: ComponentChildren;
}

function Tile({ name, figure, unit, nan, colour, children }: TileProps) {
  return (
    <div class="tile" style={colour ? { "--tile": `var(${colour})` } : {}}>
      <div class="tile-name ellipsis" title={name}>
        {name}
      </div>
      <div class={nan ? "tile-figure bad" : "tile-figure"}>
        {figure}
        {unit && <span class="tile-unit"> {unit}</span>}
      </div>
      <div class="tile-notes">{children}</div>
    </div>
  );
}

function rateText(rate: number): string {
  if (rate >= 1000) return grouped(Math.round(rate));
  return rate < 10 ? fixed(rate, 2) : fixed(rate, 1);
}

/** The duration; while the run goes on it grows between two answers. */
function useTicking(answer: RunAnswer): number | null {
  const came = useMemo(() => Date.now() / 1000, [answer]);
  if (answer.status !== "running" || answer.duration === null) return answer.duration;
  return answer.duration + Math.max(0, now.value - came);
}

function durationParts(seconds: number | null): { figure: string; unit: string } {
  if (seconds === null) return { figure: "–", unit: "" };
  const text = duration(seconds);
  if (text.endsWith(" s")) return { figure: text.slice(0, -2), unit: "s" };
  return { figure: text, unit: /:.*:/.test(text) ? "h:min:s" : "min:s" };
}
