"""`tb-lifecycle serve`: TensorFlow Serving's REST API for a run's export; records what it served."""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tb_lifecycle.serving.export_location import ExportLocation


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the command's arguments."""
    parser.add_argument("target", metavar="RUNDIR|EXPORT", help="a run's directory, or a SavedModel's")
    parser.add_argument("--port", type=int, default=8501, help="port to listen on; 0 takes any that is free")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on; 0.0.0.0 for every one")
    parser.add_argument(
        "--max-body", type=_megabytes, default=64, metavar="MB", help="of a request's body (default: 64)"
    )
    parser.add_argument(
        "--unverified",
        action="store_true",
        help="serve also what is not as its run recorded it",
    )


def run(arguments: argparse.Namespace) -> int:
    """Serves until SIGTERM or SIGINT, and returns the exit status.

    Raises:
      ServingError: there is nothing to serve, or it cannot be served here.
    """
    from tb_lifecycle.serving import export_location, hints, server
    from tb_lifecycle.serving.bounds import MEGABYTE, Bounds
    from tb_lifecycle.serving.model import Model
    from tb_lifecycle.serving.origins import is_loopback
    from tb_lifecycle.serving.recorded_bytes import check_recorded
    from tb_lifecycle.serving.rest import RestApi

    location = export_location.locate(arguments.target)
    unknown = "It was not compared with what its run recorded." if arguments.unverified else None
    unknown = unknown or check_recorded(location)
    bounds = Bounds(body=arguments.max_body * MEGABYTE)
    with server.bind(arguments.host, arguments.port) as listening, _counting(location) as count:
        host, port = listening.getsockname()[:2]
        model = Model(location.path)
        print(hints.describe(location, _url(host, port), model.signatures), flush=True)
        if unknown:
            print(unknown, file=sys.stderr)
        server.serve(RestApi(model, location, count, bounds, is_local=is_loopback(host)), listening, bounds)
    return 0


def _megabytes(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and 0 < int(text[:7]) <= 100_000):
        raise argparse.ArgumentTypeError(f"{text} is no number of megabytes from 1 to 100,000")
    return int(text)


@contextlib.contextmanager
def _counting(location: ExportLocation) -> Iterator[Callable[[float, bool], None]]:
    """A function that counts a request into the run's record, if there is a run and recording is on."""
    if location.run is None or os.environ.get("TB_LIFECYCLE", "").lower() == "off":
        yield lambda _seconds, _answered: None
        return
    from tb_lifecycle.recording.digests.of_files import digest_tree, tree_files
    from tb_lifecycle.serving.record import ServeRecorder

    digest = digest_tree(tree_files(location.path)).digest
    recorder = ServeRecorder(location.run, location.name, digest)
    try:
        yield lambda seconds, answered: recorder.count(seconds, answered=answered)
    finally:
        recorder.close()


def _url(host: str, port: int) -> str:
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
