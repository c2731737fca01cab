"""Which media series runs have, by names that are the same in every run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tb_lifecycle.reading.table.folding import Row
from tb_lifecycle.reading.table.logged_run import LoggedRun
from tb_lifecycle.reading.table.run_names import path_below
from tb_lifecycle.reading.table.series_names import name_series
from tb_lifecycle.reading.tensorboard.bulk import BulkReader
from tb_lifecycle.reading.tensorboard.listing import Series


@dataclass(frozen=True)
class MediaKind:
    """One kind of media.

    Attributes:
      name: as routes call it.
      plugin: TensorBoard's plugin that shows it.
      is_blob: it is kept as encoded files, not as a tensor.
    """

    name: str
    plugin: str
    is_blob: bool = False


KINDS = {
    kind.name: kind
    for kind in (
        MediaKind("images", "images", is_blob=True),
        MediaKind("histograms", "histograms"),
        MediaKind("texts", "text"),
        MediaKind("pr_curves", "pr_curves"),
    )
}


def find_series(
    rows: Sequence[Row], kind: MediaKind, bulk: BulkReader, started: Mapping[str, float | None]
) -> dict[str, dict[str, Series]]:
    """Finds the series of one kind.

    Args:
      rows: of which runs.
      kind: of media.
      bulk: whom to ask.
      started: when TensorBoard's runs began, by their names.

    Returns:
      By run and name, as metrics are named, where the series is.
    """
    owners = {member for row in rows for member in row.members}
    if not owners:
        return {}
    listed = bulk.list_media(kind.plugin, sorted(owners), blobs=kind.is_blob)
    return {
        row.name: name_series(
            (
                path_below(member, row.name),
                LoggedRun(member, sorted(listed.get(member, ())), started=started.get(member)),
            )
            for member in row.members
        )
        for row in rows
    }
