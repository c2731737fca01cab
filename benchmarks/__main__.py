"""Runs the benchmarks: `python -m benchmarks [--quick] [--only NAME …] [--output FILE]`."""

from __future__ import annotations

import argparse
import compileall
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import tb_lifecycle
from benchmarks import (
    command_line,
    digests,
    growth,
    import_time,
    log_scalar,
    page,
    peers,
    report,
    startup,
    table,
    whole_script,
)
from benchmarks.measure import Result

DATA = peers.DIRECTORY / "data"
BENCHMARKS: dict[str, Callable[..., Iterator[Result]]] = {
    "log_scalar": log_scalar.measure,
    "import": import_time.measure,
    "script": whole_script.measure,
    "table": partial(table.measure, DATA),
    "page": partial(page.measure, DATA),
    "command_line": partial(command_line.measure, DATA),
    "startup": partial(startup.measure, DATA),
    "digests": partial(digests.measure, DATA),
}
GROWTH = "growth"


def main() -> None:
    """Measures, prints a row as soon as it is known, and writes the table."""
    parser = argparse.ArgumentParser(prog="scripts/benchmark", description=__doc__)
    parser.add_argument(
        "--quick", action="store_true", help="small sizes and no installed peers: proves that it works"
    )
    parser.add_argument("--only", nargs="+", choices=[*BENCHMARKS, GROWTH], default=[*BENCHMARKS, GROWTH])
    parser.add_argument(
        "--output", type=Path, help="write the table there, as Markdown, and how it grows beside it"
    )
    arguments = parser.parse_args()
    compileall.compile_dir(str(Path(tb_lifecycle.__file__).parent), quiet=1)  # as pip does when it installs
    results: list[Result] = []
    points: list[growth.Point] = []
    if GROWTH in arguments.only:
        for point in growth.measure(DATA, quick=arguments.quick):
            points.append(point)
            print(growth.line(point), flush=True)
    for name in filter(BENCHMARKS.__contains__, arguments.only):
        for result in BENCHMARKS[name](quick=arguments.quick):
            if arguments.quick:  # small sizes prove that it works, not how quick it is
                result = result.without_bounds()
            results.append(result)
            print(report.line(result), flush=True)
    if arguments.output and results:
        report.write(results, arguments.output)
    if arguments.output and points:
        growth.write(points, arguments.output.parent)


if __name__ == "__main__":
    main()
