import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { parseSelection } from "../../src/shared/selectionText";
import { Address } from "./address";

/** The page's state is a module's: each test has its own. */
async function open(hash: string) {
  const address = new Address(hash);
  const state = await import("../../src/shared/state");
  state.linkStateToUrl();
  return { address, state };
}

const pair = (key: string, value: string) => `&p.lifecycle.${key}=${encodeURIComponent(value)}`;

beforeEach(() => vi.resetModules());
afterEach(() => Reflect.deleteProperty(globalThis, "window"));

test("the address brings everything back", async () => {
  const { state } = await open(
    `#lifecycle${pair("view", "run:a/b")}${pair("where", "x > 1")}${pair("hidefailed", "1")}${pair("sort", '["name"]')}${pair("columns", '["duration"]')}${pair("sel", '["a",null,"b"]')}${pair("baseline", "a")}`,
  );
  expect(state.view.value).toEqual({ name: "run", run: "a/b" });
  expect(state.where.value).toBe("x > 1");
  expect(state.hideFailed.value).toBe(true);
  expect(state.sort.value).toEqual(["name"]);
  expect(state.columns.value).toEqual(["duration"]);
  expect(state.slots.value).toEqual(["a", null, "b"]);
  expect(state.letterOf("b")).toBe("C");
  expect(state.baseline.value).toBe("a");
});

test("an address that says nothing, or nonsense, is the table as it is at first", async () => {
  for (const hash of ["#lifecycle", `#lifecycle${pair("view", "other")}${pair("sort", "[1]")}${pair("sel", "{")}`]) {
    vi.resetModules();
    const { state } = await open(hash);
    expect(state.view.value).toEqual({ name: "runs" });
    expect(state.sort.value).toEqual(["-started"]);
    expect(state.columns.value).toBeNull();
    expect(state.slots.value).toEqual([]);
    expect(state.baseline.value).toBeNull();
    expect([state.where.value, state.hideFailed.value]).toEqual(["", false]);
  }
});

test("what changes is written, what is as at first is not", async () => {
  const { address, state } = await open("#lifecycle&tagFilter=x");
  state.where.value = "a";
  state.hideFailed.value = true;
  state.sort.value = ["name"];
  state.select("r", true);
  expect(address.location.hash).toBe(
    `#lifecycle&tagFilter=x${pair("where", "a")}&p.lifecycle.hidefailed=1${pair("sort", '["name"]')}${pair("sel", '["r"]')}`,
  );
  state.where.value = "";
  state.hideFailed.value = false;
  state.sort.value = ["-started"];
  state.clearSelection();
  expect(address.location.hash).toBe("#lifecycle&tagFilter=x");
  expect(address.past).toEqual([]);
});

test("going to a view is a step that Back undoes", async () => {
  const { address, state } = await open("#lifecycle");
  state.openRun("a");
  state.openCompare();
  state.openRuns();
  expect(address.past).toEqual([
    "#lifecycle",
    `#lifecycle${pair("view", "run:a")}`,
    `#lifecycle${pair("view", "compare")}`,
  ]);
  expect(address.location.hash).toBe("#lifecycle");
  address.go(`#lifecycle${pair("view", "compare")}`, "popstate");
  expect(state.view.value).toEqual({ name: "compare" });
});

test("an earlier view does not undo a selection made since", async () => {
  const { address, state } = await open("#lifecycle");
  state.openRun("a");
  state.select("a", true);
  state.setBaseline("b");
  address.go("#lifecycle", "popstate");
  expect(state.view.value).toEqual({ name: "runs" });
  expect(state.selected.value).toEqual(["b", "a"]);
  expect(state.baseline.value).toBe("b");
  expect(address.location.hash).toBe(`#lifecycle${pair("sel", '["b","a"]')}${pair("baseline", "b")}`);
});

test("an address of the same view without a selection lets it go, one with another takes that", async () => {
  const { address, state } = await open("#lifecycle");
  state.select("a", true);
  address.go("#lifecycle");
  expect(state.selected.value).toEqual([]);
  state.openCompare();
  address.go(`#lifecycle${pair("sel", '["x"]')}`);
  expect(state.selected.value).toEqual(["x"]);
});

test("a large selection is whole in the address, in a short form", async () => {
  const { address, state } = await open("#lifecycle");
  state.selectAll(Array.from({ length: 50 }, (_, index) => `r${index}`));
  const found = new URLSearchParams(address.location.hash.slice(1)).get("p.lifecycle.sel") ?? "";
  expect(parseSelection(found)).toEqual(Array.from({ length: 50 }, (_, index) => `r${index}`));
  expect(state.selected.value).toHaveLength(50);
});

test("links name their view", async () => {
  const { state } = await open("#lifecycle");
  expect(state.hrefOf({ name: "run", run: "a b" })).toContain(pair("view", "run:a b"));
  expect(state.hrefOf({ name: "compare" })).toContain(pair("view", "compare"));
  expect(state.hrefOf({ name: "runs" })).not.toContain("view");
});
