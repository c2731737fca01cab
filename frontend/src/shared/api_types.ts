/** The JSON of tb_lifecycle/plugin/http_api.md. Times are epoch seconds, durations seconds, sizes bytes. */

/** NaN and infinities travel as words. */
export type Num = number | "NaN" | "Infinity" | "-Infinity";
export type Value = Num | string | boolean | null | Value[];
export type Status = "running" | "completed" | "pruned" | "failed" | "terminated" | "lost" | "unknown";
export type StageName = "code" | "prepare" | "train" | "compare" | "serve";
export type StageState = "recorded" | "partial" | "missing";
export type Better = "up" | "down" | null;

export interface Column {
  id: string;
  kind: "attribute" | "stage" | "code" | "flag" | "metric" | "dataset" | "export" | "expression";
  type: "string" | "number" | "boolean" | "list" | "mixed";
  label: string;
  unit: string | null;
  better: Better;
  /** Shown until somebody chooses. */
  default: boolean;
  exact: boolean;
  sampled?: number[];
  values: Value[];
  /** Of groups: of the members that count, their standard deviation and the mean's 95 % interval. */
  sd?: (Num | null)[];
  low?: (Num | null)[];
  high?: (Num | null)[];
  /** Of groups: the rows whose members have different values, and the ends of different numbers. */
  varied?: number[];
  span?: ([Num, Num] | null)[];
}

/** Runs that make one row. */
export interface Group {
  key: string;
  label: string;
  members: string[];
  /** How many of them are in the means. */
  n: number;
  /** How many are not, by why: a status, or "no figure". */
  left_out: Record<string, number>;
  /** Which: places among the members. */
  out: number[];
}

export interface RunsAnswer {
  runs: string[];
  /** Where a row is a group. */
  groups: Group[] | null;
  /** How many rows there are. */
  total: number;
  /** How many runs match. */
  matching: number;
  /** How many there are on disk, as far as they were counted. */
  all: number;
  /** How many of them this answer was made from. */
  listed: number;
  offset: number;
  /** Every run that TensorBoard lists has been read. */
  complete: boolean;
  /** There is more to come. */
  reading: boolean;
  /** By how many seconds the answer is older than it may be. */
  stale: number;
  read: number | null;
  /** The metric that the runs are judged by. */
  main: string | null;
  /** Two or more runs are the same but for their seed. */
  seeds: boolean;
  /** Ids of the columns shown until somebody chooses, in their order. */
  first: string[];
  columns: Column[];
  /** Rows that were not read whole yet: what is null there may be to come. */
  unread: number[];
  notices: string[];
}

export interface CodeFile {
  path: string;
  state: string;
  size: number;
  digest: string;
  content: boolean;
  added: number | null;
  removed: number | null;
}

interface RecordedFile {
  path: string;
  size: number;
  kind: string;
}

export interface Code {
  commit: string | null;
  branch: string | null;
  remote: string | null;
  dirty: boolean | null;
  subject: string | null;
  author: string | null;
  committed: number | null;
  patch: { path: string; size: number; digest: string } | null;
  files: CodeFile[];
  /** What was left out, and why. */
  cut: string[];
  /** Of those lines what keeps the code from being rebuilt. */
  lost: string[];
}

export interface Hardware {
  cpu: string | null;
  cores: number | null;
  usable_cores: number | null;
  memory: number | null;
  memory_limit: number | null;
  platform: string | null;
  gpus: { name: string; memory: number | null; driver: string | null }[];
  container: string | null;
  scheduler: Record<string, string>;
}

export type Split = "train" | "validation" | "evaluation" | "test";

/** What was measured, on which data: metrics of one figure belong together. */
export interface Measured {
  split: Split | null;
  figure: string;
}

export interface Metric extends Measured {
  last: Num | null;
  step: number | null;
  first: Num | null;
  min: Num | null;
  max: Num | null;
  mean: Num | null;
  count: number | null;
  /** Of all figures. */
  exact: boolean;
  last_exact: boolean;
  better: Better;
  first_step: number | null;
  min_step: number | null;
  max_step: number | null;
}

export interface Dataset {
  name: string;
  split: string;
  digest: string | null;
  kind: string;
  source: string;
  rows: number | null;
  files: number | null;
  size: number | null;
  schema: { name: string; dtype: string; shape: (number | null)[] }[];
  profile: { label_counts?: Record<string, number>; [fact: string]: unknown };
  skipped: string;
}

interface Tensor {
  name: string;
  dtype: string;
  shape: (number | null)[] | null;
}

export interface Export {
  name: string;
  path: string;
  format: string;
  digest: string | null;
  size: number | null;
  files: number | null;
  created: number | null;
  parameters: number | null;
  /** The step of the newest metric when it was written. */
  step: number | null;
  signatures: { name: string; inputs: Tensor[]; outputs: Tensor[] }[];
}

interface Stage {
  state: StageState;
  facts: [string, string][];
  gaps: { text: string; call: string }[];
}

export interface Incarnation {
  started: number | null;
  ended: number | null;
  status: Status;
  host: string;
  pid: number | null;
  commit: string | null;
  command: string;
  first_step: number | null;
  last_step: number | null;
  changes: Change[];
  more_changes: number;
}

/** What an incarnation has otherwise than the one before; null is what was not there, or as committed. */
export interface Change {
  kind: "flag" | "code" | "dataset" | "python" | "package" | "hardware";
  name: string;
  before: Value;
  after: Value;
}

export interface Exit {
  code: number | null;
  signal: string;
  exception: string;
  traceback: string;
  reason: string;
}

interface Rank {
  rank: number;
  host: string;
  status: Status;
  started: number | null;
  ended: number | null;
  exit: Exit | null;
  differs: string[];
}

export interface RunAnswer {
  run: string;
  /** The run's directory, as a person types it where TensorBoard was started. */
  directory: string;
  status: Status;
  started: number | null;
  ended: number | null;
  duration: number | null;
  heartbeat: number | null;
  host: string | null;
  user: string | null;
  tags: string[];
  notes: string;
  command: {
    argv: string[];
    directory: string;
    interpreter: string;
    entry: string;
    module: string;
    line: string;
  } | null;
  exit: Exit | null;
  code: Code | null;
  environment: {
    python: string | null;
    packages: Record<string, string>;
    editable: string[];
    lock_file: string;
    builds: Record<string, string>;
    direct: Record<string, string>;
    variables: Record<string, string>;
    seeds: Record<string, string>;
  } | null;
  hardware: Hardware | null;
  flags: Record<string, Value>;
  flag_details: Record<string, { default: Value; type: string; help: string; set: boolean }>;
  main: string | null;
  metrics: Record<string, Metric>;
  datasets: Dataset[];
  exports: Export[];
  serving: {
    requests: number;
    errors: number;
    mean_ms: number | null;
    max_ms: number | null;
    last: number | null;
    digest: string | null;
  } | null;
  stages: Record<StageName, Stage>;
  incarnations: Incarnation[];
  ranks: Rank[];
  /** Other processes that recorded the run at the same time. */
  writers: { host: string; pid: number; started: number | null }[];
  /** Flags on which they disagree, with each value. */
  conflicts: Record<string, Value[]>;
  redactions: { where: string; name: string; why: string }[];
  series: { run: string; tag: string; metric: string }[];
  graphs: string[];
  files: RecordedFile[];
  position: { comparable: number; rank: number; metric: string } | null;
  notices: string[];
}

export interface CompareMetric extends Measured {
  better: Better;
  unit: string | null;
  values: (Num | null)[];
  exact: (boolean | null)[];
  deltas: (Num | null)[];
  relative: (Num | null)[];
  /** Whether the difference is for the better; null where that is not known. */
  good: (boolean | null)[];
  best: number | null;
  /** Where groups are compared: how many runs a value is the mean of, and how they spread. */
  n?: (number | null)[];
  sd?: (Num | null)[];
  low?: (Num | null)[];
  high?: (Num | null)[];
}

/** What other runs on the same data tell of a difference: the means of those with a value like each side's. */
interface Effect {
  moves: boolean;
  n: number;
  a: Num | null;
  b: Num | null;
  /** By how much the metric rises in a decade of a positive number. */
  slope: number | null;
  text: string;
}

export interface Reason {
  kind: "flag" | "code" | "dataset" | "package" | "python" | "hardware" | "seed" | "command" | "variable" | "rank";
  name: string;
  a: Value;
  b: Value;
  run: string;
  effect: Effect | null;
  /** What else differs for the same cause. */
  beside: { kind: Reason["kind"]; name: string; a: Value; b: Value }[];
}

/** What differs between compared runs, by subject. */
export type Subject =
  | "flags"
  | "seeds"
  | "datasets"
  | "code"
  | "environment"
  | "variables"
  | "hardware"
  | "ranks"
  | "command";

export type VerdictWord = "better" | "worse" | "not distinguishable" | "not comparable" | "one run each";
type Method = "welch" | "paired" | "one against many" | "bootstrap";

/** One side against the baseline. */
export interface Judgement {
  /** Null where the figures do not warrant one. */
  word: VerdictWord | null;
  text: string;
  delta: Num | null;
  interval: [Num, Num] | null;
  /** Corrected by Holm's method over all sides. */
  p: number | null;
  method: Method | null;
  /** That a new run of it beats one of the baseline. */
  probability: number | null;
  /** How many runs a side would tell. */
  runs_needed: number | null;
}

export interface Verdict extends Judgement {
  metric: string | null;
  /** The place of the side that the sentence is about. */
  about: number | null;
  n: number[];
  sides: (Judgement | null)[] | null;
  /** How far runs spread that differ only by seed, where a difference has no interval of its own. */
  noise: { sd: number; groups: number; runs: number; text: string } | null;
  /** What picking the best of so many gains by noise alone. */
  best_of: { of: number; lift: number | null; text: string } | null;
}

type BudgetKind = "step" | "time" | "samples";

/** The largest budget that all have reached. */
interface Budget {
  kind: BudgetKind;
  value: number | null;
  text: string;
}

export interface CompareAnswer extends Record<Subject, Record<string, Value[]>> {
  runs: string[];
  /** Of each side its group, null of a run; null where all are runs. */
  groups: (Group | null)[] | null;
  budget: Budget | null;
  baseline: string;
  statuses: Status[];
  started: (number | null)[];
  main: string | null;
  metrics: Record<string, CompareMetric>;
  /** The metrics to draw first, at most four. */
  charts: string[];
  /** The metric that counts epochs. */
  epochs: string | null;
  code_files: { path: string; digests: (string | null)[]; content: boolean[] }[];
  same: Record<Subject, Record<string, Value>>;
  reasons: Reason[];
  warnings: string[];
  /** The runs that a warning is about. */
  doubtful: string[];
  verdict: Verdict;
  notices: string[];
}

export interface Curve {
  run: string;
  tag: string;
  steps: number[];
  wall_times: number[];
  values: Num[];
  /** How many points were recorded; null where nobody counted. */
  count: number | null;
  /** Of a group: `values` are means over `n` of `members`, `low` to `high` their 95 % intervals. */
  band?: { n: number[]; low: (Num | null)[]; high: (Num | null)[]; members: number; exact: boolean } | null;
}

/** Quantiles over many runs, of 10, 25, 50, 75 and 90 %, at each of `x`. */
export interface Bands {
  tag: string;
  runs: number;
  x: number[];
  n: number[];
  quantiles: Num[][];
}

export type MediaKind = "images" | "histograms" | "texts" | "pr_curves";

export interface MediaTag {
  tag: string;
  runs: string[];
}

/** One run's value at a step, or the nearest that it has; the rest is missing where there is a `problem`. */
export interface MediaValue {
  run: string;
  step: number;
  problem: string | null;
  count?: number;
  bins?: [Num, Num, Num | null][];
  n?: Num;
  mean?: Num;
  sd?: Num;
  points?: [number, number][];
  ap?: number;
  text?: string;
  length?: number;
}

export interface MediaAnswer {
  kind: MediaKind;
  tag: string;
  steps: number[];
  step: number | null;
  values: MediaValue[];
}

export interface ScalarsAnswer {
  scalars: Curve[];
}

export interface LineageAnswer {
  nodes: { id: string; kind: "run" | "dataset" | "export"; name: string; digest: string | null }[];
  edges: { from: string; to: string }[];
}
