import { expect, test } from "vitest";
import { heldOrder } from "../../src/runs/order";
import { Rows } from "../../src/runs/rows";
import { answer } from "./answers";

const rows = (...names: string[]) => new Rows(answer(names, { name: names }));

test("newcomers wait, and the others keep their places", () => {
  const before = ["b", "a"];
  expect(heldOrder(before, rows("a", "c", "b", "d"))).toEqual({ names: ["b", "a"], waiting: 2 });
  expect(heldOrder(before, rows("a", "b")).names).toBe(before);
  expect(heldOrder(before, rows("a", "b")).waiting).toBe(0);
});

test("a run that is gone leaves its place", () => {
  expect(heldOrder(["b", "gone", "a"], rows("a", "b"))).toEqual({ names: ["b", "a"], waiting: 0 });
  expect(heldOrder(["gone"], rows())).toEqual({ names: [], waiting: 0 });
});
