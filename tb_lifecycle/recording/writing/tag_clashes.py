"""Tags that another writer writes into the run's directory too: TensorBoard mixes or doubles such curves."""

from __future__ import annotations

from collections.abc import Set
from pathlib import Path
from typing import TYPE_CHECKING

from google.protobuf.message import DecodeError

from tb_lifecycle.format.event_reading import OWN_SUFFIX, event_files
from tb_lifecycle.format.record_framing import read_records

if TYPE_CHECKING:
    from tb_lifecycle.recording.faults import Faults

_HINT = "Let one of two writers of a tag use another tag, or a directory below."
_MOST_FILES = 16
_MOST_BYTES = 2**20  # of each file: every tag of a training shows early


def look(directory: Path, own: Set[str], faults: Faults) -> None:
    """Reports, as a fault, the first of our `own` tags that somebody else writes too."""
    try:
        foreign = foreign_tags(directory)
    except OSError as error:
        faults.report("Could not read the event files beside ours", error, _HINT, kind="clash")
        return
    clashing = sorted(own & foreign.keys())
    if clashing:
        why = f"TensorBoard mixes its values with those of {foreign[clashing[0]]}"
        faults.report(f"Somebody else writes {clashing[0]!r} in this directory too", why, _HINT, kind="clash")


def foreign_tags(directory: Path) -> dict[str, str]:
    """The tags in the event files of others in `directory`, each with the name of the file.

    Raises:
      OSError: a file cannot be read.
    """
    others = [path for path in event_files(directory) if not path.name.endswith(OWN_SUFFIX)]
    return {tag: path.name for path in others[:_MOST_FILES] for tag in _tags(path)}


def _tags(path: Path) -> set[str]:
    from tensorboard.compat.proto.event_pb2 import Event

    tags: set[str] = set()
    with path.open("rb") as file:
        for data in read_records(file):
            try:
                tags.update(value.tag for value in Event.FromString(data).summary.value)
            except DecodeError:
                continue  # the file's owner has other readers to answer to
            if file.tell() > _MOST_BYTES:
                break
    return tags
