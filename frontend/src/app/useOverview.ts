import { useEffect } from "preact/hooks";
import { getRuns } from "../shared/api";
import { incomplete, reading, stale } from "../shared/live";
import { useQuery } from "../shared/query";
import { allRuns, notices, runningCount } from "../shared/summary";

/** Reads what every view shows of the logdir: how many runs, how many go on, whether all are read and how old that is. */
export function useOverview(): void {
  const { data } = useQuery("overview", (signal) =>
    getRuns({ where: 'status == "running"', columns: ["name"], limit: 1 }, signal),
  );
  useEffect(() => {
    if (!data) return;
    allRuns.value = data.listed;
    runningCount.value = data.total;
    incomplete.value = !data.complete;
    reading.value = data.reading;
    stale.value = data.stale;
    notices.value = data.notices;
  }, [data]);
}
