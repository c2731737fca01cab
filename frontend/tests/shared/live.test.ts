import { expect, test } from "vitest";
import { backOff } from "../../src/shared/live";

test("a lost server is asked less and less often, every 30 seconds at last", () => {
  expect([1, 2, 3, 4, 5, 6, 20].map(backOff)).toEqual([1, 2, 4, 8, 16, 30, 30]);
});
