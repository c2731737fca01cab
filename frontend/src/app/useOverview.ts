import { useEffect } from "preact/hooks";
import { getRuns } from "../shared/api";
import { incomplete } from "../shared/live";
import { useQuery } from "../shared/query";
import { allRuns, notices, runningCount } from "../shared/summary";

/** Reads what every view shows of the logdir: how many runs, how many go on, whether all are read. */
export function useOverview(): void {
  const { data } = useQuery("overview", (signal) =>
    getRuns({ where: 'status == "running"', columns: ["name"], limit: 1 }, signal),
  );
  useEffect(() => {
    if (!data) return;
    allRuns.value = data.all;
    runningCount.value = data.total;
    incomplete.value = !data.complete;
    notices.value = data.notices;
  }, [data]);
}
