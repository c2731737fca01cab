import type { CompareAnswer, CompareMetric, Judgement, Verdict } from "../../src/shared/api";

export const DIGEST = `sha256:${"ab".repeat(32)}`;
export const COMMITS = ["1".repeat(40), "2".repeat(40)];

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

/** Nothing is known of a side but its word. */
export function judgement(changes: Partial<Judgement> = {}): Judgement {
  const none = { delta: null, interval: null, p: null, method: null, probability: null, runs_needed: null };
  return { word: null, text: "", ...none, ...changes };
}

const VERDICT: Verdict = {
  ...judgement({ word: "one run each" }),
  metric: null,
  about: null,
  n: [1, 1],
  sides: null,
  noise: null,
  best_of: null,
};

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
    charts: [],
    epochs: null,
    ...nothing,
    ranks: {},
    command: {},
    code_files: [],
    same: { ...nothing, ranks: {}, command: {} },
    reasons: [],
    warnings: [],
    doubtful: [],
    groups: null,
    budget: null,
    verdict: VERDICT,
    notices: [],
    ...changes,
  };
}

export const NOTHING_SAME: CompareAnswer["same"] = comparison().same;

/** Two runs: a flag, a commit and two files differ. */
export const ANSWER: CompareAnswer = comparison({
  runs: ["x/a", "x/b"],
  baseline: "x/a",
  main: "loss",
  metrics: { loss: metric([2, 1], { better: "down", good: [null, true], best: 1 }) },
  charts: ["loss"],
  flags: { lr: [0.5, null] },
  code: { commit: COMMITS },
  code_files: [
    { path: "a.py", digests: [null, DIGEST], content: [false, true] },
    { path: "b.py", digests: [DIGEST, "sha256:cd"], content: [true, true] },
    { path: "c.py", digests: [DIGEST, DIGEST], content: [true, true] },
  ],
  same: {
    ...NOTHING_SAME,
    flags: { epochs: 10 },
    datasets: { "digits/train": DIGEST, "digits/test": DIGEST },
    environment: { python: "3.11", numpy: "2" },
  },
  reasons: [{ kind: "flag", name: "lr", a: 0.5, b: null, run: "x/b", effect: null, beside: [] }],
  verdict: {
    ...VERDICT,
    text: "x/b has a loss 1.0000 lower than x/a. One run each: a difference without an interval.",
    metric: "loss",
    about: 1,
  },
});
