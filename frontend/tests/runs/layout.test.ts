import { expect, test } from "vitest";
import { type ColumnSpec, expressionSpec } from "../../src/runs/columns";
import { GAP, headNote, layoutOf, MARK, setWidth, userWidths } from "../../src/runs/layout";
import { Rows } from "../../src/runs/rows";
import type { Value } from "../../src/shared/api";
import { textWidth } from "../../src/shared/measure";
import { answer } from "./answers";

/** Without a canvas every character is as wide as the next. */
const LETTER = textWidth("x");

function column(look: ColumnSpec["look"], values: Value[], base?: Value, more: Partial<ColumnSpec> = {}) {
  const id = "flag.x";
  const spec: ColumnSpec = { ...expressionSpec(id), label: "x", sub: "flag", look, ...more };
  const runs = values.map((_, index) => `run${index}`);
  return layoutOf(spec, new Rows(answer(runs, { [id]: values })), base, undefined);
}

test("figures of a column have one number of decimals and stand at the right", () => {
  expect(column("metric", [0.98, 0.1, null])).toMatchObject({ right: true, decimals: 4, deltaWidth: 0 });
  expect(column("metric", [1200, 3])).toMatchObject({ right: true, decimals: 0 });
  expect(column("metric", [null, null])).toMatchObject({ right: true, decimals: 0 });
});

test("whole figures of at most one are shares", () => {
  expect(column("metric", [1, 0]).decimals).toBe(4);
  expect(column("metric", [0, 0]).decimals).toBe(0);
  expect(column("metric", [1, 2]).decimals).toBe(0);
  expect(column("metric", [-1]).decimals).toBe(4);
});

test("a baseline opens room for differences with their signs", () => {
  const plain = column("metric", [0.98, 0.1]);
  const held = column("metric", [0.98, 0.1], 0.5);
  expect(held.deltaWidth).toBeGreaterThanOrEqual("+0.0000".length * LETTER);
  expect(held.width).toBe(plain.width + held.deltaWidth);
  expect(headNote(held)).toBe("flag · Δ");
  expect(headNote(plain)).toBe("flag");
  expect(column("metric", [0.98], "adam").deltaWidth).toBe(0);
});

test("the head's note says which way is better", () => {
  expect(headNote(column("metric", [1], undefined, { sub: "last", better: "up" }))).toBe("last · ↑ better");
  expect(headNote(column("metric", [1], undefined, { sub: "", better: "down" }))).toBe("↓ better");
});

test("a metric that holds texts stands at the left, as do flags that are no numbers", () => {
  expect(column("metric", ["a", 1])).toMatchObject({ right: false });
  expect(column("flag", ["adam", "sgd"])).toMatchObject({ right: false, decimals: 0 });
  expect(column("flag", [null, null])).toMatchObject({ right: false });
  expect(column("flag", [true, false])).toMatchObject({ right: false });
});

test("numbers of a flag leave room for the longest whole and the longest fraction", () => {
  const layout = column("flag", [1000, 0.001, null]);
  expect(layout).toMatchObject({ right: true, decimals: 3 });
  expect(layout.width).toBe("1000.000".length * LETTER + GAP);
  expect(column("flag", [1, 20]).decimals).toBe(0);
  expect(column("flag", [1e-7, 2]).decimals).toBe(0);
});

test("durations are seconds below a minute, then minutes, then hours", () => {
  expect(column("duration", [1.5, 42])).toMatchObject({ right: true, decimals: 2, spec: { sub: "s" } });
  expect(column("duration", [10, 59]).decimals).toBe(0);
  expect(column("duration", [0.0123]).decimals).toBe(2);
  expect(column("duration", [60])).toMatchObject({ right: true, spec: { sub: "min:s" } });
  expect(column("duration", [30, 3600]).spec.sub).toBe("h:min:s");
  expect(column("duration", [null]).spec.sub).toBe("s");
});

test("long texts are cut, the label is not, and nothing is too narrow to grip", () => {
  expect(column("value", ["x".repeat(500)]).width).toBe(220 + GAP);
  expect(column("value", ["a"]).width).toBe(32 + GAP);
  const label = "a rather long label".repeat(1);
  expect(column("value", ["a"], undefined, { label }).width).toBe(label.length * LETTER + GAP);
  expect(column("metric", [1], undefined, { label }).width).toBe(label.length * LETTER + MARK + GAP);
  expect(column("value", ["a"], undefined, { label: "x".repeat(100) }).width).toBe(220 + GAP);
  expect(column("value", ["a"], undefined, { sub: "a note that is longer" }).width).toBe(21 * LETTER + GAP);
});

test("digests are short; of tags the first is shown", () => {
  const digest = `sha256:${"3f9a1c".padEnd(64, "0")}`;
  expect(column("value", [digest], undefined, { sub: "" }).width).toBe("3f9a1c".length * LETTER + GAP);
  expect(column("tags", [["paper", "best"], null]).width).toBe("paper".length * LETTER + 44 + GAP);
  expect(column("started", [1763967000]).right).toBe(true);
  expect(column("value", [1, 2])).toMatchObject({ right: true });
});

test("stages, curves and commits have fixed widths", () => {
  expect(column("stages", []).width).toBe(144 + GAP);
  expect(column("curve", []).width).toBe(52 + GAP);
  expect(column("commit", ["c1"]).width).toBe(70 + GAP);
});

test("the data column has room for its longest name, a digest and the sign of another one", () => {
  const spec: ColumnSpec = { ...expressionSpec("data"), look: "data", ids: ['dataset["mnist"]', 'dataset["b"]'] };
  const data = (values: Record<string, Value[]>) =>
    layoutOf({ ...spec, label: "", sub: "" }, new Rows(answer(["a"], values)), undefined, undefined).width - GAP;
  const one = data({ 'dataset["mnist"]': ["sha256:1"] });
  expect(one).toBe((5 + 6 + 2) * LETTER + 8);
  expect(data({ 'dataset["mnist"]': ["sha256:1"], 'dataset["b"]': ["sha256:2"] })).toBe(one + 3 * LETTER);
});

test("what the user has dragged stays within reason", () => {
  setWidth("a", 3);
  setWidth("b", 5000);
  setWidth("c", 99.6);
  expect(userWidths.value).toEqual({ a: 32, b: 800, c: 100 });
  const spec = expressionSpec("flag.x");
  expect(layoutOf(spec, new Rows(answer(["a"], {})), undefined, 333)).toMatchObject({ width: 333, css: "width:333px" });
});

test("the answer says which way is better where the column does not", () => {
  const told = answer(["a"], { "metric.loss": [1] });
  const rows = new Rows({ ...told, columns: told.columns.map((one) => ({ ...one, better: "down" as const })) });
  const spec = { ...expressionSpec("metric.loss"), better: null };
  expect(layoutOf(spec, rows, undefined, undefined).spec.better).toBe("down");
  expect(layoutOf({ ...spec, better: "up" }, rows, undefined, undefined).spec.better).toBe("up");
});
