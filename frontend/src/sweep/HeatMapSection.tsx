import type { Num } from "../shared/api";
import { brief, decimalsFor, fixed, toNumber } from "../shared/format";
import { Section } from "../shared/Section";
import { middleOf } from "./middle";
import type { HeatMap, SweepAnswer } from "./sweepApi";

/** The top pair of flags: the median of each cell's settings; hatched where none was run. */
export function HeatMapSection({ answer }: { answer: SweepAnswer }) {
  const map = answer.heat_map;
  if (!map) return null;
  const total = map.x.texts.length * map.y.texts.length;
  return (
    <Section
      name="heat"
      title={`${map.x.flag} × ${map.y.flag}`}
      aside={`median of a cell’s settings, and how many; ${map.unknown} of ${total} unknown`}
    >
      <Cells map={map} answer={answer} />
    </Section>
  );
}

function Cells({ map, answer }: { map: HeatMap; answer: SweepAnswer }) {
  const medians = map.cells.flatMap((cell) => {
    const value = toNumber(cell.median);
    return value !== null && Number.isFinite(value) ? [value] : [];
  });
  const [low, high] = middleOf(medians, null, answer.better ?? "up");
  const [least, most] = [Math.max(low, Math.min(...medians)), Math.min(high, Math.max(...medians))];
  const decimals = Math.min(4, decimalsFor(medians));
  const down = answer.better === "down";
  const share = (value: number) => {
    const part = most > least ? Math.max(0, Math.min(1, (value - least) / (most - least))) : 0.5;
    return down ? 1 - part : part;
  };
  const at = new Map(map.cells.map((cell) => [`${cell.x} ${cell.y}`, cell]));
  const rows = map.y.texts.map((text, y) => ({ text, y })).reverse();
  return (
    <div class="heat" data-testid="heat-map">
      <div class="heat-y faint">{map.y.flag}</div>
      <div class="scroll-x">
        <table class="heat-table">
          <tbody>
            {rows.map(({ text, y }) => (
              <tr key={text}>
                <th scope="row">{text}</th>
                {map.x.texts.map((column, x) => {
                  const cell = at.get(`${x} ${y}`);
                  if (!cell)
                    return (
                      <td
                        key={column}
                        class="heat-unknown"
                        title={`${map.x.flag} ${column}, ${map.y.flag} ${text}: no run`}
                      />
                    );
                  const value = toNumber(cell.median);
                  const finite = value !== null && Number.isFinite(value);
                  return (
                    <td
                      key={column}
                      class={cell.base ? "heat-cell heat-base" : "heat-cell"}
                      style={{ "--share": finite && !cell.mixed ? share(value).toFixed(3) : 0 }}
                      title={`${map.x.flag} ${column}, ${map.y.flag} ${text}: ${cell.n} settings from ${end(cell.low)} to ${end(cell.high)}`}
                    >
                      {cell.mixed ? (
                        <b class="bad">mixed</b>
                      ) : finite ? (
                        <b>{fixed(value, decimals)}</b>
                      ) : (
                        <b class="bad">NaN</b>
                      )}
                      <small>{cell.mixed ? `${end(cell.low)} … ${end(cell.high)}` : cell.n}</small>
                    </td>
                  );
                })}
              </tr>
            ))}
            <tr>
              <th class="faint">{map.x.flag}</th>
              {map.x.texts.map((text) => (
                <th key={text} scope="col" title={text}>
                  {text}
                </th>
              ))}
            </tr>
          </tbody>
        </table>
      </div>
      <p class="heat-legend faint">
        <span>
          {fixed(down ? most : least, decimals)}
          {(down ? Math.max(...medians) > most : Math.min(...medians) < least) && " ▾"}
        </span>
        <i class="heat-ramp" />
        <span>{fixed(down ? least : most, decimals)}</span>
        <i class="heat-unknown" />
        <span>unknown: no run</span>
      </p>
    </div>
  );
}

/** A cell's end in few figures; settings that diverged are NaN. */
const end = (value: Num): string => (typeof value === "number" ? brief(Number(value.toPrecision(3))) : "NaN");
