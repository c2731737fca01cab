from __future__ import annotations

import importlib.metadata
import json
from pathlib import Path

import pytest

import tb_lifecycle
from tb_lifecycle.recording.machine.packages import canonical, digest_packages, read_packages
from tests.recording.runs_on_disk import read_details


def install(directory: Path, name: str, version: str, direct: dict[str, object] | None = None) -> None:
    metadata = directory / f"{name.replace('-', '_')}-{version}.dist-info"
    metadata.mkdir(parents=True)
    (metadata / "METADATA").write_text(
        f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n\nName: no\n"
    )
    if direct is not None:
        (metadata / "direct_url.json").write_text(json.dumps(direct))


def test_what_is_installed_here_is_found_with_its_version() -> None:
    expected = {
        canonical(found.metadata["Name"]): found.version
        for found in reversed(list(importlib.metadata.distributions()))
    }
    assert {canonical(name): version for name, version in read_packages().versions.items()} == expected


def test_names_are_spelled_as_the_package_does(tmp_path: Path) -> None:
    install(tmp_path, "PyYAML", "6.0.1")
    install(tmp_path, "typing-extensions", "4.0")
    assert read_packages([str(tmp_path)]).versions == {"PyYAML": "6.0.1", "typing-extensions": "4.0"}


def test_the_first_on_the_path_wins(tmp_path: Path) -> None:
    install(tmp_path / "a", "some-package", "1.0")
    install(tmp_path / "b", "some_package", "2.0")
    assert read_packages([str(tmp_path / "a"), str(tmp_path / "b")]).versions == {"some-package": "1.0"}


@pytest.mark.parametrize(
    ("direct", "url"),
    [
        ({"url": "https://h/x.whl", "archive_info": {}}, "https://h/x.whl"),
        ({"url": "https://h/x", "vcs_info": {"vcs": "git", "commit_id": "abc"}}, "git+https://h/x@abc"),
        ({"url": "file:///src/x", "dir_info": {}}, "file:///src/x"),
    ],
)
def test_a_direct_url(tmp_path: Path, direct: dict[str, object], url: str) -> None:
    install(tmp_path, "x", "1", direct)
    packages = read_packages([str(tmp_path)])
    assert packages.direct == {"x": url}
    assert packages.editable == []


def test_an_editable_install(tmp_path: Path) -> None:
    install(tmp_path, "x", "1", {"url": "file:///src/x", "dir_info": {"editable": True}})
    packages = read_packages([str(tmp_path)])
    assert (packages.editable, packages.direct) == (["x"], {"x": "file:///src/x"})


def test_an_older_editable_install_lies_in_its_source(tmp_path: Path) -> None:
    (tmp_path / "old.egg-info").mkdir()
    (tmp_path / "old.egg-info" / "PKG-INFO").write_text("Name: old\nVersion: 3\n")
    packages = read_packages([str(tmp_path)])
    assert (packages.versions, packages.editable) == ({"old": "3"}, ["old"])


def test_damaged_metadata_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "empty-1.dist-info").mkdir()
    install(tmp_path, "x", "1")
    (tmp_path / "x-1.dist-info" / "direct_url.json").write_text("{")
    packages = read_packages([str(tmp_path), str(tmp_path / "nowhere"), str(tmp_path / "a.zip")])
    assert (packages.versions, packages.direct) == ({"x": "1"}, {})


def test_the_digest_is_of_what_is_installed_however_it_is_spelled() -> None:
    one = digest_packages("3.11.7", {"Foo_Bar": "1.0", "baz": "2"}, {})
    assert one == digest_packages("3.11.7", {"baz": "2", "foo-bar": "1.0"}, {})
    others = [
        digest_packages("3.12.0", {"foo-bar": "1.0", "baz": "2"}, {}),
        digest_packages("3.11.7", {"foo-bar": "1.1", "baz": "2"}, {}),
        digest_packages("3.11.7", {"foo-bar": "1.0", "baz": "2"}, {"baz": "git+https://example.com/baz"}),
    ]
    assert len({one, *others}) == 4


def test_a_login_in_a_direct_url_is_not_recorded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(tmp_path / "site", "x", "1", {"url": "https://ana:hunter2@h/x", "vcs_info": {"vcs": "git"}})
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    with tb_lifecycle.start_run(tmp_path / "run", console=False):
        pass
    assert read_details(tmp_path / "run").environment.direct["x"] == "git+https://[removed]@h/x"
    assert all(
        b"hunter2" not in path.read_bytes() for path in (tmp_path / "run").rglob("*") if path.is_file()
    )
