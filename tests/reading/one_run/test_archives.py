import contextlib
import io
import resource
import struct
import zipfile

import pytest

from tb_lifecycle.reading.one_run.archives import LARGEST_DIRECTORY, ArchiveError, read_member

CONTENT = b"print('hello')\n" * 40


def make(compression: int = zipfile.ZIP_DEFLATED, **contents: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, content in contents.items():
            archive.writestr(name, content)
    return buffer.getvalue()


WHOLE = make(train=CONTENT)
# Where the local header, the central directory and the end record begin.
PARTS = (0, WHOLE.rindex(b"PK\1\2"), WHOLE.rindex(b"PK\5\6"))
H, L = struct.Struct("<H").pack, struct.Struct("<I").pack


def changed(*changes: dict[int, bytes]) -> bytes:
    data = bytearray(WHOLE)
    for start, part in zip(PARTS, changes, strict=False):
        for at, new in part.items():
            data[start + at : start + at + len(new)] = new
    return bytes(data)


ODD = {
    "encrypted": changed({6: H(1)}, {8: H(1)}),
    "unknown method": changed({8: H(97)}, {10: H(97)}),
    "too new": changed({}, {6: H(99)}),
    "patched data": changed({6: H(32)}, {8: H(32)}),
    "broken deflate": changed({38: b"\xff" * 8}),
    "cut data": changed({18: L(5)}, {20: L(5)}),
    "past the end": changed({}, {42: L(2**31 - 1)}),
    "before the start": changed({}, {}, {16: L(5000)}),
    "wrong checksum": changed({14: b"1234"}, {16: b"1234"}),
    "size too small": changed({}, {24: L(10)}),
    "size too large": changed({}, {24: L(2000)}),
    "no archive": b"PK" * 40,
    "no bytes": b"",
    "its end only": b"PK\5\6",
    "cut": WHOLE[:-30],
    "many disks": changed({}, {}, {4: H(7)}),
    "no files": changed({}, {}, {10: H(0)}),
    "large directory": changed({}, {}, {12: L(LARGEST_DIRECTORY + 1)}),
    "zip64": WHOLE[: PARTS[2]] + b"PK\6\7" + bytes(16) + WHOLE[PARTS[2] :],
    "bzip2": make(zipfile.ZIP_BZIP2, train=CONTENT),
    "lzma": make(zipfile.ZIP_LZMA, train=CONTENT),
}


@pytest.mark.parametrize("name", ODD)
def test_an_odd_archive_is_an_error_or_gives_the_file_as_it_was(name: str) -> None:
    with contextlib.suppress(ArchiveError):
        assert read_member(ODD[name], "train", 1000) == CONTENT


@pytest.mark.parametrize(
    "name", ["bzip2", "lzma", "encrypted", "zip64", "large directory", "no archive", "cut data"]
)
def test_what_is_not_as_ours_is_refused(name: str) -> None:
    with pytest.raises(ArchiveError):
        read_member(ODD[name], "train", 1000)


@pytest.mark.parametrize("compression", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_file_of_ours_is_read(compression: int) -> None:
    archive = make(compression, **{"a": b"", "deep/b": CONTENT})
    assert read_member(archive, "deep/b", len(CONTENT)) == CONTENT
    assert read_member(archive, "a", 1) == b""
    with pytest.raises(ArchiveError, match="600 bytes, more than 599"):
        read_member(archive, "deep/b", 599)
    with pytest.raises(ArchiveError, match="KeyError"):
        read_member(archive, "b", 1000)


def test_a_file_that_unpacks_to_more_than_it_says_is_cut_at_what_it_says() -> None:
    bomb = bytearray(make(train=b" " * (256 << 20)))
    at = bomb.rindex(b"PK\1\2") + 24
    bomb[at : at + 4] = L(1000)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(ArchiveError):
        read_member(bytes(bomb), "train", 1000)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 32 << 10


def test_an_archive_with_a_comment_is_read() -> None:
    buffer = io.BytesIO(WHOLE)
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.comment = b"c" * 65535
    assert read_member(buffer.getvalue(), "train", 1000) == CONTENT
