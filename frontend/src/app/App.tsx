import { useEffect } from "preact/hooks";
import { CompareView } from "../compare/CompareView";
import { RunView } from "../provenance/RunView";
import { RunsView } from "../runs/RunsView";
import { Guard } from "../shared/Guard";
import { type View, view } from "../shared/state";
import { KeysHelp } from "./KeysHelp";
import { Later } from "./Later";
import { Nav } from "./Nav";
import { usePageKeys } from "./pageKeys";
import { useOverview } from "./useOverview";

const loadSweep = () => import("../sweep/SweepView");

function CurrentView() {
  const at = view.value;
  if (at.name === "run")
    return (
      <Guard key={at.run} name="This run" of={at}>
        <RunView run={at.run} />
      </Guard>
    );
  if (at.name === "sweep")
    return (
      <Guard key="sweep" name="The sweep" of={at}>
        <Later load={loadSweep} />
      </Guard>
    );
  return at.name === "compare" ? (
    <Guard key="compare" name="The comparison" of={at}>
      <CompareView />
    </Guard>
  ) : (
    <Guard key="runs" name="The table of runs" of={at}>
      <RunsView />
    </Guard>
  );
}

const TITLES = { runs: "Runs", compare: "Compare", sweep: "Sweep" } as const;

const titleOf = (at: View): string => `${at.name === "run" ? at.run : TITLES[at.name]} – Lifecycle`;

/** The frame's own title: what a screen reader says of it. */
function useTitle(): void {
  const title = titleOf(view.value);
  useEffect(() => {
    document.title = title;
  }, [title]);
}

export function App() {
  useTitle();
  useOverview();
  usePageKeys();
  return (
    <div class="app">
      <Guard name="The navigation" of={null}>
        <Nav />
      </Guard>
      <CurrentView />
      <KeysHelp />
    </div>
  );
}
