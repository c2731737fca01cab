"""Files that are made to cost memory or time: they are recorded, and cost little."""

from __future__ import annotations

import pickle
import tracemalloc
import zipfile
from pathlib import Path

import pytest
import torch

from tb_lifecycle.recording.exports.describe_export import describe_export

CRAFTED = {
    "lists": b"\x80\x02" + b"]" * 10_000_000 + b".",
    "a place far out in the memo": b"\x80\x02]r\xff\xff\xff\x7f.",
    "bytes that are not there": b"\x80\x05\x96\x00\x00\x00\x00\x10\x00\x00\x00.",
    "classes": b"\x80\x02" + b"".join(b"cm\nc%d\n0" % number for number in range(60_000)) + b"N.",
    "shared twice over": b"\x80\x02]q\x00"
    + b"".join(b"h%ch%c\x86q%c" % (n, n, n + 1) for n in range(60))
    + b".",
}


@pytest.mark.parametrize("name", CRAFTED)
def test_a_crafted_checkpoint_costs_little(name: str, tmp_path: Path) -> None:
    path = tmp_path / "small.pt"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("archive/data.pkl", CRAFTED[name])
    tracemalloc.start()
    try:
        export = describe_export(path, None, tmp_path)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert export.digest
    assert export.parameters == 0
    assert peak < 64 * 1024 * 1024


def test_an_archive_of_very_many_members_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "many.pt"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("archive/data.pkl", pickle.dumps({}))
        for number in range(35_000):
            archive.writestr(f"archive/data/{number:020d}", b"")
    tracemalloc.start()
    try:
        assert describe_export(path, None, tmp_path).digest
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 16 * 1024 * 1024


def test_what_people_save_with_torch(tmp_path: Path) -> None:
    model = torch.nn.Sequential(torch.nn.Linear(3, 4), torch.nn.BatchNorm1d(4))  # 16 + 8 and 9 of buffers
    optimizer = torch.optim.Adam(model.parameters())
    model(torch.randn(5, 3)).sum().backward()
    optimizer.step()
    saved = {
        "weights.pt": model.state_dict(),
        "checkpoint.pt": {"model": model.state_dict(), "optimizer": optimizer.state_dict(), "epoch": 3},
        "last.ckpt": {"state_dict": model.state_dict(), "optimizer_states": [optimizer.state_dict()]},
        "half.pt": {name: value.half() for name, value in model.state_dict().items()},
        "brain.pt": {name: value.bfloat16() for name, value in model.state_dict().items()},
        "eight.pt": {name: value.to(torch.float8_e5m2) for name, value in model.state_dict().items()},
        "module.pt": model,
    }
    for name, content in saved.items():
        torch.save(content, tmp_path / name)
    counted = {name: describe_export(tmp_path / name, None, tmp_path).parameters for name in saved}
    half = ("half.pt", "brain.pt", "eight.pt")  # the counter of batches became a number of floating point
    assert {name: count - (name in half) for name, count in counted.items()} == dict.fromkeys(saved, 24)


def test_what_a_directory_leaves_out_is_said_and_nothing_has_no_digest(tmp_path: Path) -> None:
    model = tmp_path / "model"
    model.mkdir()
    assert describe_export(model, None, tmp_path).digest == b""
    (model / "weights.bin").write_bytes(b"w")
    (model / "config.json").write_bytes(b"{}")
    (model / ".hidden").write_bytes(b"h")
    export = describe_export(model, None, tmp_path)
    assert export.skipped.endswith("no file: .hidden")
    assert {part.name for part in export.parts} == {"weights.bin", "config.json"}
    (tmp_path / "none.bin").touch()
    assert (
        describe_export(tmp_path / "none.bin", None, tmp_path).skipped
        == "there is no digest: it holds nothing"
    )
