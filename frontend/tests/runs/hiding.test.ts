import { beforeEach, expect, test } from "vitest";
import { canHide, hide, runsOf, showHidden, undoHiding } from "../../src/runs/hiding";
import { Rows } from "../../src/runs/rows";
import { clearSelection, hiddenRuns, selectAll, selected } from "../../src/shared/state";
import { answer } from "./answers";

const group = { key: "seed:a1", label: "a", members: ["a1", "a2"], n: 2, left_out: {}, out: [] };
const rows = new Rows({
  ...answer(["group:seed:a1", "group:seed:b"], {}),
  groups: [group, { ...group, key: "seed:b", label: "b", members: ["b"], n: 1 }],
});

beforeEach(() => {
  clearSelection();
  showHidden();
});

test("rows are hidden with the runs behind them, and selected no longer", () => {
  selectAll(["group:seed:a1", "b", "c"]);
  expect(runsOf(selected.value, rows)).toEqual(["a1", "a2", "b", "c"]);
  hide(["group:seed:a1", "b"], rows);
  expect(hiddenRuns.value).toEqual(["a1", "a2", "b"]);
  expect(selected.value).toEqual(["c"]);
});

test("what was hidden last comes back first", () => {
  hide(["x"], rows);
  hide(["group:seed:a1", "x"], rows);
  hide(["x"], rows);
  expect(hiddenRuns.value).toEqual(["x", "a1", "a2"]);
  undoHiding();
  expect(hiddenRuns.value).toEqual(["x"]);
  undoHiding();
  undoHiding();
  expect(hiddenRuns.value).toEqual([]);
});

test("what came with the address comes back at once", () => {
  hiddenRuns.value = ["x", "y"];
  undoHiding();
  expect(hiddenRuns.value).toEqual([]);
});

test("more than a question can name are not hidden one by one", () => {
  const many = Array.from({ length: 3000 }, (_, i) => `sweep/run-${i}`);
  expect([canHide(many), canHide(many.slice(0, 1000))]).toEqual([false, true]);
  hide(many, rows);
  expect(hiddenRuns.value).toEqual([]);
});
