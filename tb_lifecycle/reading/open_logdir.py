"""Opens a logdir outside TensorBoard and reads it whole."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from importlib import import_module
from typing import TYPE_CHECKING

from tb_lifecycle.reading.tensorboard.provider import check_logdir, open_provider

if TYPE_CHECKING:
    from tb_lifecycle.reading.notices.disk import DiskCheck
    from tb_lifecycle.reading.reader import LogdirReader


@contextlib.contextmanager
def open_logdir(logdir: str, *, fast: bool = True) -> Iterator[LogdirReader]:
    """Opens a logdir and reads it; what reads it is imported while the data server loads.

    Args:
      logdir: a local directory.
      fast: use TensorBoard's data server where there is one, else its Python reader.

    Raises:
      LogdirError: the logdir cannot be read; the message says why and what to do.
    """
    path = check_logdir(logdir)
    ahead: list[DiskCheck] = []

    def prepare() -> None:
        import_module("tb_lifecycle.reading.reader")
        from tb_lifecycle.reading.notices.disk import DiskCheck

        disk = DiskCheck(path, 0.0, loaded=True)
        disk.walk_ahead()
        ahead.append(disk)

    with open_provider(logdir, fast=fast, meanwhile=prepare) as provider:
        from tb_lifecycle.reading.reader import LogdirReader

        reader = LogdirReader(provider, path, loaded=True, disk=ahead[0] if ahead else None)
        with contextlib.closing(reader):
            reader.refresh()
            yield reader
