from functools import partial

import pytest
from werkzeug.test import Client

from tb_lifecycle.plugin import static_files
from tb_lifecycle.plugin.responses import application

BASE = "/data/plugin/lifecycle/"


@pytest.fixture
def page(tmp_path, monkeypatch):
    directory = tmp_path / "static"
    (directory / "deep").mkdir(parents=True)
    (directory / "index.js").write_text("export function render() {}\n")
    (directory / "index.css").write_text("body {}\n")
    (directory / "chunk-graph-D4f_9aZq.js").write_text("export {}\n")
    (directory / "deep" / "icon.svg").write_text("<svg/>\n")
    (directory / "notes.py").write_text("secret\n")
    (tmp_path / "outside.js").write_text("secret\n")
    monkeypatch.setattr(static_files, "DIRECTORY", directory)
    return Client(application(partial(static_files.static_file, routes=["runs", "run"])))


@pytest.mark.parametrize(
    ("name", "content_type"),
    [
        ("index.js", "text/javascript; charset=utf-8"),
        ("index.css", "text/css; charset=utf-8"),
        ("deep/icon.svg", "image/svg+xml; charset=utf-8"),
    ],
)
def test_a_file_has_its_own_type_whatever_the_system_thinks(page, name, content_type):
    response = page.get(BASE + name)
    assert (response.status_code, response.headers["Content-Type"]) == (200, content_type)
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_a_file_is_asked_for_again_unless_its_name_says_what_is_in_it(page):
    entry = page.get(BASE + "index.js")
    assert entry.headers["Cache-Control"] == "no-cache, must-revalidate"
    assert page.get(BASE + "index.js", headers={"If-None-Match": entry.headers["ETag"]}).status_code == 304
    assert page.get(BASE + "chunk-graph-D4f_9aZq.js").headers["Cache-Control"] == "private, max-age=31536000"


@pytest.mark.parametrize(
    "name",
    [
        "missing.js",
        "",
        "deep",
        "deep/",
        "notes.py",
        "../outside.js",
        "deep/../../outside.js",
        "%2e%2e/outside.js",
        "..%2foutside.js",
        "..\\outside.js",
        "/etc/passwd",
        "index.js%00.css",
        "index.js/",
    ],
)
def test_nothing_else_is_served(page, name):
    response = page.get(BASE + name)
    assert response.status_code == 404
    assert b"secret" not in response.data
    assert response.json["error"]["hint"] == "The routes are runs, run."


def test_a_page_built_meanwhile_is_served(page):
    (static_files.DIRECTORY / "new.js").write_text("export {}\n")
    assert page.get(BASE + "new.js").status_code == 200
