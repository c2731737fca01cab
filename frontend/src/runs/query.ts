/** Statuses that "Hide failed" hides. */
const FAILED = '("failed", "lost", "terminated")';

/** The filter with what the switches add and without what is hidden. Where they do, the user's own expression is in brackets. */
export function composed(where: string, hide: boolean, hidden: readonly string[] = []): string {
  const added = [
    ...(hide ? [`status not in ${FAILED}`] : []),
    ...(hidden.length ? [`name not in [${hidden.map(quoted).join(", ")}]`] : []),
  ];
  if (added.length === 0) return where;
  return [...(where.trim() ? [`(${where})`] : []), ...added].join(" and ");
}

/** The filter that matches what "Hide failed" hides. */
export function failedOnly(where: string): string {
  return where.trim() ? `(${where}) and status in ${FAILED}` : `status in ${FAILED}`;
}

/** The runs of the sort keys as the server takes them. */
export function nextSort(keys: readonly string[], id: string, firstDown: boolean, add: boolean): string[] {
  const at = keys.findIndex((key) => sortId(key) === id);
  const flipped = at < 0 ? (firstDown ? `-${id}` : id) : isDown(keys[at] as string) ? id : `-${id}`;
  if (!add) return [flipped];
  return at < 0 ? [...keys, flipped] : keys.map((key, i) => (i === at ? flipped : key));
}

export const isDown = (key: string): boolean => key.startsWith("-");
export const sortId = (key: string): string => (isDown(key) ? key.slice(1) : key);

/** The string as a literal of the expression language. */
export function quoted(text: string): string {
  return JSON.stringify(text);
}
