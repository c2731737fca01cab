"""Opens TensorBoard's `DataProvider` for a logdir, outside TensorBoard.

The data server that TensorBoard ships reads ten times faster than its Python reader, which is the fallback.
"""

from __future__ import annotations

import contextlib
import logging
import os
import subprocess
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from tb_lifecycle.errors import LogdirError
from tb_lifecycle.local_paths import refuse_address
from tb_lifecycle.reading.tensorboard.file_limit import raised_file_limit

if TYPE_CHECKING:
    from tensorboard.data.provider import DataProvider

_LOADED = b"Finished load cycle"
_MAXIMUM_ANSWER = 256 * 1024 * 1024  # bytes; TensorBoard's own limit


def check_logdir(logdir: str) -> str:
    """Returns the logdir's path with `~` expanded.

    Raises:
      LogdirError: it is an address, does not exist, or is no directory.
    """
    refuse_address(logdir)
    path = Path(logdir).expanduser()
    if not path.exists():
        raise LogdirError(f"There is no directory {logdir}. Give the directory that holds your runs.")
    if not path.is_dir():
        raise LogdirError(f"{logdir} is a file. Give the directory that holds your runs.")
    return str(path)


@contextlib.contextmanager
def open_provider(
    logdir: str, *, fast: bool = True, meanwhile: Callable[[], object] = lambda: None
) -> Iterator[DataProvider]:
    """Opens a logdir whose files are then read once, whole, before the block begins.

    Args:
      logdir: a local directory.
      fast: try the data server first; otherwise TensorBoard's Python reader.
      meanwhile: called while the data server reads.

    Raises:
      LogdirError: the logdir cannot be read.
    """
    path = check_logdir(logdir)
    with raised_file_limit():
        binary = _find_server_binary() if fast else None
        if binary is None:
            yield _load_in_python(path)
            return
        with _start_server(binary, path, meanwhile) as provider:
            yield provider


def _find_server_binary() -> str | None:
    """Finds the data server where TensorBoard does, without what its own function imports first.

    That takes as long as the server needs for thousands of runs, and is imported while it reads them.
    """
    chosen = os.environ.get("TENSORBOARD_DATA_SERVER_BINARY")
    if chosen:
        return chosen if Path(chosen).is_file() else None
    try:
        import tensorboard_data_server
    except ImportError:
        return None
    found: str | None = tensorboard_data_server.server_binary()
    return found


@contextlib.contextmanager
def _start_server(
    binary: str, logdir: str, meanwhile: Callable[[], object], reload: str = "once"
) -> Iterator[DataProvider]:
    with tempfile.TemporaryDirectory(prefix="tb_lifecycle_") as directory:
        port_file = Path(directory, "port")
        process = subprocess.Popen(
            [
                binary,
                f"--logdir={logdir}",
                f"--reload={reload}",
                "--port=0",
                f"--port-file={port_file}",
                "--die-after-stdin",
                "--verbose",  # says when all is loaded
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            env={name: value for name, value in os.environ.items() if name != "RUST_LOG"},
        )
        with process:
            assert process.stderr is not None
            log = _Log(process.stderr)
            try:
                _import_grpc()
                meanwhile()
                log.wait_until_loaded(logdir)
                with _connect(int(port_file.read_text())) as provider:
                    yield provider
            finally:
                process.kill()
                log.join()


class _Log(threading.Thread):
    """Reads what the server says, all the time: it would wait for a reader of a full pipe."""

    def __init__(self, lines: Iterable[bytes]) -> None:
        super().__init__(name="lifecycle-data-server-log", daemon=True)
        self._lines = lines
        self._known = threading.Event()
        self._loaded = False
        self._last = b""
        self.start()

    def run(self) -> None:
        """Reads to the end."""
        for line in self._lines:
            self._last = line
            if _LOADED in line:
                self._loaded = True
                self._known.set()
        self._known.set()

    def wait_until_loaded(self, logdir: str) -> None:
        """Waits until the server has read all.

        Raises:
          LogdirError: it has ended before.
        """
        self._known.wait()
        if not self._loaded:
            reason = self._last.decode("utf-8", "replace").strip() or "it ended without a word"
            raise LogdirError(f"TensorBoard's data server could not read {logdir}: {reason}")


def _import_grpc() -> None:
    """Imports what asks the server, while the server reads."""
    import grpc
    from tensorboard.data import grpc_provider

    del grpc, grpc_provider


@contextlib.contextmanager
def _connect(port: int) -> Iterator[DataProvider]:
    import grpc
    from tensorboard.data import grpc_provider

    address = f"localhost:{port}"
    options = [("grpc.max_receive_message_length", _MAXIMUM_ANSWER), ("grpc.enable_http_proxy", 0)]
    with grpc.secure_channel(address, grpc.local_channel_credentials(), options=options) as channel:
        yield grpc_provider.GrpcDataProvider(address, grpc_provider.make_stub(channel))


def _load_in_python(logdir: str) -> DataProvider:
    from tensorboard.backend.event_processing import data_ingester, data_provider, plugin_event_multiplexer

    with _quiet_logger():
        multiplexer = plugin_event_multiplexer.EventMultiplexer(
            size_guidance=data_ingester.DEFAULT_SIZE_GUIDANCE,
            tensor_size_guidance=data_ingester.DEFAULT_TENSOR_SIZE_GUIDANCE,
            # Read every file of a directory, not only the newest: ours and the user's lie side by side.
            event_file_active_filter=lambda _: True,
        )
        multiplexer.AddRunsFromDirectory(logdir)
        multiplexer.Reload()
    return data_provider.MultiplexerDataProvider(multiplexer, logdir)


@contextlib.contextmanager
def _quiet_logger() -> Iterator[None]:
    """Keeps TensorBoard's warnings about odd files off the user's terminal; notices say what is not shown."""
    logger = logging.getLogger("tensorboard")
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(level)
