import { expect, test } from "vitest";
import { routeUrl } from "../../src/shared/api";

const BASE = "http://host/prefix/data/plugin/lifecycle/";

test("routes lie below the document's base, so that a path prefix holds", () => {
  expect(routeUrl("runs", {}, BASE)).toBe(`${BASE}runs`);
});

test("what is not asked for is not sent; lists repeat their name", () => {
  const url = routeUrl("compare", { run: ["a/b", "c d"], baseline: undefined, where: "" }, BASE);
  expect(url).toBe(`${BASE}compare?run=a%2Fb&run=c+d`);
  expect(routeUrl("file", { path: "x", offset: 0 }, BASE)).toContain("offset=0");
});
