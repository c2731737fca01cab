import { type CompareAnswer, getRuns, type RunAnswer } from "../shared/api";
import { fixed, toNumber } from "../shared/format";
import { useQuery } from "../shared/query";
import { binOf, binValues } from "./bins";
import type { TileMetric } from "./tiles";

const BINS = 42;
const FEWEST = 8;
const [WIDTH, HEIGHT, FOOT] = [168, 44, 14];

interface HistogramProps {
  answer: RunAnswer;
  comparison: CompareAnswer | null;
  main: TileMetric;
}

/** The metric of the runs on the same data, this run's place among them, and the baseline's. */
export function Histogram({ answer, comparison, main }: HistogramProps) {
  const column = `metric[${JSON.stringify(main.name)}]`;
  const enough = (answer.position?.comparable ?? 0) >= FEWEST;
  const where = sameData(answer);
  const { data } = useQuery(
    enough && where ? `histogram ${column} ${where}` : null,
    (signal) => getRuns({ where, columns: [column] }, signal),
    { every: 4 },
  );
  const values = (data?.columns[0]?.values ?? []).flatMap((value) => toNumber(value) ?? []);
  const bins = binValues(values, BINS, FEWEST);
  const own = toNumber(main.metric.last);
  if (!bins || own === null || !Number.isFinite(own)) return null;
  const step = WIDTH / BINS;
  const tallest = Math.max(...bins.counts);
  const centre = (value: number) => (binOf(bins, value) + 0.5) * step;
  const base = toNumber(comparison?.metrics[main.name]?.values[0]);
  const words = `${values.length} runs from ${fixed(bins.low, main.decimals)} to ${fixed(bins.high, main.decimals)}`;
  return (
    <svg class="histogram" width={WIDTH} height={HEIGHT + FOOT} role="img" aria-label={words}>
      <title>{words}</title>
      {bins.counts.map((count, bin) => {
        const height = count === 0 ? 0 : Math.max(1, (count / tallest) * (HEIGHT - 4));
        const mine = bin === binOf(bins, own);
        const place = { x: bin * step, y: HEIGHT - height, width: step - 1, height };
        return <rect key={`${bin * step}`} class={mine ? "histogram-own" : ""} {...place} />;
      })}
      <line x1="0" y1={HEIGHT + 0.5} x2={WIDTH} y2={HEIGHT + 0.5} />
      {base !== null && Number.isFinite(base) && (
        <>
          <line x1={centre(base)} y1="2" x2={centre(base)} y2={HEIGHT} stroke-dasharray="3 2" />
          <text x={Math.max(22, Math.min(centre(base), WIDTH - 70))} y={HEIGHT + 12} text-anchor="middle">
            baseline
          </text>
        </>
      )}
      <text x={Math.min(WIDTH, centre(own) + 18)} y={HEIGHT + 12} text-anchor="end">
        {fixed(own, main.decimals)}
      </text>
    </svg>
  );
}

/** An expression that is true of the runs that read the same data; empty where the run recorded none. */
function sameData(answer: RunAnswer): string {
  return answer.datasets
    .filter(({ digest }) => digest !== null)
    .map(({ name, split, digest }) => `dataset[${JSON.stringify(split ? `${name}/${split}` : name)}] == "${digest}"`)
    .join(" and ");
}
