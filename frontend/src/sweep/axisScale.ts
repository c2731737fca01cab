import { tickLabels } from "../charts/tickLabels";
import { linearTicks, logTicks } from "../charts/ticks";
import type { ScaleName } from "./sweepApi";

interface Tick {
  at: number;
  text: string;
}

/** Places of an axis from 0 to 1. */
export interface AxisScale {
  name: ScaleName;
  at(value: number): number;
  /** The number at a place; for words the level. */
  value(at: number): number;
  ticks: readonly Tick[];
  /** Where 0 stands apart, the end of its part. */
  gap: number | null;
}

const DECADE = 10;
/** With so few different numbers, each is a tick. */
const FEW = 9;
/** The part of an axis on which 0 stands apart, and the gap after it. */
const ZERO = 0.06;
const GAP = 0.16;

/** Of numbers: logarithmic over a decade or more, with 0 apart where it is one of them. */
export function scaleName(numbers: readonly number[]): ScaleName {
  const positive = numbers.filter((number) => number > 0);
  const low = Math.min(...positive);
  if (positive.length < 2 || numbers.some((number) => number < 0)) return "linear";
  if (positive.reduce((a, b) => Math.max(a, b)) / low < DECADE) return "linear";
  return positive.length < numbers.length ? "log, 0 apart" : "log";
}

export function makeScale(name: ScaleName, values: readonly number[], texts: readonly string[] = []): AxisScale {
  if (name === "words") return wordScale(texts);
  const numbers = [...new Set(values.filter(Number.isFinite))].sort((a, b) => a - b);
  if (!numbers.length) return wordScale([]);
  return name === "linear" ? linearScale(numbers) : logScale(numbers, name);
}

function wordScale(texts: readonly string[]): AxisScale {
  const room = texts.length;
  const at = (level: number) => (room < 2 ? 0.5 : (level + 0.5) / room);
  return {
    name: "words",
    at,
    value: (place) => Math.max(0, Math.min(room - 1, Math.floor(place * room))),
    ticks: texts.map((text, level) => ({ at: at(level), text })),
    gap: null,
  };
}

const PAD = 0.04;

function linearScale(numbers: readonly number[]): AxisScale {
  const [low, high] = [numbers[0] as number, numbers.at(-1) as number];
  const span = high - low;
  const at = (value: number) => (span > 0 ? PAD + ((value - low) / span) * (1 - 2 * PAD) : 0.5);
  const shown = numbers.length <= FEW ? numbers : linearTicks(low, high, 5);
  return {
    name: "linear",
    at,
    value: (place) => low + ((place - PAD) / (1 - 2 * PAD)) * span,
    ticks: labelled(shown, false).map(([value, text]) => ({ at: at(value), text })),
    gap: null,
  };
}

function logScale(numbers: readonly number[], name: ScaleName): AxisScale {
  const positive = numbers.filter((number) => number > 0);
  const apart = positive.length < numbers.length && name === "log, 0 apart";
  const start = apart ? GAP + PAD : PAD;
  const [low, high] = [Math.log10(positive[0] ?? 1), Math.log10(positive.at(-1) ?? 1)];
  const span = high - low;
  const room = 1 - PAD - start;
  const at = (value: number) => {
    if (!(value > 0)) return apart ? ZERO : 0;
    return span > 0 ? start + ((Math.log10(value) - low) / span) * room : start + room / 2;
  };
  const shown = positive.length <= FEW ? positive : logTicks(10 ** low, 10 ** high, 6);
  const ticks = labelled(shown, true).map(([value, text]) => ({ at: at(value), text }));
  return {
    name,
    at,
    value: (place) => (apart && place < (ZERO + start) / 2 ? 0 : 10 ** (low + ((place - start) / room) * span)),
    ticks: apart ? [{ at: ZERO, text: "0" }, ...ticks] : ticks,
    gap: apart ? (ZERO + start) / 2 : null,
  };
}

function labelled(values: readonly number[], log: boolean): [number, string][] {
  const labels = log ? values.map(short) : values.length <= FEW ? values.map(short) : tickLabels(values, false);
  return values.map((value, place) => [value, labels[place] ?? String(value)]);
}

/** 1e-4, 0.001, 128: few characters. */
export function short(value: number): string {
  if (value === 0) return "0";
  const size = Math.abs(value);
  const text = String(Number(value.toPrecision(4)));
  const told = size < 1e-3 || size >= 1e6 ? Number(value.toPrecision(3)).toExponential().replace("e+", "e") : text;
  return told.replace(/^-/, "−");
}

/** Ticks whose labels have room, the first and the last kept. */
export function thinned(ticks: readonly Tick[], room: number): Tick[] {
  const kept: Tick[] = [];
  for (const tick of ticks) if (kept.every((other) => Math.abs(other.at - tick.at) >= room)) kept.push(tick);
  return kept;
}
