from __future__ import annotations

import gzip
import hashlib
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from tb_lifecycle.recording.data.describe_dataset import describe_dataset

CSV = 'x,name,label\n1,"a\nb",cat\n2,b,dog\n3,c,cat\n'


def test_a_csv_file(tmp_path: Path) -> None:
    path = tmp_path / "pets.csv"
    path.write_text(CSV)
    described = describe_dataset("pets", path)
    assert (described.kind, described.source, described.files) == ("file", str(path), 1)
    assert described.digest == hashlib.sha256(CSV.encode()).digest()
    assert (described.rows, described.size) == (3, len(CSV))
    assert [(field.name, field.dtype) for field in described.schema] == [
        ("x", "int64"),
        ("name", "string"),
        ("label", "string"),
    ]
    assert dict(described.label_counts) == {"cat": 2, "dog": 1}


def test_a_csv_file_without_header(tmp_path: Path) -> None:
    path = tmp_path / "n.csv"
    path.write_text("1,2.5\n3,\n")
    described = describe_dataset("n", path)
    assert described.rows == 2
    assert [(field.name, field.dtype) for field in described.schema] == [("0", "int64"), ("1", "float64")]


def test_a_relative_path_is_recorded_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.bin").write_bytes(b"1")
    monkeypatch.chdir(tmp_path)
    assert describe_dataset("x", "a.bin").source == str(tmp_path / "a.bin")


@pytest.mark.parametrize(
    ("name", "save", "rows", "schema"),
    [
        ("a.npy", lambda path: np.save(path, np.zeros((5, 2), np.float32)), 5, [("", "float32", [5, 2])]),
        (
            "a.npz",
            lambda path: np.savez_compressed(path, x=np.zeros((4, 2)), y=np.zeros(4, int)),
            4,
            [("x", "float64", [4, 2]), ("y", "int64", [4])],
        ),
        (
            "a.jsonl",
            lambda path: path.write_text('{"a": 1, "b": "x"}\n{"a": 2}\n'),
            2,
            [("a", "int", []), ("b", "str", [])],
        ),
    ],
)
def test_formats(tmp_path: Path, name: str, save: object, rows: int, schema: list[object]) -> None:
    save(tmp_path / name)  # type: ignore[operator]
    described = describe_dataset("x", tmp_path / name)
    assert described.rows == rows
    assert [(field.name, field.dtype, list(field.shape)) for field in described.schema] == schema


@pytest.mark.parametrize("save", [np.savez, np.savez_compressed])
def test_labels_in_an_archive_of_arrays(tmp_path: Path, save: Callable[..., None]) -> None:
    save(tmp_path / "a.npz", x=np.zeros((4, 2)), y=np.array([1, 0, 1, 1], np.uint8), labels=np.zeros(4, int))
    described = describe_dataset("x", tmp_path / "a.npz")
    assert dict(described.label_counts) == {"0": 1, "1": 3}
    in_memory = describe_dataset("x", dict(np.load(tmp_path / "a.npz")))
    assert dict(in_memory.label_counts) == dict(described.label_counts)


@pytest.mark.parametrize(
    "labels", [np.array([{}, None]), np.linspace(0, 1, 100), np.arange(1000), np.zeros((5, 5, 5), int)]
)
def test_an_archive_whose_labels_cannot_be_counted(tmp_path: Path, labels: np.ndarray) -> None:  # type: ignore[type-arg]
    np.savez(tmp_path / "a.npz", y=labels)
    described = describe_dataset("x", tmp_path / "a.npz")
    assert list(described.schema[0].shape) == list(labels.shape)
    assert not described.label_counts


@pytest.mark.framework
def test_records_of_tensorflow(tmp_path: Path) -> None:
    import tensorflow as tf

    with tf.io.TFRecordWriter(str(tmp_path / "a.tfrecord")) as writer:
        for size in (0, 10, 1000):
            writer.write(bytes(size))
    assert describe_dataset("x", tmp_path / "a.tfrecord").rows == 3


def idx(kind: int, array: np.ndarray) -> bytes:  # type: ignore[type-arg]
    return bytes([0, 0, kind, array.ndim]) + np.array(array.shape, ">i4").tobytes() + array.tobytes()


def test_mnist_s_files(tmp_path: Path) -> None:
    with gzip.open(tmp_path / "train-images-idx3-ubyte.gz", "wb") as file:
        file.write(idx(8, np.zeros((6, 28, 28), np.uint8)))
    (tmp_path / "train-labels-idx1-ubyte").write_bytes(idx(8, np.array([1, 1, 2, 3, 3, 3], np.uint8)))
    images = describe_dataset("images", tmp_path / "train-images-idx3-ubyte.gz")
    assert (images.rows, images.schema[0].dtype, list(images.schema[0].shape)) == (6, "uint8", [6, 28, 28])
    labels = describe_dataset("labels", tmp_path / "train-labels-idx1-ubyte")
    assert (labels.rows, dict(labels.label_counts)) == (6, {"1": 2, "2": 1, "3": 3})


@pytest.mark.parametrize(
    "name", ["a.npy", "a.npz", "a.csv", "a.jsonl", "x-idx1-ubyte", "x-idx3-ubyte.gz", "a.tfrecord"]
)
@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe\x00nonsense\x00",
        b"\x93NUMPY",
        b"PK\x03\x04",
        b"\xff" * 50,
        b"\x1f\x8b\x08" + bytes(30),
    ],
)
def test_a_file_that_is_not_what_its_name_says(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    described = describe_dataset("x", tmp_path / name)
    assert described.digest == (hashlib.sha256(content).digest() if content else b"")
    assert content or described.skipped == "there is no digest: it holds nothing"


def pictures(root: Path) -> Path:
    for name in (
        "cat/1.png",
        "cat/2.png",
        "dog/1.png",
        "dog/deep/2.png",
        "dog/3.png",
        ".cache/x",
        "cat/x.tmp",
    ):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(name.encode())
    return root


def test_a_directory_of_classes(tmp_path: Path) -> None:
    described = describe_dataset("pets", pictures(tmp_path / "pets"))
    assert (described.kind, described.files, described.size) == ("directory", 5, 50)
    assert dict(described.label_counts) == {"cat": 2, "dog": 3}


def test_the_digest_goes_with_the_content_not_the_place(tmp_path: Path) -> None:
    first = describe_dataset("pets", pictures(tmp_path / "pets"))
    shutil.copytree(tmp_path / "pets", tmp_path / "elsewhere" / "copy")
    assert describe_dataset("pets", tmp_path / "elsewhere" / "copy").digest == first.digest
    (tmp_path / "pets" / "cat" / "1.png").write_bytes(b"other")
    assert describe_dataset("pets", tmp_path / "pets").digest != first.digest


def test_a_pattern(tmp_path: Path) -> None:
    root = pictures(tmp_path / "pets")
    described = describe_dataset("pets", f"{root}/**/*.png")
    assert described.files == 5
    assert described.source == f"{root}/**/*.png"
    assert described.digest == describe_dataset("pets", root).digest
    assert describe_dataset("pets", f"{root}/cat/*").files == 2


def test_a_directory_of_tables(tmp_path: Path) -> None:
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_text(CSV)
    described = describe_dataset("x", tmp_path)
    assert (described.rows, dict(described.label_counts)) == (6, {"cat": 4, "dog": 2})
    (tmp_path / "c.csv").write_text("other\n1\n")
    assert describe_dataset("x", tmp_path).rows == 0


def test_an_empty_directory_says_so(tmp_path: Path) -> None:
    described = describe_dataset("x", tmp_path)
    assert (described.files, described.skipped) == (0, "there is no digest: the directory holds no file")


def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    secret = tmp_path / "data" / "a.bin"
    secret.parent.mkdir()
    secret.write_bytes(b"1")
    secret.chmod(0)
    if os.geteuid() == 0:  # root may read everything: a directory in its place cannot be read either
        secret.unlink()
        os.mkfifo(secret)
        assert describe_dataset("x", tmp_path / "data").files == 0
        return
    described = describe_dataset("x", tmp_path / "data")
    assert described.digest == b""
    assert "could not be read" in described.skipped


def test_what_a_directory_leaves_out_is_said(tmp_path: Path) -> None:
    data = pictures(tmp_path / "data")
    os.mkfifo(data / "pipe")
    described = describe_dataset("x", data)
    assert described.skipped == (
        "not in the digest, being hidden, temporary or no file: .cache/, cat/x.tmp, pipe"
    )
    assert described.digest
    for number in range(9):
        (data / f".{number}").touch()
    assert describe_dataset("x", data).skipped.endswith(".7 and 4 more")


def test_empty_things_are_not_the_same_thing(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "none.bin").touch()
    for nothing in (tmp_path / "empty", tmp_path / "none.bin", np.empty((0, 3)), [np.empty(0), np.empty(0)]):
        described = describe_dataset("x", nothing)
        assert described.digest == b""
        assert described.skipped.startswith("there is no digest: ")
    assert describe_dataset("x", tmp_path).digest, "a directory with names in it is something"


def test_the_files_of_a_small_directory_are_told_apart(tmp_path: Path) -> None:
    (tmp_path / "a.bin").write_bytes(b"1")
    [part] = describe_dataset("x", tmp_path).parts
    assert (part.name, part.digest, part.size) == ("a.bin", hashlib.sha256(b"1").digest()[:8], 1)


def test_labels_of_a_table_in_a_file(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("x,label\n1,cat\n2,dog\n3,cat\n")
    assert dict(describe_dataset("x", path).label_counts) == {"cat": 2, "dog": 1}


@pytest.mark.parametrize("source", ["file", "tree", "pattern"])
def test_of_data_that_grows_while_it_is_read_the_size_is_what_the_digest_covers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, source: str
) -> None:
    path = tmp_path / "data" / "a.bin"
    path.parent.mkdir()
    path.write_bytes(b"1" * 100)
    real = os.stat

    def smaller(place: object, *args: object, **options: object) -> os.stat_result:
        status = list(real(place, *args, **options))  # type: ignore[call-overload]
        if os.fspath(place) == str(path):  # type: ignore[call-overload]
            status[6] = 40  # as it was before the others were written
        return os.stat_result(status)

    monkeypatch.setattr(os, "stat", smaller)
    wanted = {"file": path, "tree": path.parent, "pattern": f"{path.parent}/*.bin"}[source]
    described = describe_dataset("x", wanted)
    assert described.size == 100
    if source == "file":
        assert described.digest == hashlib.sha256(b"1" * 100).digest()


@pytest.mark.parametrize(("count", "counted"), [(50, True), (51, False)])
def test_labels_of_a_file_are_fifty_at_most(tmp_path: Path, count: int, counted: bool) -> None:
    names = [f"{number:03}" for number in range(count)]
    (tmp_path / "a.csv").write_text("x,target\n" + "".join(f"1,{name}\n" for name in names))
    (tmp_path / "a-idx1-ubyte").write_bytes(idx(8, np.arange(count, dtype=np.uint8)))
    np.savez(tmp_path / "a.npz", y=np.arange(count))
    expected = dict.fromkeys(names, 1) if counted else {}
    assert dict(describe_dataset("x", tmp_path / "a.csv").label_counts) == expected
    for name in ("a-idx1-ubyte", "a.npz"):
        found = dict(describe_dataset("x", tmp_path / name).label_counts)
        assert found == {str(int(label)): 1 for label in expected}


@pytest.mark.parametrize("kind", [9, 12])
def test_only_bytes_of_mnist_s_files_are_labels(tmp_path: Path, kind: int) -> None:
    values = np.array([1, 1, 0], {9: np.int8, 12: ">i4"}[kind])
    (tmp_path / "a-idx1-ubyte").write_bytes(idx(kind, values))
    described = describe_dataset("x", tmp_path / "a-idx1-ubyte")
    assert (described.rows, dict(described.label_counts)) == (3, {})
