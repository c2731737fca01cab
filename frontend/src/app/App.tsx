import { CompareView } from "../compare/CompareView";
import { RunView } from "../provenance/RunView";
import { RunsView } from "../runs/RunsView";
import { view } from "../shared/state";
import { KeysHelp } from "./KeysHelp";
import { Nav } from "./Nav";
import { usePageKeys } from "./pageKeys";
import { useOverview } from "./useOverview";

function CurrentView() {
  const at = view.value;
  if (at.name === "run") return <RunView key={at.run} run={at.run} />;
  return at.name === "compare" ? <CompareView /> : <RunsView />;
}

export function App() {
  useOverview();
  usePageKeys();
  return (
    <div class="app">
      <Nav />
      <CurrentView />
      <KeysHelp />
    </div>
  );
}
