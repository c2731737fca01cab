/** A still bar where a value is on its way: nothing is known of it yet, not even that it is missing. */
export function Unread({ width = 28 }: { width?: number }) {
  return <i class="unread" style={`width:${width}px`} role="img" aria-label="not read yet" title="Not read yet" />;
}
