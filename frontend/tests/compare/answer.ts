import type { CompareAnswer } from "../../src/shared/api";

export const DIGEST = `sha256:${"ab".repeat(32)}`;
export const COMMITS = ["1".repeat(40), "2".repeat(40)];

/** Two runs: a flag, a commit and two files differ. */
export const ANSWER: CompareAnswer = {
  runs: ["x/a", "x/b"],
  baseline: "x/a",
  statuses: ["completed", "completed"],
  started: [1, 2],
  metrics: {
    loss: {
      better: "down",
      unit: null,
      values: [2, 1],
      exact: [true, true],
      deltas: [0, -1],
      relative: [0, -0.5],
      best: 1,
    },
  },
  flags: { lr: [0.5, null] },
  datasets: {},
  code: { commit: COMMITS },
  code_files: [
    { path: "a.py", digests: [null, DIGEST], content: [false, true] },
    { path: "b.py", digests: [DIGEST, "sha256:cd"], content: [true, true] },
    { path: "c.py", digests: [DIGEST, DIGEST], content: [true, true] },
  ],
  environment: {},
  hardware: {},
  command: {},
  same: {
    flags: { epochs: 10 },
    datasets: { "digits/train": DIGEST, "digits/test": DIGEST },
    code: {},
    environment: { python: "3.11", numpy: "2" },
    hardware: {},
    command: {},
  },
  reasons: [{ kind: "flag", name: "lr", a: 0.5, b: null, run: "x/b" }],
  warnings: [],
  verdict: "x/b has a loss 1.0000 lower than x/a. One run each: a difference without an interval.",
  notices: [],
};

export const NOTHING_SAME: CompareAnswer["same"] = {
  flags: {},
  datasets: {},
  code: {},
  environment: {},
  hardware: {},
  command: {},
};
