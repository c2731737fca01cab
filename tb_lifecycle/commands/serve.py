"""`tb-lifecycle serve`: TensorFlow Serving's REST API for a run's export; records what it served."""

from __future__ import annotations

import argparse
import contextlib
import os
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tb_lifecycle.serving.export_location import ExportLocation


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the command's arguments."""
    parser.add_argument("target", metavar="RUNDIR|EXPORT", help="a run's directory, or a SavedModel's")
    parser.add_argument("--port", type=int, default=8501, help="port to listen on; 0 takes any that is free")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on; 0.0.0.0 for every one")


def run(arguments: argparse.Namespace) -> int:
    """Serves until SIGTERM or SIGINT, and returns the exit status.

    Raises:
      ServingError: there is nothing to serve, or it cannot be served here.
    """
    from tb_lifecycle.serving import export_location, hints, server
    from tb_lifecycle.serving.model import Model
    from tb_lifecycle.serving.rest import RestApi

    location = export_location.locate(arguments.target)
    with server.bind(arguments.host, arguments.port) as listening, _counting(location) as count:
        model = Model(location.path)
        print(hints.describe(location, _url(*listening.getsockname()[:2]), model.signatures), flush=True)
        server.serve(RestApi(model, location, count), listening)
    return 0


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
