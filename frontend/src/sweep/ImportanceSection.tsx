import { Section } from "../shared/Section";
import type { Importance, SweepAnswer } from "./sweepApi";

const SHOWN = 8;
const TICKS = [0, 25, 50, 75, 100];

const percent = (share: number): string => (share < 0.01 ? "< 1" : String(Math.round(share * 100)));

/** Each flag's share of the differences between settings, with the 90 % of its resamples. */
export function ImportanceSection({ answer }: { answer: SweepAnswer }) {
  const found = answer.importance;
  return (
    <Section name="importance" title="What matters" aside="each flag’s share of the differences between settings">
      <div data-testid="importance">
        {found === null ? <Still /> : <Shares found={found} drawn={drawnOf(answer)} />}
      </div>
    </Section>
  );
}

/** The flags that are drawn below. */
function drawnOf(answer: SweepAnswer): ReadonlySet<string> {
  const map = answer.heat_map;
  const flags = (answer.marginals ?? []).map((one) => one.flag);
  return new Set(map ? [...flags, [map.x.flag, map.y.flag].join(" × ")] : flags);
}

function Still() {
  return (
    <div class="still" role="status" aria-label="The forest is being grown">
      {[80, 42, 30, 22, 12].map((width) => (
        <i key={width} style={{ width: `${width}%` }} />
      ))}
    </div>
  );
}

function Shares({ found, drawn }: { found: Importance; drawn: ReadonlySet<string> }) {
  const { shares, unclear, constant, silent, extra } = found;
  return (
    <>
      {silent && (
        <p class="sweep-silent">
          {silent} {extra && <code class="mono">{extra}</code>}
        </p>
      )}
      {(shares.length > 0 || unclear.length > 0) && (
        <div class="scroll-narrow">
          <table class="plain-table importance-table">
            <thead>
              <tr>
                <th>#</th>
                <th>
                  Flag
                  <small>values tried</small>
                </th>
                <th class="num">
                  Share
                  <small>%</small>
                </th>
                <th class="num">
                  90 % interval
                  <small>%</small>
                </th>
                <th class="importance-axis">
                  {shares.length > 0 &&
                    TICKS.map((tick) => (
                      <span key={tick} style={{ left: `${tick}%` }}>
                        {tick}
                      </span>
                    ))}
                </th>
              </tr>
            </thead>
            <tbody>
              {shares.slice(0, SHOWN).map((share, place) => {
                const name = share.flags.join(" × ");
                return (
                  <tr key={name}>
                    <td class="faint">{place + 1}</td>
                    <td class="ellipsis" title={[...share.flags, ...share.together].join(", ")}>
                      <span class="strong">{name}</span>
                      {share.together.length > 0 && <span class="warn"> always with {share.together.join(", ")}</span>}{" "}
                      <span class="faint">{share.tried}</span>
                    </td>
                    <td class="num strong">{percent(share.share)}</td>
                    <td class="num quiet">
                      {Math.round(share.low * 100)} … {Math.round(share.high * 100)}
                    </td>
                    <td class={drawn.has(name) ? "importance-plot drawn" : "importance-plot"} aria-hidden="true">
                      {TICKS.map((tick) => (
                        <i key={tick} style={{ left: `${tick}%` }} />
                      ))}
                      <u style={{ left: `${share.low * 100}%`, width: `${(share.high - share.low) * 100}%` }} />
                      <b style={{ left: `${share.share * 100}%` }} />
                    </td>
                  </tr>
                );
              })}
              {unclear.slice(0, SHOWN).map(([flag, why]) => (
                <tr key={flag}>
                  <td class="faint">–</td>
                  <td class="ellipsis" title={flag}>
                    {flag}
                  </td>
                  <td class="num faint">–</td>
                  <td class="num faint">–</td>
                  <td class="quiet importance-why">{why}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <Notes found={found} />
      {constant.length > 0 && (
        <p class="sweep-note">
          The same in all:{" "}
          {constant
            .slice(0, 4)
            .map(([flag, text]) => `${flag} ${text}`)
            .join(", ")}
          {constant.length > 4 && ` and ${constant.length - 4} more`}. What they do cannot be known from these runs.
        </p>
      )}
    </>
  );
}

function Notes({ found }: { found: Importance }) {
  const { shares, unclear, dropped, resamples, settings, foretold } = found;
  const more = [
    shares.length > SHOWN ? `${shares.length - SHOWN} more with less` : "",
    unclear.length > SHOWN ? `${unclear.length - SHOWN} more vary too rarely to say` : "",
    dropped ? `${dropped} more vary and say less by themselves` : "",
  ].filter(Boolean);
  return (
    <>
      {more.length > 0 && <p class="sweep-note">{more.join("; ")}.</p>}
      {shares.length > 0 && (
        <p class="sweep-note">
          Share of the variation in a setting’s rank that the flag alone explains: functional ANOVA on a random forest,{" "}
          {resamples} resamples of the {settings} settings
          {foretold !== null && `, which foretells ${Math.round(foretold * 100)} % of settings it has not seen`}. Ranks,
          so that diverged runs do not decide.
        </p>
      )}
    </>
  );
}
