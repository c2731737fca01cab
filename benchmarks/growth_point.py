"""One point of the growth table, in a process of its own: `growth_point LOGDIR EXPRESSION CONDITION`.

Prints one line of JSON: seconds by what was done, and the megabytes that are kept.
"""

from __future__ import annotations

import gc
import json
import os
import sys
from pathlib import Path

from benchmarks.measure import seconds
from tb_lifecycle.plugin.free_memory import give_back
from tb_lifecycle.plugin.responses import json_answer
from tb_lifecycle.reading.json_values import to_json
from tb_lifecycle.reading.reader import LogdirReader
from tb_lifecycle.reading.table.run_table import RunTable
from tb_lifecycle.reading.table.runs_answer import describe_table
from tb_lifecycle.reading.tensorboard.provider import open_provider


def main() -> None:
    """Reads a logdir as the plugin does, and asks its table a few things."""
    logdir, expression, condition = sys.argv[1:]
    figures: dict[str, float] = {}
    with open_provider(logdir) as provider:
        reader = LogdirReader(provider, None)
        before = _resident()

        def read() -> None:
            reader.refresh()
            reader.table().prepare()

        figures["first"] = seconds(read)
        figures["again"] = min(seconds(read) for _ in range(3))
        table = reader.table()
        figures["answer"] = seconds(lambda: _answer(table))
        figures["filter"] = seconds(lambda: table.where(condition).sort("-started").limit(100).columns)
        figures["figures"] = seconds(lambda: table.column(expression))
        gc.collect()
        give_back()
        figures["megabytes"] = (_resident() - before) / 1e6
        reader.close()
    print(json.dumps(figures))


def _answer(table: RunTable) -> None:
    content = describe_table(
        table,
        table.columns,
        first=table.first,
        total=0,
        matching=0,
        everything=0,
        listed=0,
        complete=True,
        reading=False,
        read=None,
        notices=(),
    )
    json_answer(to_json(content))


def _resident() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


if __name__ == "__main__":
    main()
