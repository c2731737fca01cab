import { CompareView } from "../compare/CompareView";
import { RunView } from "../provenance/RunView";
import { RunsView } from "../runs/RunsView";
import { view } from "../shared/state";
import { Nav } from "./Nav";

function CurrentView() {
  const at = view.value;
  if (at.name === "run") return <RunView key={at.run} run={at.run} />;
  return at.name === "compare" ? <CompareView /> : <RunsView />;
}

export function App() {
  return (
    <div class="app">
      <Nav />
      <CurrentView />
    </div>
  );
}
