import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Address } from "../shared/address";

async function open(hash: string) {
  const address = new Address(hash);
  const settings = await import("../../src/charts/settings");
  const url = await import("../../src/charts/settingsUrl");
  url.linkSettingsToUrl();
  return { address, settings, url };
}

const pair = (key: string, value: string) => `&p.lifecycle.${key}=${encodeURIComponent(value)}`;

beforeEach(() => vi.resetModules());
afterEach(() => Reflect.deleteProperty(globalThis, "window"));

test("an address brings the charts back", async () => {
  const hash = `#lifecycle${pair("smooth", "0.25")}${pair("x", "metric:train/loss")}${pair("y", "log")}${pair("clip", "1")}${pair("charts", '["a","b"]')}${pair("ownx", '{"a":"b"}')}`;
  const { settings, url } = await open(hash);
  expect(settings.smoothing.value).toBe(0.25);
  expect(settings.xMetric.value).toBe("train/loss");
  expect(settings.yScale.value).toBe("log");
  expect(settings.clipOutliers.value).toBe(true);
  expect(settings.chosenCharts.value).toEqual(["a", "b"]);
  expect(settings.ownX.value).toEqual({ a: "b" });
  const said = Object.entries(url.settingsText()).map(([key, value]) => pair(key, value));
  expect(`#lifecycle${said.join("")}`).toBe(hash);
});

test("what is chosen goes into the address, the default out of it", async () => {
  const { address, settings } = await open("#lifecycle");
  settings.xAxis.value = "wall";
  settings.smoothing.value = 0;
  expect(address.location.hash).toContain(pair("x", "wall"));
  expect(address.location.hash).toContain(pair("smooth", "0"));
  settings.xAxis.value = "step";
  settings.smoothing.value = 0.6;
  expect(address.location.hash).not.toContain("p.lifecycle.x=");
  expect(address.location.hash).not.toContain("smooth");
});

test.each([
  ["smooth", "7"],
  ["smooth", "x"],
  ["x", "diagonal"],
  ["y", "cubic"],
  ["clip", "yes"],
  ["charts", "{"],
  ["charts", '{"a":1}'],
  ["ownx", '["a"]'],
  ["ownx", '{"a":1}'],
])("what is wrong in an address is as if absent: %s=%s", async (key, value) => {
  const { settings } = await open(`#lifecycle${pair(key, value)}`);
  expect(settings.smoothing.value).toBe(0.6);
  expect(settings.xAxis.value).toBe("step");
  expect(settings.yScale.value).toBe("auto");
  expect(settings.clipOutliers.value).toBe(false);
  expect(settings.chosenCharts.value).toBeNull();
  expect(settings.ownX.value).toEqual({});
});
