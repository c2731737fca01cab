import pytest

from tb_lifecycle.plugin.routes.file import is_text
from tests.conftest import Project
from tests.tensorboard_server import TensorBoard


def test_a_source_file_is_as_it_was_when_the_run_started(tensorboard: TensorBoard, project: Project):
    response = tensorboard.get("file", run="expert/b", path="train.py")
    assert response.status == 200
    assert response.body == project.script.read_bytes()
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["X-File-Size"] == str(len(response.body))


def test_a_patch_is_what_had_been_changed(tensorboard: TensorBoard):
    path = tensorboard.json("run", run="expert/b")["code"]["patch"]["path"]
    response = tensorboard.get("file", run="expert/b", path=path)
    assert b"+# A line more.\n" in response.body


def test_a_log_can_be_read_in_parts(tensorboard: TensorBoard):
    query = {"run": "intro/a", "path": "lifecycle/console.log"}
    whole = tensorboard.get("file", **query)
    assert whole.body.split(b"\t")[1:3] == [b"out", b"trained intro\n"]
    part = tensorboard.get("file", offset=3, limit=5, **query)
    assert (part.body, part.headers["X-File-Size"]) == (whole.body[3:8], str(len(whole.body)))
    after = tensorboard.get("file", offset=len(whole.body), **query)
    assert (after.status, after.body) == (200, b"")


@pytest.mark.parametrize("query", [{"offset": -1}, {"limit": 0}, {"limit": "all"}])
def test_parts_that_cannot_be_are_errors(fast_tensorboard: TensorBoard, query: dict[str, object]):
    response = fast_tensorboard.get("file", run="intro/a", path="lifecycle/console.log", **query)
    assert response.status == 400


def test_a_file_whose_content_is_elsewhere_is_a_404_with_the_git_command(tensorboard: TensorBoard):
    commit = tensorboard.json("run", run="intro/a")["code"]["commit"]
    response = tensorboard.get("file", run="intro/a", path="docs/notes.md")
    assert response.status == 404
    assert f"git show {commit}:docs/notes.md" in response.json()["error"]["hint"]


@pytest.mark.parametrize(
    "path",
    [
        "../../mnist/train.py",
        "lifecycle/../../../mnist/train.py",
        "/etc/passwd",
        "model/export/weights.bin",
        "lifecycle",
        ".",
        "lifecycle/console.log\0",
    ],
)
def test_what_the_run_did_not_record_is_not_served(tensorboard: TensorBoard, path: str):
    response = tensorboard.get("file", run="intro/a", path=path)
    assert response.status == 404
    assert response.json()["error"]["message"]


def test_a_missing_path_is_an_error(fast_tensorboard: TensorBoard):
    response = fast_tensorboard.get("file", run="intro/a")
    assert response.status == 400
    assert response.json()["error"]["parameter"] == "path"


@pytest.mark.parametrize(
    ("content", "whole", "part"),
    [
        (b"", True, True),
        (b"plain\n", True, True),
        ("é😀".encode(), True, True),
        ("é😀".encode()[:-1], True, True),
        ("é😀".encode()[1:-1], False, True),
        ("😀 ".encode()[1:], False, True),
        ("😀".encode()[1:3], False, True),
        (b"nul\0", False, False),
        (b"\x89PNG\r\n\x1a\n", False, True),
        (b"\x80\x80\x80\x80 ", False, False),
        (b"a\xffb", False, False),
        ("ét".encode("latin-1"), False, False),
    ],
)
def test_only_utf_8_is_text_wherever_it_is_cut(content: bytes, whole: bool, part: bool):
    assert is_text(content, cut=False) is whole
    assert is_text(content, cut=True) is part


def test_a_part_that_begins_within_a_character_is_text_and_a_file_that_does_is_none(
    tensorboard: TensorBoard, project: Project
):
    within = project.script.read_bytes().index("è".encode()) + 1
    part = tensorboard.get("file", run="expert/b", path="train.py", offset=within)
    assert part.body.startswith(b"\xa8le.\n")
    assert part.headers["Content-Type"] == "text/plain; charset=utf-8"
    whole = tensorboard.get("file", run="expert/b", path="odd.txt")
    assert whole.body == b"\x80 begins no character"
    assert whole.headers["Content-Type"] == "application/octet-stream"


def test_what_is_no_text_is_sent_as_bytes(tensorboard: TensorBoard):
    path = next(
        file["path"] for file in tensorboard.json("run", run="expert/b")["files"] if file["kind"] == "sources"
    )
    response = tensorboard.get("file", run="expert/b", path=path)
    assert response.body.startswith(b"PK")
    assert response.headers["Content-Type"] == "application/octet-stream"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
