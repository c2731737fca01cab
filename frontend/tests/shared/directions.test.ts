import { afterEach, beforeEach, expect, test, vi } from "vitest";

function storage(first: Record<string, string> = {}): Storage {
  const held = new Map(Object.entries(first));
  return {
    getItem: (key: string) => held.get(key) ?? null,
    setItem: (key: string, value: string) => void held.set(key, value),
  } as Storage;
}

const open = () => import("../../src/shared/directions");

beforeEach(() => vi.resetModules());
afterEach(() => vi.unstubAllGlobals());

test("a direction set by hand goes before the told one, and the browser remembers it", async () => {
  const kept = storage();
  vi.stubGlobal("localStorage", kept);
  const first = await open();
  expect(first.directionOf("metric.a", "up")).toBe("up");
  first.setDirection("metric.a", "down");
  first.setDirection("metric.b", null);
  vi.resetModules();
  const later = await open();
  expect([later.directionOf("metric.a", "up"), later.directionOf("metric.b", "up")]).toEqual(["down", null]);
  later.setDirection("metric.a", undefined);
  expect(later.directionOf("metric.a", "up")).toBe("up");
});

test("what somebody else stored there is left alone; without storage it holds while the page is open", async () => {
  for (const text of ["[1]", "null", "{", '{"metric.a": "sideways"}']) {
    vi.resetModules();
    vi.stubGlobal("localStorage", storage({ "tb_lifecycle.directions": text }));
    expect((await open()).directions.value).toEqual({});
  }
  vi.resetModules();
  vi.stubGlobal("localStorage", undefined);
  const { setDirection, directionOf } = await open();
  setDirection("metric.a", "down");
  expect(directionOf("metric.a", "up")).toBe("down");
});
