/** How balanced the labels are: a bar each. */

const MOST = 24;

/** All labels of the splits, numbers in their order, cut to what fits. */
export function labelNames(counts: readonly Record<string, number>[]): string[] {
  const names = [...new Set(counts.flatMap((one) => Object.keys(one)))];
  names.sort((a, b) => Number(a) - Number(b) || a.localeCompare(b));
  return names.slice(0, MOST);
}

/** The rarest and the commonest label's share, in per cent. */
export function shareRange(counts: Record<string, number>): string {
  const values = Object.values(counts);
  const total = values.reduce((sum, value) => sum + value, 0);
  if (total === 0) return "–";
  const [low, high] = [Math.min(...values), Math.max(...values)].map((value) => ((value / total) * 100).toFixed(1));
  return `${low} – ${high}`;
}

interface LabelBarsProps {
  counts: Record<string, number>;
  labels: readonly string[];
}

export function LabelBars({ counts, labels }: LabelBarsProps) {
  const most = Math.max(1, ...Object.values(counts));
  const total = Object.values(counts).reduce((sum, value) => sum + value, 0);
  if (total === 0) return <span class="faint">–</span>;
  const words = labels.map((label) => `${label}: ${counts[label] ?? 0}`).join(", ");
  return (
    <div class="label-bars" role="img" aria-label={words}>
      {labels.map((label) => {
        const value = counts[label] ?? 0;
        return (
          <span
            key={label}
            title={`${label}: ${value.toLocaleString("en-US")}, ${((value / total) * 100).toFixed(1)} %`}
          >
            <i style={{ height: `${Math.max(1, Math.round((value / most) * 16))}px` }} />
          </span>
        );
      })}
    </div>
  );
}
