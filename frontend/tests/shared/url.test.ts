import { expect, test } from "vitest";
import { parseHash, withPair } from "../../src/shared/url";

test("our pairs are read, other tabs' are not ours", () => {
  const hash = "#lifecycle&p.lifecycle.where=flag.lr%20%3C%201&tagFilter=acc&p.hparams.x=1";
  expect(parseHash(hash)).toEqual({ where: "flag.lr < 1" });
});

test("a broken escape is as if it were not there", () => {
  expect(parseHash("#lifecycle&p.lifecycle.where=%E0%A4%A&p.lifecycle.view=compare")).toEqual({ view: "compare" });
});

test("a pair is set, replaced and removed; the rest of the hash stays", () => {
  const once = withPair("#lifecycle&tagFilter=acc", "where", "a & b = c");
  expect(once).toBe("lifecycle&tagFilter=acc&p.lifecycle.where=a%20%26%20b%20%3D%20c");
  expect(parseHash(once)).toEqual({ where: "a & b = c" });
  expect(withPair(once, "where", "")).toBe("lifecycle&tagFilter=acc");
  expect(withPair(withPair(once, "where", "x"), "sel", "[]")).toContain("where=x&p.lifecycle.sel=");
});
