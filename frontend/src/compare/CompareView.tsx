export function CompareView() {
  return <main class="compare-view" data-testid="compare-panel" />;
}
