/** The table of runs. */
export function RunsView() {
  return <main class="runs-view" />;
}
