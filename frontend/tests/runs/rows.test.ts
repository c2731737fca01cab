import { expect, test } from "vitest";
import { datasetId, runData } from "../../src/runs/datasets";
import { heldOrder } from "../../src/runs/order";
import { Rows } from "../../src/runs/rows";
import { answer } from "./answers";

const IDS = [datasetId("mnist"), datasetId("extra")];
const rows = new Rows(
  answer(["b", "a"], {
    status: ["failed", null],
    [IDS[0] as string]: ["sha256:11", "sha256:22"],
    [IDS[1] as string]: ["sha256:33", null],
  }),
);

test("values are found by run and column; what is not there is null", () => {
  expect(rows.value("a", IDS[0] as string)).toBe("sha256:22");
  expect(rows.value("c", IDS[0] as string)).toBeNull();
  expect(rows.value("a", "flag.x")).toBeNull();
  expect([rows.status("b"), rows.status("a")]).toEqual(["failed", "unknown"]);
});

test("the first rows of a longer answer are not the whole", () => {
  const one = answer(["a", "b"], {});
  expect(new Rows(one).whole).toBe(true);
  expect(new Rows({ ...one, total: 3 }).whole).toBe(false);
});

test("sampled figures are known by row", () => {
  const one = answer(["a", "b"], { "metric.loss": [1, 2] });
  const marked = new Rows({
    ...one,
    columns: one.columns.map((column) => ({ ...column, exact: false, sampled: [1] })),
  });
  expect([marked.sampled("a", "metric.loss"), marked.sampled("b", "metric.loss")]).toEqual([false, true]);
});

test("what is not read yet is not missing", () => {
  const loading = {
    ...answer(["whole", "half"], { status: ["running", "lost"], "metric.loss": [null, null] }),
    unread: [1],
  };
  const unread = (one: typeof loading, run: string, id: string) => new Rows(one).unread(run, id);
  expect(unread(loading, "half", "metric.loss")).toBe(true);
  expect(unread(loading, "whole", "metric.loss")).toBe(false);
  expect(unread({ ...loading, unread: [] }, "half", "metric.loss")).toBe(false);
  expect(unread({ ...loading, unread: [] }, "whole", "flag.just_chosen")).toBe(true);
  expect(unread(loading, "half", "status")).toBe(false);
  expect(unread(loading, "gone", "metric.loss")).toBe(false);
});

test("a run's data set stands beside the baseline's", () => {
  const base = new Rows(answer(["a"], { [IDS[0] as string]: ["sha256:22"] }));
  expect(runData("b", IDS, rows, base)).toMatchObject({ name: "mnist", differs: true, more: 1 });
  expect(runData("a", IDS, rows, base)).toMatchObject({ differs: false, more: 0 });
  expect(runData("c", IDS, rows, base)).toBeNull();
});

test("rows keep their places while newcomers wait and lost ones go", () => {
  const now = new Rows(answer(["new", "b", "a"], {}));
  expect(heldOrder(["a", "gone", "b"], now)).toEqual({ names: ["a", "b"], waiting: 1 });
  const before = ["b", "a"];
  expect(heldOrder(before, now).names).toBe(before);
});
