import { letterStyle } from "../charts/lineStyle";
import { letterOf } from "../shared/state";

/** A run's line in a drawing: its letter's colour and dash. */
export function lineOf(run: string): { class: string; style: Record<string, string>; "stroke-dasharray": string } {
  const letter = letterOf(run);
  const style = letter ? letterStyle(letter) : { colour: "--ink-3", dash: [] };
  return {
    class: "plane-line",
    style: { "--line-color": `var(${style.colour})` },
    "stroke-dasharray": style.dash.join(" "),
  };
}
