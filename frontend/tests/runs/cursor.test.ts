import { beforeEach, expect, test } from "vitest";
import { cursor, type TableKeys, tableKey } from "../../src/runs/cursor";
import { baseline, clearSelection, hideFailed, openRuns, selected, view } from "../../src/shared/state";

const NAMES = ["a", "b", "c", "d", "e"];
let scrolled: number[] = [];
let sideways: number[] = [];

const TABLE: TableKeys = {
  names: NAMES,
  whole: true,
  page: 3,
  scrollTo: (place) => scrolled.push(place),
  scrollSideways: (by) => sideways.push(by),
  parent: () => null,
  isGroup: () => false,
  isOpen: () => false,
  setOpen: () => {},
  toggleSeeds: () => {},
};

interface Held {
  shiftKey?: boolean;
  ctrlKey?: boolean;
  altKey?: boolean;
  metaKey?: boolean;
}

function press(key: string, held: Held = {}, table: Partial<TableKeys> = {}): boolean {
  const none = { shiftKey: false, ctrlKey: false, altKey: false, metaKey: false };
  return tableKey({ key, ...none, ...held } as KeyboardEvent, { ...TABLE, ...table });
}

beforeEach(() => {
  cursor.value = null;
  press("ArrowDown");
  cursor.value = null;
  clearSelection();
  hideFailed.value = false;
  openRuns();
  [scrolled, sideways] = [[], []];
});

test("arrows, pages and ends move the cursor, never out of the table, and scroll to it", () => {
  const way = ["ArrowDown", "ArrowDown", "PageDown", "PageDown", "ArrowUp", "PageUp", "End", "Home", "ArrowUp"];
  const seen = way.map((key) => (press(key) ? cursor.value : "not ours"));
  expect(seen).toEqual(["a", "b", "e", "e", "d", "a", "e", "a", "a"]);
  expect(scrolled).toEqual([0, 1, 4, 4, 3, 0, 4, 0, 0]);
});

test("without a cursor the first key enters at the end that it points away from", () => {
  expect(press("PageDown")).toBe(true);
  expect(cursor.value).toBe("c");
  cursor.value = null;
  press("End");
  expect(cursor.value).toBe("e");
  cursor.value = "gone";
  press("ArrowDown");
  expect(cursor.value).toBe("a");
  cursor.value = null;
  press("ArrowUp");
  expect(cursor.value).toBe("a");
});

test("an empty table has no cursor", () => {
  expect(press("ArrowDown", {}, { names: [] })).toBe(false);
  expect(cursor.value).toBeNull();
});

test("with Shift the arrows select from where they began", () => {
  cursor.value = "b";
  press("ArrowDown", { shiftKey: true });
  press("ArrowDown", { shiftKey: true });
  expect(selected.value).toEqual(["b", "c", "d"]);
  press("ArrowUp");
  clearSelection();
  press("ArrowUp", { shiftKey: true });
  expect(selected.value).toEqual(["b", "c"]);
});

test("with Shift and no cursor the row that is reached is selected", () => {
  press("End", { shiftKey: true });
  expect(selected.value).toEqual(["e"]);
});

test("Space, Enter, b act on the cursor's run and on nothing without one", () => {
  for (const key of [" ", "Enter", "b"]) expect(press(key)).toBe(false);
  cursor.value = "c";
  press(" ");
  expect(selected.value).toEqual(["c"]);
  press(" ");
  expect(selected.value).toEqual([]);
  press("b");
  expect(baseline.value).toBe("c");
  press("b");
  expect(baseline.value).toBeNull();
  press("Enter");
  expect(view.value).toEqual({ name: "run", run: "c" });
});

test("c compares two or more, h hides failed, Escape lets the cursor go", () => {
  expect(press("c")).toBe(false);
  cursor.value = "a";
  press(" ");
  expect(press("c")).toBe(false);
  expect(view.value.name).toBe("runs");
  cursor.value = "b";
  press(" ");
  expect(press("c")).toBe(true);
  expect(view.value.name).toBe("compare");
  expect(press("h")).toBe(true);
  expect(hideFailed.value).toBe(true);
  press("h");
  expect(hideFailed.value).toBe(false);
  expect(press("Escape")).toBe(true);
  expect(cursor.value).toBeNull();
  expect(press("Escape")).toBe(false);
});

test("Ctrl+A selects all that match, once all are there", () => {
  expect(press("a", { ctrlKey: true }, { whole: false })).toBe(true);
  expect(selected.value).toEqual([]);
  expect(press("a", { ctrlKey: true })).toBe(true);
  expect(selected.value).toEqual(NAMES);
  expect(press("ArrowDown", { ctrlKey: true })).toBe(false);
});

test("while rows are on their way End waits", () => {
  expect(press("End", {}, { whole: false })).toBe(true);
  expect(cursor.value).toBeNull();
  expect(press("ArrowDown", {}, { whole: false })).toBe(true);
  expect(cursor.value).toBe("a");
});

test("left and right scroll; what is held with Alt or Meta, and other keys, are not the table's", () => {
  expect([press("ArrowLeft"), press("ArrowRight")]).toEqual([true, true]);
  expect(sideways).toEqual([-80, 80]);
  expect([press("ArrowDown", { altKey: true }), press("ArrowDown", { metaKey: true }), press("x")]).toEqual([
    false,
    false,
    false,
  ]);
  expect(cursor.value).toBeNull();
});

test("left and right close and open a group, and go between it and its first member", () => {
  const opened: [string, boolean][] = [];
  const open = new Set<string>();
  const groups: Partial<TableKeys> = {
    parent: (run) => (run === "c" || run === "d" ? "b" : null),
    isGroup: (run) => run === "b",
    isOpen: (run) => open.has(run),
    setOpen: (run, on) => opened.push([run, on]),
  };
  cursor.value = "b";
  press("ArrowRight", {}, groups);
  expect([opened, cursor.value]).toEqual([[["b", true]], "b"]);
  open.add("b");
  press("ArrowRight", {}, groups);
  expect([cursor.value, scrolled]).toEqual(["c", [2]]);
  cursor.value = "d";
  press("ArrowLeft", {}, groups);
  expect([cursor.value, scrolled.at(-1)]).toEqual(["b", 1]);
  press("ArrowLeft", {}, groups);
  expect(opened.at(-1)).toEqual(["b", false]);
  press("Enter", {}, groups);
  expect([opened.at(-1), view.value.name]).toEqual([["b", false], "runs"]);
  cursor.value = "a";
  press("ArrowRight", {}, groups);
  expect(sideways).toEqual([80]);
});

test("all matching are the groups, not their members as well; s asks for groups of seeds", () => {
  let toggled = 0;
  press("a", { ctrlKey: true }, { parent: (run) => (run === "c" ? "b" : null) });
  expect(selected.value).toEqual(["a", "b", "d", "e"]);
  press("s", {}, { toggleSeeds: () => (toggled += 1) });
  expect(toggled).toBe(1);
});
