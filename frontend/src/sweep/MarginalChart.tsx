import { useMemo, useRef } from "preact/hooks";
import { tickLabels } from "../charts/tickLabels";
import { linearTicks } from "../charts/ticks";
import { useWidth } from "../charts/watching";
import { setDraft } from "../runs/filter";
import { count, decimalsFor, fixed, grouped, toNumber } from "../shared/format";
import { runColor } from "../shared/RunLetter";
import type { Letter } from "../shared/selection";
import { where } from "../shared/state";
import { type AxisScale, makeScale, thinned } from "./axisScale";
import { proposal } from "./BestSettings";
import { middleOf } from "./middle";
import { fixedDraw } from "./parallelAxes";
import type { Marginal, SweepAnswer } from "./sweepApi";
import { brushed } from "./sweepState";

const HEIGHT = 190;
const LEFT = 46;
const RIGHT = 62;
const TOP = 22;
const BOTTOM = 22;
/** Room for settings that do not have the flag, at the right. */
const UNSET = 44;

interface Point {
  x: number | null;
  y: number | null;
  n: number;
  letter: Letter | null;
  label: string;
  jitter: number;
}

/** Of more settings so many are drawn, always the same. */
const MOST_POINTS = 800;

/** One flag: settings as points, the running median with its quartiles, and where the best tenth of the runs lies. */
export function MarginalChart({ marginal, answer }: { marginal: Marginal; answer: SweepAnswer }) {
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  const { best, scale, flag } = marginal;
  const words = scale === "words" ? "words" : scale;
  const write = () => {
    const clause = best?.clause;
    if (!clause) return;
    const own = where.value.trim();
    brushed.value = [...new Set([...brushed.value, marginal.id])];
    setDraft(own ? `${own} and ${clause}` : clause, 0);
  };
  return (
    <figure class="marginal">
      <figcaption>
        <span class="strong ellipsis">{flag}</span> <span class="faint">{words}</span>
        {best &&
          (best.clause ? (
            <button type="button" class="link-button good marginal-best" title="Filter by this range" onClick={write}>
              {best.text}
            </button>
          ) : (
            <span class="quiet marginal-best">{best.text}</span>
          ))}
      </figcaption>
      <div ref={box} class="marginal-box">
        {width > 0 && <Drawing marginal={marginal} answer={answer} width={width} write={write} />}
      </div>
    </figure>
  );
}

function pointsOf(marginal: Marginal, answer: SweepAnswer): Point[] {
  const letters = proposal(answer);
  const listed = new Map((answer.ranking ?? []).map((row) => [row.place, row]));
  const points = (answer.points ?? []).map(([mean, n], place) => {
    const row = listed.get(place);
    return {
      x: marginal.at[place] ?? null,
      y: mean,
      n,
      known: mean !== null || (row?.diverged ?? 1) > 0,
      letter: (row && letters.get(row.key)) ?? null,
      label: `${row?.label ?? `setting ${place + 1}`}: ${mean ?? "diverged"}, n = ${n}`,
      jitter: (((place * 7919) % 13) / 12 - 0.5) * 9,
    };
  });
  return points.filter((point) => point.known);
}

function Drawing(props: { marginal: Marginal; answer: SweepAnswer; width: number; write: () => void }) {
  const { marginal, answer, width, write } = props;
  const points = useMemo(() => pointsOf(marginal, answer), [marginal, answer]);
  const scale = useMemo(
    () =>
      makeScale(
        marginal.scale,
        points.flatMap((point) => (point.x === null ? [] : [point.x])),
        marginal.levels,
      ),
    [marginal, points],
  );
  const base = points.find((point) => point.letter === "A") ?? null;
  const [low, high] = middleOf(
    points.flatMap((point) => (point.y === null ? [] : [point.y])),
    base?.y ?? null,
    answer.better ?? "up",
  );
  const unset = marginal.scale !== "words" && points.some((point) => point.x === null);
  const room = width - LEFT - RIGHT - (unset ? UNSET : 0);
  const x = (at: number | null) => (at === null ? LEFT + room + UNSET / 2 + 8 : LEFT + scale.at(at) * room);
  const y = (value: number) => TOP + (1 - (value - low) / (high - low || 1)) * (HEIGHT - TOP - BOTTOM);
  const inside = (value: number) => Math.max(TOP, Math.min(HEIGHT - BOTTOM, y(value)));
  const ticks = linearTicks(low, high, 4);
  const labels = tickLabels(ticks, false);
  const beyond = points.filter((point) => point.y === null || point.y < low || point.y > high);
  const worst = answer.better === "down" ? TOP + 5 : HEIGHT - BOTTOM - 5;
  const within = points.filter((point) => point.y !== null && point.y >= low && point.y <= high);
  const drawn = new Set(fixedDraw(within.length, MOST_POINTS));
  // Letters last: on top.
  const known = within
    .filter((point, place) => point.letter !== null || drawn.has(place))
    .sort((a, b) => Number(a.letter !== null) - Number(b.letter !== null));
  const decimals = decimalsFor(points.map((point) => point.y));
  return (
    <svg
      width={width}
      height={HEIGHT}
      role="img"
      aria-label={`${answer.metric} by ${marginal.flag}: ${marginal.best?.text ?? "the best runs are in no one range"}; ${count(beyond.length, "setting")} beyond the axis`}
    >
      <BestArea marginal={marginal} scale={scale} room={room} write={write} />
      {ticks.map((tick, place) => (
        <g key={tick}>
          <path d={`M${LEFT} ${y(tick)}H${LEFT + room}`} class="grid" />
          <text x={LEFT - 6} y={y(tick) + 4} class="tick" text-anchor="end">
            {labels[place]}
          </text>
        </g>
      ))}
      <path d={`M${LEFT} ${HEIGHT - BOTTOM}H${LEFT + room}`} class="axis" />
      {scale.gap !== null && (
        <text x={LEFT + scale.gap * room} y={HEIGHT - BOTTOM + 4} class="tick" text-anchor="middle">
          {"//"}
        </text>
      )}
      {thinned(scale.ticks, 40 / Math.max(room, 1)).map((tick) => (
        <text key={tick.text} x={LEFT + tick.at * room} y={HEIGHT - 6} class="tick" text-anchor="middle">
          {tick.text.length > 12 ? `${tick.text.slice(0, 11)}…` : tick.text}
        </text>
      ))}
      {unset && (
        <text x={x(null)} y={HEIGHT - 6} class="tick" text-anchor="middle">
          not set
        </text>
      )}
      <Curve marginal={marginal} x={x} y={inside} />
      {base?.y != null && base.y >= low && base.y <= high && (
        <g>
          <path d={`M${LEFT} ${y(base.y)}H${width - RIGHT + 4}`} class="base-line" />
          <rect x={width - RIGHT + 6} y={y(base.y) - 8} width="15" height="16" rx="3" fill="var(--run-a)" />
          <text x={width - RIGHT + 13.5} y={y(base.y) + 4} class="mark-letter" text-anchor="middle">
            A
          </text>
          <text x={width - RIGHT + 25} y={y(base.y) + 4} class="tick">
            {fixed(base.y, Math.min(decimals, 4))}
          </text>
        </g>
      )}
      {known.map((point) => (
        <circle
          key={point.label}
          cx={x(point.x) + point.jitter}
          cy={y(point.y as number)}
          r={point.letter ? 4 : 3}
          class={point.n < 3 ? "point ring" : "point"}
          style={
            point.letter
              ? { fill: point.n < 3 ? "var(--bg)" : runColor(point.letter), stroke: runColor(point.letter) }
              : {}
          }
        >
          <title>{point.label}</title>
        </circle>
      ))}
      {within.length > MOST_POINTS && (
        <text x={width - 2} y={TOP - 8} class="tick" text-anchor="end">
          {MOST_POINTS} of {grouped(within.length)} drawn
        </text>
      )}
      {beyond.slice(0, 200).map((point) => (
        <path key={point.label} d={`M${x(point.x) + point.jitter - 4} ${worst - 3}h8l-4 7z`} class="beyond">
          <title>{point.label}</title>
        </path>
      ))}
      {beyond.length > 0 && (
        <text x={width - 2} y={HEIGHT - BOTTOM - 4} class="tick beyond-note" text-anchor="end">
          ▼ {grouped(beyond.length)} beyond
        </text>
      )}
    </svg>
  );
}

function Curve(props: { marginal: Marginal; x: (at: number | null) => number; y: (value: number) => number }) {
  const { marginal, x, y } = props;
  const worst = (value: number | null): number => value ?? Number.NaN;
  const stops = marginal.curve
    .filter((stop) => stop.at !== null)
    .map((stop) => ({
      x: x(stop.at),
      median: y(worst(toNumber(stop.median))),
      low: y(worst(toNumber(stop.low))),
      high: y(worst(toNumber(stop.high))),
    }));
  if (marginal.scale === "words")
    return (
      <g>
        {stops.map((stop) => (
          <g key={stop.x}>
            <path d={`M${stop.x - 16} ${stop.low}H${stop.x + 16}V${stop.high}H${stop.x - 16}Z`} class="band" />
            <path d={`M${stop.x - 16} ${stop.median}H${stop.x + 16}`} class="median" />
          </g>
        ))}
      </g>
    );
  const line = (values: readonly [number, number][]) =>
    values.map(([a, b]) => `${a.toFixed(1)} ${b.toFixed(1)}`).join("L");
  if (stops.length < 2) return null;
  const up = stops.map((stop): [number, number] => [stop.x, stop.high]);
  const down = stops.map((stop): [number, number] => [stop.x, stop.low]).reverse();
  return (
    <g>
      <path d={`M${line([...up, ...down])}Z`} class="band" />
      <path d={`M${line(stops.map((stop): [number, number] => [stop.x, stop.median]))}`} class="median" />
    </g>
  );
}

/** The part of the axis that holds the best tenth, up to half way to the next value tried. */
function BestArea(props: { marginal: Marginal; scale: AxisScale; room: number; write: () => void }) {
  const { marginal, scale, room, write } = props;
  const { best } = marginal;
  if (!best?.clause) return null;
  const spans: [number, number][] = [];
  if (marginal.scale === "words") {
    const half = 0.5 / Math.max(1, marginal.levels.length);
    for (const text of best.levels) {
      const level = marginal.levels.indexOf(text);
      if (level >= 0) spans.push([scale.at(level) - half * 0.9, scale.at(level) + half * 0.9]);
    }
  } else if (best.low !== null && best.high !== null) {
    const tried = [...new Set(marginal.at.flatMap((at) => (at === null ? [] : [scale.at(at)])))].sort((a, b) => a - b);
    const [from, to] = [scale.at(best.low), scale.at(best.high)];
    const before = tried.filter((at) => at < from - 1e-9).at(-1);
    const after = tried.find((at) => at > to + 1e-9);
    spans.push([
      before === undefined ? Math.max(0, from - 0.03) : (before + from) / 2,
      after === undefined ? Math.min(1, to + 0.03) : (to + after) / 2,
    ]);
  }
  return (
    <g>
      {spans.map(([from, to]) => (
        // biome-ignore lint/a11y/noStaticElementInteractions: the button above does the same
        <g key={from} onClick={write} class="best-area">
          <rect
            x={LEFT + from * room}
            y={TOP - 14}
            width={(to - from) * room}
            height={HEIGHT - TOP - BOTTOM + 14}
            class="best-range"
          />
          <text x={LEFT + ((from + to) / 2) * room} y={TOP - 3} class="tick best-label" text-anchor="middle">
            best tenth
          </text>
        </g>
      ))}
    </g>
  );
}
