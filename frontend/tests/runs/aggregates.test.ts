import { expect, test } from "vitest";
import { aggregateOf, aggregateWord, expressionOf, figureOf } from "../../src/runs/aggregates";
import { chosenSpecs, expressionSpec } from "../../src/runs/columns";

const LOSS = 'metric["val/loss"]';
const MAIN = { id: "metric.acc", better: "up" } as const;

test("what stands for a curve is told from its expression", () => {
  expect(figureOf(LOSS)).toEqual({ metric: LOSS, function: "last" });
  expect(figureOf(`min(${LOSS})`)).toEqual({ metric: LOSS, function: "min" });
  expect(figureOf(`at(${LOSS}, max(metric.acc))`)).toEqual({ metric: LOSS, function: "at" });
  for (const other of ["flag.lr", `${LOSS} * 2`, `max(${LOSS}) - min(${LOSS})`, "duration", "max(flag.x)"])
    expect(figureOf(other)).toBeNull();
});

test("each choice has its expression, and is found in it again", () => {
  for (const aggregate of ["last", "best", "mean", "first", "at"] as const) {
    const figure = figureOf(expressionOf(LOSS, "down", aggregate, MAIN));
    expect(figure && [figure.metric, aggregateOf(figure)]).toEqual([LOSS, aggregate]);
  }
  expect(expressionOf(LOSS, "down", "best", MAIN)).toBe(`min(${LOSS})`);
  expect(expressionOf(LOSS, null, "best", MAIN)).toBe(`max(${LOSS})`);
  expect(expressionOf(LOSS, "down", "at", MAIN)).toBe(`at(${LOSS}, max(metric.acc))`);
  expect(expressionOf(LOSS, "down", "at", null)).toBe(LOSS);
  expect(aggregateWord({ metric: LOSS, function: "at" })).toBe("at best");
});

test("the column of a figure has the metric's name and direction", () => {
  const metric = { ...expressionSpec(LOSS), label: "val/loss", better: "down" } as const;
  const [best, other] = chosenSpecs([`min(${LOSS})`, "flag.a * 2"], [metric]);
  expect(best).toMatchObject({ label: "val/loss", sub: "min", better: "down", ids: [`min(${LOSS})`] });
  expect(other?.label).toBe("flag.a * 2");
});
