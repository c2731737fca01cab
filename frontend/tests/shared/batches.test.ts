import { expect, test } from "vitest";
import { batches, inTurn } from "../../src/shared/batches";

test("a question has so many names, and so many characters", () => {
  const names = Array.from({ length: 60 }, (_, index) => `run${index}`);
  expect(batches(names).map((batch) => batch.length)).toEqual([25, 25, 10]);
  expect(batches(names, 100).flat()).toEqual(names);
  const long = ["ü".repeat(900), "ü".repeat(900), "a"];
  expect(batches(long).map((batch) => batch.length)).toEqual([1, 2]);
  expect(batches(["x".repeat(9000)])).toHaveLength(1);
  expect(batches([])).toEqual([]);
});

test("the answers come in their order, and what has come is shown meanwhile", async () => {
  const soon: string[][] = [];
  const parts = [["slow"], ["b"], ["c"]];
  let letGo = () => {};
  const waiting = new Promise<void>((done) => {
    letGo = done;
  });
  const all = await inTurn(
    parts,
    async ([name = ""]) => {
      if (name === "slow") await waiting;
      if (name === "c") letGo();
      return name;
    },
    (some) => soon.push(some),
  );
  expect(all).toEqual(["slow", "b", "c"]);
  expect(soon[0]).toEqual(["b"]);
});

test("one refusal refuses all", async () => {
  await expect(inTurn([["a"], ["b"]], ([name]) => Promise.reject(new Error(name)))).rejects.toThrow();
});
