/** Widths of text as the page sets it, in pixels. */
export const TEXT = '13px Roboto, "Helvetica Neue", Arial, sans-serif';
export const SMALL = '11px Roboto, "Helvetica Neue", Arial, sans-serif';
export const STRONG = '500 13px Roboto, "Helvetica Neue", Arial, sans-serif';
export const MONO = '12px "Roboto Mono", ui-monospace, "DejaVu Sans Mono", monospace';

let context: CanvasRenderingContext2D | null = null;
const widths = new Map<string, number>();
const MOST = 20000;

export function textWidth(text: string, font: string = TEXT): number {
  const key = `${font}|${text}`;
  const known = widths.get(key);
  if (known !== undefined) return known;
  context ??= typeof document === "undefined" ? null : document.createElement("canvas").getContext("2d");
  if (!context) return text.length * 7;
  context.font = font;
  const width = context.measureText(text).width;
  if (widths.size > MOST) widths.clear();
  widths.set(key, width);
  return width;
}

/** The text cut in the middle so that it fits; its end, which tells runs apart, keeps the larger part. */
export function fitMiddle(text: string, width: number, font: string = TEXT): string {
  const whole = textWidth(text, font);
  if (whole <= width) return text;
  const cut = (kept: number): string => {
    const tail = Math.ceil(kept * 0.6);
    return `${text.slice(0, kept - tail)}…${tail ? text.slice(-tail) : ""}`;
  };
  let kept = Math.min(text.length - 1, Math.floor((text.length * width) / whole) + 2);
  while (kept > 1 && textWidth(cut(kept), font) > width) kept -= 1;
  return cut(kept);
}
