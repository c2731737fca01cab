import { describe, expect, it } from "vitest";
import { type Brush, clauseOf, holds, joinFilter, splitFilter } from "../../src/sweep/brushes";

const LR = "flag.lr";
const LOSS = 'metric["train/loss"]';
const OPT = "flag.optimizer.name";

const all: [string, Brush, string][] = [
  [LR, { kind: "range", low: 0.0005, high: 0.001 }, "0.0005 <= flag.lr <= 0.001"],
  [LR, { kind: "range", low: -1e-7, high: Number.POSITIVE_INFINITY }, "flag.lr >= -1e-7"],
  [OPT, { kind: "values", values: ["adam"] }, 'flag.optimizer.name == "adam"'],
  [
    OPT,
    { kind: "values", values: ["a, b", 'say "x"', 3, true] },
    'flag.optimizer.name in ("a, b", "say \\"x\\"", 3, True)',
  ],
  [LOSS, { kind: "nan" }, 'metric["train/loss"] != metric["train/loss"]'],
  [LR, { kind: "missing" }, "not has(flag.lr)"],
];

describe("a brush and its clause", () => {
  it.each(all)("%s %j", (id, brush, text) => {
    expect(clauseOf(id, brush)).toBe(text);
    const { base, brushes } = splitFilter(`status == "completed" and ${text}`, [id]);
    expect(base).toBe('status == "completed"');
    expect([...brushes]).toEqual([[id, brush]]);
  });

  it("keeps the order in which axes were brushed", () => {
    const brushes = new Map<string, Brush>([
      [LR, { kind: "range", low: 1, high: 2 }],
      [OPT, { kind: "values", values: ["adam"] }],
      [LOSS, { kind: "nan" }],
    ]);
    const text = joinFilter("name == 'x'", brushes);
    expect(splitFilter(text, [LR, LOSS, OPT])).toEqual({
      base: "name == 'x'",
      brushes,
      from: "name == 'x' ".length,
    });
    expect([...splitFilter(text, [LR, LOSS, OPT]).brushes.keys()]).toEqual([LR, OPT, LOSS]);
  });
});

describe("a filter", () => {
  it("is all of one's own where nothing was brushed", () => {
    const text = "flag.lr >= 1 and flag.lr <= 2";
    expect(splitFilter(text, [])).toEqual({ base: text, brushes: new Map(), from: text.length });
  });

  it("keeps clauses of axes that were not brushed, and what lies before them", () => {
    const text = "flag.lr >= 1 and flag.model == 'x' and flag.lr <= 2";
    const { base, brushes } = splitFilter(text, [LR]);
    expect(base).toBe("flag.lr >= 1 and flag.model == 'x'");
    expect([...brushes]).toEqual([[LR, { kind: "range", low: Number.NEGATIVE_INFINITY, high: 2 }]]);
  });

  it("says a range as a column's head does, and reads it in either way", () => {
    const range = { kind: "range", low: 0.01, high: 1000 };
    for (const text of ["0.01 <= flag.lr <= 1_000", "flag.lr >= 0.01 and flag.lr <= 1_000"])
      expect([...splitFilter(`a and ${text}`, [LR]).brushes]).toEqual([[LR, range]]);
    expect(splitFilter("0.01 <= flag.lr == 2", [LR]).brushes.size).toBe(0);
    expect(splitFilter("0.01 <= flag.lr", [LR]).brushes.size).toBe(0);
  });

  it("does not take a longer name for the axis", () => {
    expect(splitFilter("flag.lr_min >= 1", [LR]).brushes.size).toBe(0);
  });

  it("moves the brush when its text is edited, and lets it go when that is no brush any more", () => {
    expect(splitFilter("flag.lr >= 3 and flag.lr <= 4", [LR]).brushes.get(LR)).toEqual({
      kind: "range",
      low: 3,
      high: 4,
    });
    expect(splitFilter("flag.lr >= flag.x", [LR]).brushes.size).toBe(0);
  });

  it("takes the last word on an axis, and leaves an earlier one that contradicts it to the filter", () => {
    const { base, brushes } = splitFilter("flag.lr != flag.lr and not has(flag.lr)", [LR]);
    expect([base, [...brushes]]).toEqual(["flag.lr != flag.lr", [[LR, { kind: "missing" }]]]);
    const bounded = splitFilter("flag.lr >= 1 and flag.lr >= 2", [LR]);
    expect([bounded.base, bounded.brushes.get(LR)]).toEqual([
      "flag.lr >= 1",
      { kind: "range", low: 2, high: Number.POSITIVE_INFINITY },
    ]);
  });

  it("goes into brackets where its top level is an or", () => {
    const brushes = new Map<string, Brush>([[LR, { kind: "missing" }]]);
    expect(joinFilter("a or b", brushes)).toBe("(a or b) and not has(flag.lr)");
    expect(joinFilter("", brushes)).toBe("not has(flag.lr)");
    expect(joinFilter("a", new Map())).toBe("a");
    expect(splitFilter("(a or b) and not has(flag.lr)", [LR]).base).toBe("(a or b)");
    expect(splitFilter("a or not has(flag.lr)", [LR]).brushes.size).toBe(0);
  });
});

describe("what a brush holds", () => {
  it("takes numbers in a range, both ends with it, and infinities", () => {
    const range: Brush = { kind: "range", low: 1, high: 2 };
    expect([0.9, 1, 2, 2.1, "NaN", null, "1", true].map((value) => holds(range, value))).toEqual([
      false,
      true,
      true,
      false,
      false,
      false,
      false,
      false,
    ]);
    expect(holds({ kind: "range", low: 1, high: Number.POSITIVE_INFINITY }, "Infinity")).toBe(true);
  });

  it("tells NaN from missing", () => {
    expect([holds({ kind: "nan" }, "NaN"), holds({ kind: "nan" }, null)]).toEqual([true, false]);
    expect([holds({ kind: "missing" }, null), holds({ kind: "missing" }, "NaN")]).toEqual([true, false]);
  });

  it("takes words by value and type", () => {
    const words: Brush = { kind: "values", values: ["1", false] };
    expect(["1", 1, false, 0, null].map((value) => holds(words, value))).toEqual([true, false, true, false, false]);
  });
});
