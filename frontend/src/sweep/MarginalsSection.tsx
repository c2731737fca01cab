import { Section } from "../shared/Section";
import { MarginalChart } from "./MarginalChart";
import type { SweepAnswer } from "./sweepApi";

/** How the metric runs along the flags that matter most. */
export function MarginalsSection({ answer }: { answer: SweepAnswer }) {
  const { marginals } = answer;
  if (marginals?.length === 0) return null;
  return (
    <Section
      name="marginals"
      title="Where it is good"
      aside={`${answer.metric ?? ""}, mean of seeds; other flags vary too, so a slope here is not yet a cause`}
      tools={<Legend />}
    >
      <div class="marginals">
        {marginals
          ? marginals.map((one) => <MarginalChart key={one.id} marginal={one} answer={answer} />)
          : [0, 1, 2].map((place) => <div key={place} class="chart-still" role="status" aria-label="Not ready yet" />)}
      </div>
    </Section>
  );
}

function Legend() {
  return (
    <span class="marginal-legend faint">
      <span>
        <svg width="10" height="10" aria-hidden="true">
          <circle cx="5" cy="5" r="3" class="point" />
        </svg>
        setting
      </span>
      <span>
        <svg width="10" height="10" aria-hidden="true">
          <circle cx="5" cy="5" r="3.5" class="point ring" />
        </svg>
        n &lt; 3
      </span>
      <span>
        <svg width="22" height="10" aria-hidden="true">
          <path d="M0 1H22V9H0Z" class="band" />
          <path d="M0 5H22" class="median" />
        </svg>
        running median, quartiles
      </span>
      <span>
        <svg width="14" height="10" aria-hidden="true">
          <path d="M0 0H14V10H0Z" class="best-range" />
        </svg>
        where the best tenth lies
      </span>
    </span>
  );
}
