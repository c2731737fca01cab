import type { CompareAnswer, CompareMetric } from "../../src/shared/api";

/** A metric of compared runs, the first of them the baseline. */
export function metric(values: number[], changes: Partial<CompareMetric> = {}): CompareMetric {
  const deltas = values.map((value) => value - (values[0] ?? 0));
  return {
    better: "up",
    unit: null,
    split: null,
    figure: "figure",
    values,
    exact: values.map(() => true),
    deltas,
    relative: deltas,
    good: deltas.map((delta) => (delta === 0 ? null : delta > 0)),
    best: null,
    ...changes,
  };
}

/** Two runs, A the baseline, that differ in nothing but what the test gives. */
export function comparison(changes: Partial<CompareAnswer> = {}): CompareAnswer {
  const nothing = { flags: {}, seeds: {}, datasets: {}, code: {}, environment: {}, variables: {}, hardware: {} };
  return {
    runs: ["A", "B"],
    baseline: "A",
    statuses: ["completed", "completed"],
    started: [1, 2],
    main: null,
    metrics: {},
    ...nothing,
    ranks: {},
    command: {},
    code_files: [],
    same: { ...nothing, ranks: {}, command: {} },
    reasons: [],
    warnings: [],
    doubtful: [],
    verdict: { word: "one run each", text: "", metric: null, interval: null, p: null, n: [1, 1] },
    notices: [],
    ...changes,
  };
}
