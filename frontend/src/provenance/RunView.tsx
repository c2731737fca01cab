/** A run's own page. */
export function RunView({ run }: { run: string }) {
  return (
    <main class="run-view" data-testid="provenance">
      <h1>{run}</h1>
    </main>
  );
}
