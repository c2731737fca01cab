import { afterEach, beforeEach, expect, test, vi } from "vitest";
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

test("before the address is read it is the table as it is at first", async () => {
  const state = await import("../../src/shared/state");
  expect([state.view.value, state.where.value, state.hideFailed.value]).toEqual([{ name: "runs" }, "", false]);
  expect([state.slots.value, state.tableOrder.value, state.compared.value]).toEqual([[], [], []]);
});

test("a hole in a list of names is none", async () => {
  const { state } = await open(`#lifecycle${pair("columns", '["a",null]')}${pair("sort", "[null]")}`);
  expect(state.columns.value).toEqual(["a"]);
  expect(state.sort.value).toEqual([]);
});

test("only a view is a step that Back undoes, and only what changes is written", async () => {
  const { address, state } = await open("#lifecycle");
  state.where.value = "x";
  state.openRun("a");
  state.where.value = "y";
  expect(address.past).toEqual([`#lifecycle${pair("where", "x")}`]);
  let written = 0;
  const replace = address.history.replaceState;
  address.history.replaceState = (...given) => {
    written += 1;
    replace(...given);
  };
  state.hideFailed.value = true;
  expect(written).toBe(1);
  state.columns.value = ["a"];
  state.columns.value = null;
  expect(address.location.hash).not.toContain("columns");
});

test("an address that says what is shown already changes nothing", async () => {
  const { address, state } = await open("#lifecycle");
  state.select("a", true);
  const before = state.slots.value;
  address.go(address.location.hash, "popstate");
  expect(state.slots.value).toBe(before);
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

test("an address brings 500 selected runs back, of more the first thousand", async () => {
  const names = Array.from({ length: 1200 }, (_, index) => `r${index}`);
  for (const [count, kept] of [
    [500, 500],
    [1200, 1000],
  ]) {
    vi.resetModules();
    const { address, state } = await open("#lifecycle");
    state.selectAll(names.slice(0, count));
    expect(state.selected.value).toHaveLength(count as number);
    vi.resetModules();
    const again = await open(address.location.hash);
    expect(again.state.selected.value).toEqual(names.slice(0, kept));
  }
});

test("what rows are grouped by is in the address: nothing is a choice as well", async () => {
  for (const [chosen, written] of [
    ["", "none"],
    ["seed", "seed"],
    ["flag.lr < 1", "flag.lr < 1"],
  ] as const) {
    vi.resetModules();
    const { address, state } = await open("#lifecycle");
    expect(state.grouping.value).toBeNull();
    state.grouping.value = chosen;
    expect(`&${address.location.hash.slice(1)}`).toContain(pair("group", written));
    vi.resetModules();
    expect((await open(address.location.hash)).state.grouping.value).toBe(chosen);
  }
});

test("links name their view", async () => {
  const { state } = await open("#lifecycle");
  expect(state.hrefOf({ name: "run", run: "a b" })).toContain(pair("view", "run:a b"));
  expect(state.hrefOf({ name: "compare" })).toContain(pair("view", "compare"));
  expect(state.hrefOf({ name: "runs" })).not.toContain("view");
});
