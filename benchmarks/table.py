"""The table of many HParams runs: `GET runs` beside HParams' `session_groups`, in the same server."""

from __future__ import annotations

import itertools
import json
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from benchmarks import logdirs
from benchmarks.measure import Result, pair, seconds
from benchmarks.server import Server, tensorboard

_FILTER = "flag.lr < 0.01 and metric[\"validation/accuracy\"] > 0.5 and flag.model == 'expert'"

_NUMBERS = itertools.count(1)


def measure(directory: Path, *, quick: bool) -> Iterator[Result]:
    """Time and bytes of the whole table, a filter over it, and an answer that has not changed."""
    count = 300 if quick else 10_000
    rounds = 2 if quick else 5
    logdir = logdirs.hparams(directory / f"hparams-{count}", count)
    with tensorboard(logdir) as server:
        server.wait_for_runs(count)
        what = f"table of {count:,} HParams runs"
        yield pair(
            what,
            "HParams session_groups",
            lambda: seconds(lambda: server.get("lifecycle/runs")) * 1e3,
            lambda: seconds(lambda: session_groups(server, count)) * 1e3,
            rounds=rounds,
            unit="ms",
            goal=1 / 20,
        )
        yield pair(
            f"{what}, bytes gzipped",
            "HParams session_groups",
            lambda: len(server.get("lifecycle/runs")) / 1e3,
            lambda: len(session_groups(server, count)) / 1e3,
            rounds=1,
            unit="kB",
            goal=1 / 2,
        )
        yield pair(
            f"a filter over {count:,} runs, 100 rows",
            "HParams, 100 rows",
            lambda: seconds(lambda: server.get(f"lifecycle/runs?limit=100&{_query()}")) * 1e3,
            lambda: seconds(lambda: session_groups(server, 100)) * 1e3,
            rounds=rounds,
            unit="ms",
            limit=60,
        )
        yield pair(
            f"{what}, unchanged (304)",
            "HParams session_groups",
            lambda: seconds(lambda: _unchanged(server)) * 1e3,
            lambda: seconds(lambda: session_groups(server, count)) * 1e3,
            rounds=rounds,
            unit="ms",
        )


def session_groups(server: Server, rows: int) -> bytes:
    """What the HPARAMS tab asks for: every flag and metric of so many rows."""
    flags = ["lr", "model", *(f"flag{number}" for number in range(6))]
    columns: list[dict[str, object]] = [{"hparam": name} for name in flags]
    columns += [{"metric": {"tag": tag, "group": ""}} for tag in logdirs.METRICS]
    statuses = ["STATUS_UNKNOWN", "STATUS_SUCCESS", "STATUS_FAILURE", "STATUS_RUNNING"]
    body = {
        "experimentName": "",
        "allowedStatuses": statuses,
        "aggregationType": "AGGREGATION_AVG",
        "colParams": columns,
        "startIndex": 0,
        "sliceSize": rows,
    }
    return server.get("hparams/session_groups", json.dumps(body).encode())


def _query() -> str:
    """A filter that was not asked before, so that no cached answer serves."""
    return urllib.parse.urlencode({"where": f"{_FILTER} and flag.lr < {next(_NUMBERS)}"})


def _unchanged(server: Server) -> None:
    with urllib.request.urlopen(f"{server.url}/data/plugin/lifecycle/runs?columns=name", timeout=60) as first:
        tag = first.headers["ETag"]
    request = urllib.request.Request(
        f"{server.url}/data/plugin/lifecycle/runs?columns=name", headers={"If-None-Match": tag}
    )
    try:
        urllib.request.urlopen(request, timeout=60).read()
    except urllib.error.HTTPError as error:
        if error.code != 304:
            raise
