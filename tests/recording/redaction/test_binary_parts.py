"""What is found in files that are no text."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import random
import subprocess
import zipfile
import zlib
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from tb_lifecycle.recording.redaction import binary_parts
from tb_lifecycle.recording.redaction.binary_parts import of_git, texts_in

MOST = 4_096


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """A part is large beyond 4 KiB, not 16 MiB: the tests stay quick."""
    monkeypatch.setattr(binary_parts, "_MOST", MOST)


def zipped(entries: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return packed.getvalue()


def test_plain_texts_of_six_characters() -> None:
    data = b"\0abcdef\0abcde\0\x01tab\tand\r\nline\0\x1b[1mbold\x02\xe4\xf6\xfc\x80\x90\xff\0\x7f"
    assert list(texts_in(data)) == ["abcdef\ntab\tand\r\nline\n\x1b[1mbold\näöü\x80\x90ÿ"]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_texts_in_16_bits_a_character(encoding: str) -> None:
    apart = b"\xff\0\0\0\xff"
    data = (
        apart
        + "abcdef".encode(encoding)
        + apart
        + "abcde".encode(encoding)
        + apart
        + "~ \t\r\n!".encode(encoding)
    )
    _, wide = texts_in(data)
    assert wide == "abcdef\n~ \t\r\n!"


def encrypted(data: bytearray, local: int, central: int) -> None:
    data[local + 6] |= 1
    data[central + 8] |= 1


def packed_in_an_unknown_way(data: bytearray, local: int, central: int) -> None:
    data[local + 8] = data[central + 10] = 77


def damaged(data: bytearray, _local: int, central: int) -> None:
    data[central + 16] ^= 0xFF  # the checksum


@pytest.mark.parametrize("spoil", [encrypted, packed_in_an_unknown_way, damaged])
def test_an_entry_that_cannot_be_read_hides_no_other(spoil: Callable[[bytearray, int, int], None]) -> None:
    data = bytearray(zipped({"odd name": b"x" * 50, "other": b"the planted text" * 50}))
    spoil(data, 0, data.index(b"PK\x01\x02"))
    found = list(texts_in(bytes(data)))
    assert any("the planted text" in text for text in found)
    assert any("odd name" in text for text in found)


def in_zip(data: bytes) -> bytes:
    return zipped({"a": data})


WAYS: list[Callable[[bytes], bytes]] = [
    *(partial(zlib.compress, level=level) for level in (1, 5, 6, 9)),
    gzip.compress,
    bz2.compress,
    lzma.compress,
    in_zip,
]


@pytest.mark.parametrize("pack", WAYS)
def test_what_is_packed_is_unpacked_three_times(pack: Callable[[bytes], bytes]) -> None:
    data = b"the planted text"
    for times in range(1, 5):
        data = pack(data * 50)  # what cannot be made smaller would stay readable
        found = any("the planted text" in text for text in texts_in(data))
        assert found is (times <= 3), times


@pytest.mark.parametrize("pack", WAYS[:5])
def test_what_is_packed_may_stand_anywhere_and_be_cut_off(pack: Callable[[bytes], bytes]) -> None:
    packed = pack(b"the planted text" + bytes(random.Random(3).randbytes(4_000)))
    texts = list(texts_in(b"\0\1 x\x9c no packed part \2" + packed[:-100]))
    assert any("the planted text" in text for text in texts)


def test_names_and_contents_of_an_archive() -> None:
    texts = list(texts_in(zipped({"the name": b"first one\0", "other": b"second one\0"})))
    assert "the name\nfirst one" in texts
    assert "other\nsecond one" in texts


def test_a_thousand_entries_of_an_archive_are_looked_at() -> None:
    texts = list(texts_in(zipped({f"entry {number}": b"within" for number in range(1_001)})))
    assert "entry 999\nwithin" in texts
    assert "entry 1000\nwithin" not in texts


@pytest.mark.usefixtures("small")
def test_an_entry_that_is_too_large_is_left_out_and_the_others_are_not() -> None:
    texts = list(texts_in(zipped({"large": bytes(MOST + 1), "whole": bytes(MOST), "small": b"within"})))
    assert "small\nwithin" in texts
    assert "whole\n" in texts
    assert "large\n" not in texts


def test_broken_archives_are_passed_over() -> None:
    archive = zipped({"entry": b"within"})
    for broken in (archive[:-10], b"PK\x03\x04", b"BZh9nothing", b"\xfd7zXZ\0nothing", b"x\x9cnothing"):
        assert not any("entry\n" in text for text in texts_in(broken))
        assert any("later text" in text for text in texts_in(broken + zlib.compress(b"later text")))


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("pack", [zlib.compress, bz2.compress, lzma.compress])
def test_what_grows_is_followed_so_far_and_no_further(pack: Callable[[bytes], bytes]) -> None:
    texts = list(texts_in(pack(b"a" * (MOST + 1_000))))
    assert max(map(len, texts)) == MOST


def test_fifty_packed_parts_are_looked_at() -> None:
    data = b"".join(zlib.compress(b"number %04d" % number) for number in range(51))
    texts = list(texts_in(data))
    assert "number 0049" in texts
    assert "number 0050" not in texts


def test_six_inflated_bytes_are_looked_at_and_five_are_not() -> None:
    assert len(list(texts_in(zlib.compress(b"abcdef")))) == 2
    assert len(list(texts_in(zlib.compress(b"abcde")))) == 1


def _patch(directory: Path, old: dict[str, bytes], new: dict[str, bytes]) -> list[bytes]:
    """The parts of git's own patch of binary files, by their names' order."""

    def git(*arguments: str) -> bytes:
        command = [
            "git",
            "-C",
            str(directory),
            "-c",
            "user.name=A",
            "-c",
            "user.email=a@example.org",
            *arguments,
        ]
        return subprocess.run(command, check=True, capture_output=True).stdout

    git("init", "--quiet")
    (directory / ".gitattributes").write_text("* binary\n")
    for contents in (old, new):
        for name, content in contents.items():
            (directory / name).write_bytes(content)
        git("add", ".")
        if contents is old:
            git("commit", "--quiet", "--message", "Old")
    return git("diff", "--cached", "--binary", "--full-index").split(b"diff --git ")[1:]


def test_contents_in_a_patch_of_git(tmp_path: Path) -> None:
    dice = random.Random(7)
    new = {f"{size:03}": dice.randbytes(size) for size in range(1, 120)}
    parts = _patch(tmp_path, {}, new)
    assert len(parts) == len(new)
    for part, content in zip(parts, new.values(), strict=True):
        assert of_git(part) == content + b"\n"


def test_what_a_change_puts_in(tmp_path: Path) -> None:
    before = random.Random(7).randbytes(20_000)
    [part] = _patch(tmp_path, {"a": before}, {"a": before[:9_000] + b"the planted text" + before[9_000:]})
    assert b"\ndelta " in part
    assert b"the planted text" in of_git(part)


def test_a_broken_block_leaves_the_others(tmp_path: Path) -> None:
    [part] = _patch(tmp_path, {}, {"a": b"the planted text\0" * 3})
    broken = b"GIT binary patch\nliteral 9\nIabcdefghij\n\nliteral 5\n" + b"E~~~~~~~~~~\n\n" + part
    assert of_git(broken) == b"the planted text\0" * 3 + b"\n"
    assert of_git(b"no block") == b""
