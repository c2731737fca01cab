"""Opens a logdir outside TensorBoard and reads it whole."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from importlib import import_module
from typing import TYPE_CHECKING

from tb_lifecycle.reading.tensorboard.provider import PATIENCE, check_logdir, open_provider
from tb_lifecycle.reading.tensorboard.server_log import Trouble

if TYPE_CHECKING:
    from tb_lifecycle.reading.notices.file_checks import FileChecks
    from tb_lifecycle.reading.reader import LogdirReader


@contextlib.contextmanager
def open_logdir(logdir: str, *, fast: bool = True, patience: float = PATIENCE) -> Iterator[LogdirReader]:
    """Opens a logdir and reads it; what reads it is imported while the data server loads.

    Args:
      logdir: a local directory.
      fast: use TensorBoard's data server where there is one, else its Python reader.
      patience: seconds that reading may take.

    Raises:
      LogdirError: the logdir cannot be read, or not in time; the message says why and what to do.
    """
    path = check_logdir(logdir)
    ahead: list[FileChecks] = []
    trouble = Trouble()

    def prepare() -> None:
        import_module("tb_lifecycle.reading.reader")
        from tb_lifecycle.reading.notices.file_checks import FileChecks

        ahead.append(FileChecks(path, loaded=True))
        ahead[0].look_ahead()

    with open_provider(logdir, fast=fast, meanwhile=prepare, trouble=trouble, patience=patience) as provider:
        from tb_lifecycle.reading.reader import LogdirReader

        (files,) = ahead
        if trouble.told:
            files.suspect([*trouble.unreadable, *trouble.left_out])
        reader = LogdirReader(provider, path, loaded=True, files=files)
        with contextlib.closing(reader):
            reader.refresh()
            yield reader
