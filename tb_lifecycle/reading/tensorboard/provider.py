"""Opens TensorBoard's `DataProvider` for a logdir, outside TensorBoard.

The data server that TensorBoard ships reads ten times faster than its Python reader, which is the fallback.
"""

from __future__ import annotations

import contextlib
import math
import os
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from tb_lifecycle.errors import LogdirError
from tb_lifecycle.local_paths import refuse_address
from tb_lifecycle.reading.tensorboard.file_limit import raised_file_limit
from tb_lifecycle.reading.tensorboard.hostile import Mirror, find_hostile
from tb_lifecycle.reading.tensorboard.python_reader import load_in_python
from tb_lifecycle.reading.tensorboard.server_log import ServerLog, Trouble

if TYPE_CHECKING:
    from tensorboard.data.provider import DataProvider

_MAXIMUM_ANSWER = 256 * 1024 * 1024  # bytes; TensorBoard's own limit

# Seconds that reading a logdir may take, by default.
PATIENCE = 900.0

# Seconds after which the data server is suspected to hang, and between two looks at it.
_CALM = 3.0
_PAUSE = 0.1


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
    logdir: str,
    *,
    fast: bool = True,
    meanwhile: Callable[[], object] = lambda: None,
    trouble: Trouble | None = None,
    patience: float = PATIENCE,
) -> Iterator[DataProvider]:
    """Opens a logdir whose files are then read once, whole, before the block begins.

    Args:
      logdir: a local directory.
      fast: try the data server first; otherwise TensorBoard's Python reader.
      meanwhile: called while the data server reads.
      trouble: takes what went wrong with single files.
      patience: seconds that reading may take.

    Raises:
      LogdirError: the logdir cannot be read, or not in time.
    """
    path = check_logdir(logdir)
    trouble = trouble if trouble is not None else Trouble()
    deadline = time.monotonic() + patience
    with raised_file_limit(), contextlib.ExitStack() as stack:
        binary = _find_server_binary() if fast else None
        if binary is None:
            meanwhile()
            yield stack.enter_context(load_in_python(path, trouble, deadline))
            return
        try:
            started = _start_server(binary, path, meanwhile, trouble=trouble, deadline=deadline)
            provider = stack.enter_context(started)
        except _ServerFailed as failure:
            mirrored = stack.enter_context(_without_hostile(path, str(failure), trouble, deadline))
            restarted = _start_server(
                binary, str(mirrored.directory), lambda: None, trouble=trouble, deadline=deadline
            )
            provider = stack.enter_context(restarted)
        yield provider


@contextlib.contextmanager
def follow_without_hostile(logdir: str, seconds: int) -> Iterator[DataProvider]:
    """Opens a logdir whose files are followed while they grow, but for those that a data server dies of.

    Args:
      logdir: a local directory.
      seconds: between two reads.

    Raises:
      LogdirError: there is no such file, or no data server.
    """
    binary = _find_server_binary()
    if binary is None:
        raise LogdirError("There is no data server here.")
    trouble = Trouble()
    deadline = time.monotonic() + PATIENCE
    with raised_file_limit(), contextlib.ExitStack() as stack:
        mirrored = stack.enter_context(_without_hostile(logdir, "Nothing is wrong.", trouble, deadline))
        others = str(stack.enter_context(_kept_up(mirrored, max(1, seconds))))
        server = _start_server(
            binary, others, lambda: None, str(max(1, seconds)), trouble=trouble, deadline=deadline
        )
        yield stack.enter_context(server)


@contextlib.contextmanager
def _without_hostile(path: str, failure: str, trouble: Trouble, deadline: float) -> Iterator[Mirror]:
    """A logdir with all files but those that a data server dies of."""
    for found in find_hostile(path):
        if found is not None:
            trouble.left_out.append(found)
        if time.monotonic() > deadline:
            raise LogdirError(_too_slow(path))
    if not trouble.left_out:
        raise LogdirError(failure)
    with tempfile.TemporaryDirectory(prefix="tb_lifecycle_") as directory:
        others = Mirror(path, Path(directory), trouble.left_out)
        others.renew(check=False)
        yield others


@contextlib.contextmanager
def _kept_up(others: Mirror, seconds: float) -> Iterator[Path]:
    """Lets a mirror follow its logdir, from a thread; yields its directory."""
    stop = threading.Event()

    def follow() -> None:
        while not stop.wait(seconds):
            with contextlib.suppress(OSError):  # full, or gone with the block
                others.renew()

    thread = threading.Thread(name="lifecycle-mirror", target=follow, daemon=True)
    thread.start()
    try:
        yield others.directory
    finally:
        stop.set()
        thread.join()


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


class _ServerFailed(LogdirError):
    """The data server has ended, or reads no more."""


@contextlib.contextmanager
def _start_server(
    binary: str,
    logdir: str,
    meanwhile: Callable[[], object],
    reload: str = "once",
    *,
    trouble: Trouble | None = None,
    deadline: float = math.inf,
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
                "--checksum",
                "--die-after-stdin",
                "--verbose",  # says when all is loaded, and what it could not read
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            env={name: value for name, value in os.environ.items() if name != "RUST_LOG"},
        )
        with process:
            assert process.stderr is not None
            log = ServerLog(process.stderr, trouble or Trouble())
            try:
                _import_grpc()
                meanwhile()
                _wait_until_loaded(log, logdir, deadline)
                with _connect(int(port_file.read_text())) as provider:
                    yield provider
            finally:
                process.kill()
                log.join()


def _wait_until_loaded(log: ServerLog, logdir: str, deadline: float) -> None:
    """Waits until the server has read all, and looks for what may hold it up where that takes long.

    Raises:
      _ServerFailed: it has ended before, or will not come to an end.
      LogdirError: it is still reading at the deadline.
    """
    search = find_hostile(logdir)
    began = time.monotonic()
    while not log.wait(_PAUSE):
        if time.monotonic() > deadline:
            raise LogdirError(_too_slow(logdir))
        pause_over = time.monotonic() + _PAUSE
        while time.monotonic() - began > _CALM and time.monotonic() < pause_over:
            if next(search, None) is not None:
                raise _ServerFailed(f"TensorBoard's data server hangs on a file of {logdir}")
    if not log.loaded:
        raise _ServerFailed(f"TensorBoard's data server could not read {logdir}: {log.reason}")


def _too_slow(logdir: str) -> str:
    return (
        f"{logdir} could not be read in time: its disk is slow, or its files are too many. "
        "Give a directory below it, with fewer runs."
    )


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
