"""Which SavedModel a path means, and which run it belongs to."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tb_lifecycle.errors import ServingError
from tb_lifecycle.format import lifecycle_pb2
from tb_lifecycle.format.event_reading import read_last_records
from tb_lifecycle.local_paths import explain_address

SAVED_MODEL_FILE = "saved_model.pb"


@dataclass(frozen=True)
class ExportLocation:
    """A SavedModel to serve.

    Attributes:
      path: its directory.
      model: the name under which it is served: the last part of the run's directory, else of the export's.
      version: the directory's name where that is a number, as TensorFlow Serving has it, else 1.
      run: the directory of the run that it belongs to, or None.
      name: the export's name in the run's record, else the directory's.
    """

    path: Path
    model: str
    version: int
    run: Path | None
    name: str


def locate(target: str | Path) -> ExportLocation:
    """Finds the export that the directory of a run, of an export or of numbered exports means.

    Raises:
      ServingError: there is none.
    """
    if (problem := explain_address(target)) is not None:
        raise ServingError(problem)
    path = Path(target).resolve()
    if not path.is_dir():
        raise ServingError(f"{target} is no directory. Give the directory of a run, or of a SavedModel.")
    run = _nearest_run(path)
    export = _as_export(path)
    if export is not None:
        return _describe(export, run, model=run.name if run else _own_name(export))
    export = _newest_export(path)
    if export is not None:
        return _describe(export, run, model=path.name)
    example = Path(target) / "model" / "export"
    raise ServingError(
        f"{target} has no SavedModel export. Save one in the training script, for example with "
        f"tf.saved_model.save(model, '{example}'), and record it with tb_lifecycle.log_export."
    )


def _as_export(path: Path) -> Path | None:
    """The directory itself or, of numbered versions in it, the highest."""
    if (path / SAVED_MODEL_FILE).is_file():
        return path
    versions = [p for p in path.iterdir() if p.name.isdecimal() and (p / SAVED_MODEL_FILE).is_file()]
    return max(versions, key=lambda p: int(p.name), default=None)


def _nearest_run(path: Path) -> Path | None:
    """The directory or its nearest parent that holds a run's record."""
    return next((p for p in (path, *path.parents) if read_last_records(p).run is not None), None)


def _newest_export(run: Path) -> Path | None:
    """The newest recorded SavedModel that is still there; without one, the newest below the directory."""
    recorded = [
        (export.created, run / export.path) for export in _recorded(run) if export.format == "SavedModel"
    ]
    there = [(created, path) for created, path in recorded if (path / SAVED_MODEL_FILE).is_file()]
    if not there:
        files = [
            file
            for file in run.rglob(SAVED_MODEL_FILE)
            if _nearest_run(file.parent) in (run, _nearest_run(run))
        ]
        there = [(file.stat().st_mtime, file.parent) for file in files]
    return max(there)[1].resolve() if there else None


def _describe(export: Path, run: Path | None, model: str) -> ExportLocation:
    recorded = recorded_exports(run) if run else {}
    name = recorded[export].name if export in recorded else _own_name(export)
    version = int(export.name) if export.name.isdecimal() else 1
    return ExportLocation(export, model, version, run, name)


def _own_name(export: Path) -> str:
    return export.parent.name if export.name.isdecimal() else export.name


def recorded_exports(run: Path) -> dict[Path, lifecycle_pb2.Export]:
    """What a run recorded of its exports, by where each lies."""
    return {(run / export.path).resolve(): export for export in _recorded(run)}


def _recorded(run: Path) -> list[lifecycle_pb2.Export]:
    details = read_last_records(run).details
    return list(details.exports) if details else []
