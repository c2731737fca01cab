import type {
  Bands,
  CompareAnswer,
  LineageAnswer,
  MediaAnswer,
  MediaKind,
  MediaTag,
  RunAnswer,
  RunsAnswer,
  ScalarsAnswer,
} from "./api_types";

export type * from "./api_types";

/** An answer with a status that says no; `position` is a slice of the expression of `parameter`. */
export class ApiError extends Error {
  override name = "ApiError";
  constructor(
    message: string,
    readonly status: number,
    readonly hint: string | null = null,
    readonly position: { start: number; end: number } | null = null,
    readonly suggestion: string | null = null,
    readonly parameter: string | null = null,
  ) {
    super(message);
  }
}

/** Nothing answered: the server is gone or the network is. */
export class ConnectionLost extends Error {
  override name = "ConnectionLost";
}

type Query = Record<string, string | number | readonly string[] | null | undefined>;

/** A route's address. The document's base is …/data/plugin/lifecycle/, below any --path_prefix. */
export function routeUrl(route: string, query: Query = {}, base: string = document.baseURI): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value === null || value === undefined || value === "") continue;
    for (const one of Array.isArray(value) ? value : [value]) params.append(name, String(one));
  }
  const text = params.toString();
  return new URL(text ? `${route}?${text}` : route, base).href;
}

const GATEWAY = new Set([502, 503, 504]);

async function request(url: string, init: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(url, init);
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new ConnectionLost(error instanceof Error ? error.message : String(error));
  }
  if (GATEWAY.has(response.status)) throw new ConnectionLost(`${response.status} ${response.statusText}`);
  return response;
}

interface Refused {
  error: Pick<ApiError, "message" | "hint" | "position" | "suggestion" | "parameter">;
}

function apiError({ error }: Refused, status: number): ApiError {
  const { message, hint, position, suggestion, parameter } = error;
  return new ApiError(message, status, hint, position, suggestion, parameter);
}

export async function refusalOf(response: Response): Promise<ApiError> {
  const text = await response.text();
  try {
    return apiError(JSON.parse(text), response.status);
  } catch {
    const said = text.trim().split("\n")[0] || response.statusText;
    return new ApiError(`${response.status}: ${said.slice(0, 300)}`, response.status);
  }
}

const KEPT = 24;
const kept = new Map<string, { etag: string; body: unknown }>();

function keep(url: string, etag: string, body: unknown): void {
  kept.delete(url);
  kept.set(url, { etag, body });
  const oldest = kept.keys().next().value;
  if (kept.size > KEPT && oldest !== undefined) kept.delete(oldest);
}

/** GET as JSON. An answer that has not changed is the same object as before, so nothing renders anew. */
export async function getJson<T>(url: string, signal?: AbortSignal): Promise<T> {
  const before = kept.get(url);
  const headers = before ? { "If-None-Match": before.etag } : undefined;
  const response = await request(url, { ...(headers && { headers }), ...(signal && { signal }) });
  if (response.status === 304 && before) return before.body as T;
  if (!response.ok) throw await refusalOf(response);
  const body = (await response.json()) as T;
  const etag = response.headers.get("ETag");
  if (etag) keep(url, etag, body);
  return body;
}

export interface RunsQuery {
  where?: string;
  /** "seed" or expressions: a row a group. */
  group?: string | null;
  /** Only the group of this key. */
  key?: string | null;
  columns?: readonly string[];
  sort?: string;
  limit?: number;
  /** Read figures of sampled points from the event files. */
  exact?: boolean;
}

const flagged = (on: boolean | undefined): string | null => (on ? "1" : null);

/** A half-typed expression is no fault of the page: its error comes as an answer, of which the console says nothing. */
export async function getRuns(query: RunsQuery, signal?: AbortSignal): Promise<RunsAnswer> {
  const { where, group, key, columns, sort, limit, exact } = query;
  const asked = { where, group, key, columns: columns?.join(", "), sort, limit, exact: flagged(exact) };
  const url = routeUrl("runs", { ...asked, errors: "inline" });
  const answer = await getJson<RunsAnswer | Refused>(url, signal);
  if ("error" in answer) throw apiError(answer, 400);
  return answer;
}

export function getRun(run: string, exact: boolean, signal?: AbortSignal): Promise<RunAnswer> {
  return getJson(routeUrl("run", { run, exact: flagged(exact) }), signal);
}

export function getCompare(
  runs: readonly string[],
  baseline: string | undefined,
  exact: boolean,
  signal?: AbortSignal,
  budget?: string,
): Promise<CompareAnswer> {
  return getJson(routeUrl("compare", { run: runs, baseline, exact: flagged(exact), budget }), signal);
}

/** Curves of `runs`; without tags, every metric. A run without the tag has no entry. */
export function getScalars(
  runs: readonly string[],
  tags: readonly string[],
  points?: number,
  signal?: AbortSignal,
): Promise<ScalarsAnswer> {
  return getJson(routeUrl("scalars", { run: runs, tag: tags, points }), signal);
}

export function getBands(
  runs: readonly string[],
  tags: readonly string[],
  x: string,
  signal?: AbortSignal,
): Promise<{ bands: Bands[] }> {
  return getJson(routeUrl("bands", { run: runs, tag: tags, x }), signal);
}

export function getMediaTags(
  runs: readonly string[],
  signal?: AbortSignal,
): Promise<{ tags: Record<MediaKind, MediaTag[]>; left_out: Record<MediaKind, number> }> {
  return getJson(routeUrl("media_tags", { run: runs }), signal);
}

export function getMedia(
  runs: readonly string[],
  kind: MediaKind,
  tag: string,
  step: number | null,
  signal?: AbortSignal,
): Promise<MediaAnswer> {
  return getJson(routeUrl("media", { run: runs, kind, tag, step }), signal);
}

/** The address of one image, for `<img>`. */
export function imageUrl(run: string, tag: string, step: number, index: number): string {
  return routeUrl("image", { run, tag, step, index });
}

export function getLineage(run: string, signal?: AbortSignal): Promise<LineageAnswer> {
  return getJson(routeUrl("lineage", { run }), signal);
}

/** The address of a recorded file, for a link. */
export function fileUrl(run: string, path: string): string {
  return routeUrl("file", { run, path });
}

/** A recorded file's text; `size` is the whole file's, in bytes. */
export async function getFile(
  run: string,
  path: string,
  range: { offset?: number; limit?: number } = {},
  signal?: AbortSignal,
): Promise<{ text: string; size: number }> {
  const response = await request(routeUrl("file", { run, path, ...range }), signal ? { signal } : {});
  if (!response.ok) throw await refusalOf(response);
  const bytes = await response.arrayBuffer();
  const size = Number(response.headers.get("X-File-Size") ?? bytes.byteLength);
  return { text: new TextDecoder().decode(bytes), size };
}
