import { expect, test } from "vitest";
import { inUtf16 } from "../../src/runs/positions";

const cut = (text: string, start: number, end: number) => {
  const at = inUtf16(text, { start, end });
  return text.slice(at.start, at.end);
};

test("a place counted in characters is found behind one of two units", () => {
  const text = 'name == "🚀🚀" and flag.lrr < 1';
  const characters = Array.from(text);
  const start = characters.join("").indexOf("flag") - 2;
  expect(cut(text, start, start + 8)).toBe("flag.lrr");
  expect(cut("flag.lrr", 0, 8)).toBe("flag.lrr");
  expect(cut("😀", 0, 1)).toBe("😀");
});

test("combining marks are characters of their own", () => {
  expect(cut("e\u0301 x", 3, 4)).toBe("x");
});

test("the end of a text, and what lies behind it", () => {
  expect(inUtf16("🚀", { start: 1, end: 2 })).toEqual({ start: 2, end: 3 });
  expect(inUtf16("", { start: 0, end: 0 })).toEqual({ start: 0, end: 0 });
});
