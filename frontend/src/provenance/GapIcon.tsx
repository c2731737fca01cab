/** A broken ring: something is not recorded. */
export function GapIcon() {
  return (
    <svg class="gap-icon" width="14" height="14" viewBox="0 0 14 14" aria-hidden="true">
      <circle cx="7" cy="7" r="5.2" fill="none" stroke="currentColor" stroke-width="1.6" stroke-dasharray="3.1 2.34" />
    </svg>
  );
}
