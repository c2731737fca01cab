import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { draft, filterError, refuseFilter, setDraft, shownError, typing } from "../../src/runs/filter";
import { ApiError } from "../../src/shared/api";
import { answered, lost } from "../../src/shared/live";
import { hideFailed, where } from "../../src/shared/state";
import { answer } from "./answers";

/** Expressions that the server was asked about, and of those the ones whose request was cancelled. */
let asked: string[] = [];
let cancelled: string[] = [];
/** The columns and the number of rows that were asked for. */
let sizes: (string | null)[][] = [];
let held: ServerResponse[] = [];
let server: Server;

const RUNS = answer([], {});
const WRONG = {
  message: "No flag ep.",
  hint: null,
  position: { start: 5, end: 7 },
  suggestion: "epochs",
  parameter: "where",
};

/** A server that takes its time with what contains "slow", refuses "wrong" and breaks at "gone". */
beforeAll(async () => {
  server = createServer((request, response) => {
    const { searchParams } = new URL(request.url ?? "", "http://localhost");
    const text = searchParams.get("where") ?? "";
    asked.push(text);
    sizes.push([searchParams.get("columns"), searchParams.get("limit")]);
    response.on("close", () => {
      if (!response.writableEnded) cancelled.push(text);
    });
    if (text.includes("slow")) held.push(response);
    else if (text.includes("gone")) response.writeHead(503).end("gone");
    else response.end(JSON.stringify(text.includes("wrong") ? { error: WRONG } : RUNS));
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  Object.assign(globalThis, { document: { baseURI: `http://127.0.0.1:${port}/` } });
});

afterAll(() => {
  for (const response of held) response.destroy();
  server.close();
  Reflect.deleteProperty(globalThis, "document");
});

beforeEach(async () => {
  where.value = "";
  setDraft("", 0);
  [filterError.value, typing.value, hideFailed.value, lost.value] = [null, null, false, null];
  [asked, cancelled, held, sizes] = [[], [], [], []];
  await new Promise((done) => setTimeout(done, 60));
});

test("a text becomes the filter once the server has taken it", async () => {
  setDraft("a > 1");
  expect(draft.value).toBe("a > 1");
  expect(where.value).toBe("");
  await vi.waitFor(() => expect(where.value).toBe("a > 1"));
  expect(answered.value).not.toBeNull();
  expect(sizes).toEqual([["name", "1"]]);
});

test("a request for a text is cancelled when the next one is typed", async () => {
  setDraft("slow", 0);
  await vi.waitFor(() => expect(asked).toEqual(["slow"]));
  setDraft("slow == 1", 0);
  await vi.waitFor(() => expect(cancelled).toEqual(["slow"]));
  setDraft("quick", 0);
  await vi.waitFor(() => expect(cancelled).toEqual(["slow", "slow == 1"]));
  await vi.waitFor(() => expect(where.value).toBe("quick"));
  expect(filterError.value).toBeNull();
});

test("of a fast run of keys only the last is asked about", async () => {
  for (const text of ["f", "fl", "fla", "flag"]) setDraft(text);
  await vi.waitFor(() => expect(where.value).toBe("flag"));
  expect(asked).toEqual(["flag"]);
});

test("a refused text says why, and the last valid filter stays", async () => {
  setDraft("a > 1", 0);
  await vi.waitFor(() => expect(where.value).toBe("a > 1"));
  setDraft("wrong", 0);
  await vi.waitFor(() => expect(filterError.value?.message).toBe("No flag ep."));
  expect(filterError.value).toMatchObject({ position: { start: 5, end: 7 }, suggestion: "epochs" });
  expect(where.value).toBe("a > 1");
  setDraft("a > 1");
  expect(filterError.value).toBeNull();
});

test("a lost server is no fault of the text", async () => {
  setDraft("gone", 0);
  await vi.waitFor(() => expect(lost.value).not.toBeNull());
  expect(filterError.value).toBeNull();
});

test("blanks are no filter, and are not asked about", async () => {
  where.value = "a";
  setDraft("  ", 0);
  await vi.waitFor(() => expect(where.value).toBe(""));
  expect(asked).toEqual([]);
});

const wrongAt = (start: number, end: number) => new ApiError("Wrong.", 400, null, { start, end }, null, "where");

test("an error is not shown while its word is being typed", () => {
  filterError.value = wrongAt(5, 8);
  expect(shownError.value).toBe(filterError.value);
  for (const [start, end] of [
    [5, 8],
    [8, 9],
    [1, 5],
  ] as const) {
    typing.value = { start, end };
    expect(shownError.value).toBeNull();
  }
  for (const [start, end] of [
    [9, 12],
    [1, 4],
  ] as const) {
    typing.value = { start, end };
    expect(shownError.value).toBe(filterError.value);
  }
  filterError.value = new ApiError("Wrong.", 400);
  expect(shownError.value).toBe(filterError.value);
});

test("a filter of the address that is none is let go, its error where the user wrote it", () => {
  where.value = "abc";
  hideFailed.value = true;
  refuseFilter(wrongAt(2, 4));
  expect(filterError.value).toMatchObject({ position: { start: 1, end: 3 }, parameter: "where", message: "Wrong." });
  expect(where.value).toBe("");
  refuseFilter(wrongAt(2, 4));
  expect(filterError.value?.position).toEqual({ start: 2, end: 4 });
  [where.value, hideFailed.value] = ["abc", false];
  refuseFilter(wrongAt(2, 4));
  expect(filterError.value?.position).toEqual({ start: 2, end: 4 });
  [where.value, hideFailed.value] = ["abc", true];
  refuseFilter(wrongAt(0, 4));
  expect(filterError.value?.position).toEqual({ start: 0, end: 3 });
  refuseFilter(new ApiError("Wrong.", 400));
  expect(filterError.value?.position).toBeNull();
});
