"""Whether an export is, byte for byte, the one that its run recorded: any other is another model."""

from __future__ import annotations

from tb_lifecycle.errors import ServingError
from tb_lifecycle.recording.digests.of_files import digest_tree, tree_files
from tb_lifecycle.serving.export_location import ExportLocation, recorded_exports

_ANYWAY = "Give --unverified to serve it nevertheless."


def check_recorded(location: ExportLocation) -> str | None:
    """Reads the export and compares it with what its run recorded.

    Returns:
      What could not be checked, as a sentence; None: it is what was recorded, or belongs to no run.

    Raises:
      ServingError: it is not.
      OSError: it cannot be read.
    """
    if location.run is None:
        return None
    recorded = recorded_exports(location.run)
    if not any(export.digest for export in recorded.values()):
        return "Its run recorded no digest of it, so it is not known whether it is as it was saved."
    path = next((path for path in (location.path, *location.path.parents) if path in recorded), None)
    if path is None:
        raise ServingError(f"{location.path} is none of the exports that {location.run} recorded. {_ANYWAY}")
    export = recorded[path]
    if not export.digest:
        return "Its run recorded no digest of it, so it is not known whether it is as it was saved."
    now = digest_tree(tree_files(path), cached=False).digest
    if now != export.digest:
        raise ServingError(
            f"{path} is not what the run recorded: its digest is {now.hex()[:12]}, "
            f"{export.digest.hex()[:12]} was recorded. {_ANYWAY}"
        )
    return None
