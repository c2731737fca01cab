import { useEffect } from "preact/hooks";
import { getRuns } from "../shared/api";
import { grew, incomplete } from "../shared/live";
import { useQuery } from "../shared/query";
import { allRuns, notices, runningCount } from "../shared/summary";

/** Reads what every view shows of the logdir: how many runs, how many go on, whether all are read. */
export function useOverview(): void {
  const { data } = useQuery("overview", (signal) =>
    getRuns({ where: 'status == "running"', columns: ["name"], limit: 1 }, signal),
  );
  useEffect(() => {
    if (!data) return;
    if (data.all !== allRuns.value) grew.value = Date.now() / 1000;
    allRuns.value = data.all;
    runningCount.value = data.total;
    incomplete.value = !data.complete;
    notices.value = data.notices;
  }, [data]);
}
