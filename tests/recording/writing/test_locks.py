"""Which lock is held when: a thread switch in between would mix what two threads log."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tensorboard.compat.proto.summary_pb2 import Summary

import tb_lifecycle
from tb_lifecycle.format import lifecycle_pb2, metadata
from tb_lifecycle.recording.writing.event_file import EventFile
from tb_lifecycle.recording.writing.event_writer import EventWriter
from tb_lifecycle.recording.writing.publishing import Publisher
from tb_lifecycle.recording.writing.statistics import SeriesStatistics


def watch(patch: pytest.MonkeyPatch, owner: type, name: str, look: Callable[[], None]) -> None:
    """Calls `look` at each call of a method, in the calling thread."""
    real = getattr(owner, name)

    def watched(*arguments: Any, **named: Any) -> Any:
        look()
        return real(*arguments, **named)

    patch.setattr(owner, name, watched)


@pytest.mark.parametrize("writes", ["direct", "queued"])
def test_what_is_put_and_what_is_counted_is_under_the_lock_and_the_disk_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, writes: str
) -> None:
    run = tb_lifecycle.start_run(tmp_path, console=False, writes=writes)
    run._recorder._capture.join()  # type: ignore[attr-defined]
    writer: EventWriter = run._recorder._writer  # type: ignore[attr-defined]
    seen: dict[str, set[bool]] = {}

    def look(what: str, lock: Any) -> Callable[[], None]:
        return lambda: seen.setdefault(what, set()).add(lock._is_owned())

    for owner, name in [(EventWriter, "put"), (EventWriter, "claim"), (SeriesStatistics, "add")]:
        watch(monkeypatch, owner, name, look(name, writer.lock))
    for name in ("run_changed", "write_run", "write_details", "write_hparams_start", "tick"):
        watch(monkeypatch, Publisher, name, look(name, writer.lock))
    for name in ("append", "append_one"):
        watch(monkeypatch, EventFile, name, look(f"{name} alone", writer._file_lock))
        watch(monkeypatch, EventFile, name, look(f"{name} holding up others", writer.lock))
    run.log_flags({"lr": 0.5})
    for step in range(3):
        run.log_scalar("loss", 1.0, step)
        run.log_scalars({"loss": 1.0, "accuracy": 0.5}, step + 10)
    run.end_run()
    wrong = {what for what, owned in seen.items() if owned != {not what.endswith("holding up others")}}
    assert wrong == set()
    assert {"put", "add", "run_changed", "write_run", "write_details", "append alone"} <= seen.keys()
    assert ("append_one alone" in seen) == (writes == "direct")


@pytest.mark.parametrize("name", ["write_record", "write_value"])
def test_who_writes_a_record_by_itself_needs_no_lock_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    writer = EventWriter(tmp_path)
    owned: list[bool] = []
    watch(monkeypatch, EventWriter, "put", lambda: owned.append(writer.lock._is_owned()))  # type: ignore[attr-defined]
    if name == "write_record":
        writer.write_record(metadata.RUN_TAG, lifecycle_pb2.RunRecord())
    else:
        writer.write_value(Summary.Value(tag="loss", simple_value=0.5))
    assert owned == [True]
    assert not writer.lock._is_owned()  # type: ignore[attr-defined]
