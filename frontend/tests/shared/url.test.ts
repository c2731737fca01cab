import { expect, test } from "vitest";
import { hrefWith, onUrlChange, parseHash, readUrl, withPair, writeUrl } from "../../src/shared/url";
import { Address } from "./address";

test("our pairs are read, other tabs' are not ours", () => {
  const hash = "#lifecycle&p.lifecycle.where=flag.lr%20%3C%201&tagFilter=acc&p.hparams.x=1&p.lifecycle.bare";
  expect(parseHash(hash)).toEqual({ where: "flag.lr < 1" });
  expect(parseHash("")).toEqual({});
  expect(parseHash("#p.lifecycle.sel=a=b")).toEqual({ sel: "a=b" });
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
  expect(withPair("#a&&b", "where", "")).toBe("a&b");
  expect(withPair("p.lifecycle.whereabouts=1", "where", "")).toBe("p.lifecycle.whereabouts=1");
});

test("our own address is written in place, or as a step that Back undoes", () => {
  const address = new Address("#lifecycle");
  writeUrl("where", "a < 1");
  expect(address.location.hash).toBe("#lifecycle&p.lifecycle.where=a%20%3C%201");
  expect(address.past).toEqual([]);
  writeUrl("view", "compare", true);
  expect(address.past).toEqual(["#lifecycle&p.lifecycle.where=a%20%3C%201"]);
  expect(readUrl()).toEqual({ where: "a < 1", view: "compare" });
});

test("inside TensorBoard its own store writes the address", () => {
  const [own, host] = [new Address("#own"), new Address("#lifecycle")];
  const written: unknown[] = [];
  const tf_storage = { setString: (...all: unknown[]) => written.push(all) };
  Object.assign(host, { tensorboard: { tf_storage } });
  own.parent = host;
  Object.assign(globalThis, { window: own });
  writeUrl("where", "x");
  writeUrl("view", "compare", true);
  expect(written).toEqual([
    ["p.lifecycle.where", "x", { defaultValue: "", useLocationReplace: true }],
    ["p.lifecycle.view", "compare", { defaultValue: "", useLocationReplace: false }],
  ]);
  expect([own.location.hash, host.location.hash]).toEqual(["#own", "#lifecycle"]);
});

test("embedded from another origin the page has its own address", () => {
  const own = new Address("#p.lifecycle.where=mine");
  own.parent = {
    get location(): never {
      throw new DOMException("Blocked a frame", "SecurityError");
    },
  };
  expect(readUrl()).toEqual({ where: "mine" });
});

test("changes of the address are heard, however they come", () => {
  const address = new Address("#lifecycle");
  let heard = 0;
  onUrlChange(() => {
    heard += 1;
  });
  address.go("#a");
  address.go("#b", "popstate");
  expect(heard).toBe(2);
});

test("a link has the whole address with one pair set", () => {
  const address = new Address("#lifecycle&p.lifecycle.where=x&p.lifecycle.view=compare");
  const start = "http://localhost:6006/prefix/?darkMode=1#lifecycle&p.lifecycle.where=x";
  expect(hrefWith("view", "run:a b")).toBe(`${start}&p.lifecycle.view=run%3Aa%20b`);
  expect(hrefWith("view", "run:c")).toBe(`${start}&p.lifecycle.view=run%3Ac`);
  expect(hrefWith("view", "")).toBe(start);
  expect(hrefWith("where", "y")).toContain("view=compare&p.lifecycle.where=y");
  address.go("");
  expect(hrefWith("view", "compare")).toBe(
    "http://localhost:6006/prefix/?darkMode=1#lifecycle&p.lifecycle.view=compare",
  );
});
