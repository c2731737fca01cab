"""Planted secrets are found wherever they stand; ordinary values stay as they are."""

from __future__ import annotations

import base64
import gzip
import io
import json
import re
import subprocess
import sys
import time
import zipfile
import zlib

import pytest

from tb_lifecycle.recording.redaction.binary_parts import of_git
from tb_lifecycle.recording.redaction.command_lines import clean_arguments
from tb_lifecycle.recording.redaction.redactor import Redactor
from tb_lifecycle.recording.redaction.rules import Rules
from tests.recording.redaction.planted import IN_CONTEXT, ORDINARY, TOKENS, fill

MANY_LINES = "step 12: loss=0.25, lr=1e-4\n" * 200  # so that the engine of long texts looks


def kept(secrets: list[str], text: str) -> list[str]:
    return [secret for secret in secrets if secret in text]


@pytest.mark.parametrize("form", TOKENS)
def test_a_credential_is_known_by_its_shape(form: str) -> None:
    token, secrets = fill(form, form)
    for text in (f"use {token} now", f'X = "one\\n{token}"', f"\x1b[1m{token}\x1b[0m"):
        assert kept(secrets, Redactor().text("notes", "notes", text)) == []
        assert kept(secrets, Redactor().text("patch", "a.py", MANY_LINES + text)) == []


@pytest.mark.parametrize("row", IN_CONTEXT)
def test_a_secret_is_known_by_what_stands_beside_it(row: str) -> None:
    kind, form = row.split("|", 1)
    text, secrets = fill(form, row)
    assert kept(secrets, text) == secrets
    name = f"a.{kind}"
    assert kept(secrets, Redactor().text("patch", name, text)) == []
    assert kept(secrets, Redactor().text("patch", name, f"{MANY_LINES}{text}\n{MANY_LINES}")) == []
    stream = Redactor()
    printed = [stream.lines("out", [line])[0] for line in text.split("\n")]
    assert kept(secrets, "\n".join(printed)) == []
    patch = "\n".join(["@@ -1 +1 @@", *(f"+{line}" for line in text.split("\n"))])
    cleaned = Redactor().hunk(name, patch)
    assert kept(secrets, cleaned) == []
    assert [line[:1] for line in cleaned.split("\n")] == [line[:1] for line in patch.split("\n")]


@pytest.mark.parametrize("line", ORDINARY)
def test_an_ordinary_line_stays(line: str) -> None:
    redactor = Redactor()
    assert redactor.text("notes", "notes", line) == line
    assert redactor.text("patch", "a.yaml", MANY_LINES + line) == MANY_LINES + line
    assert redactor.text("patch", "a.py", f"# {line}") == f"# {line}"
    assert redactor.lines("out", [line, "so it goes"]) == [line, "so it goes"]
    assert clean_arguments(redactor, [line]) == [line]
    assert redactor.entries == []


def test_words_of_models_are_flags_as_they_were_given() -> None:
    flags = {"speaker_token": 4, "latent_token": "cls", "num_secrets": 5, "has_password": True, "key_dim": 64}
    assert {name: Redactor().value("flag", name, value) for name, value in flags.items()} == flags


def test_arguments_say_by_their_option_what_they_are() -> None:
    secret = fill("Zq9{A16}", 1)[0]
    argv = [
        "t.py",
        "-p",
        secret,
        "--secret",
        f"-{secret}",
        "--header",
        f"X-Auth: {secret}",
        "-u",
        f"ana:{secret}",
    ]
    cleaned = clean_arguments(Redactor(), argv)
    assert [secret in argument for argument in cleaned] == [False] * len(argv)
    ordinary = [
        "t.py",
        "-p",
        "8080",
        "--lr",
        "-1",
        "-u",
        "ana",
        "--header",
        "Accept: text/plain",
        "-p",
        "runs/a",
    ]
    assert clean_arguments(Redactor(), ordinary) == ordinary


def test_a_run_adds_rules_and_lets_names_through() -> None:
    redactor = Redactor(Rules((re.compile(r"acme-\d+"),), ("my_api_key", "*_salt")))
    assert redactor.text("output", "out", "use acme-12345 now") == "use [removed] now"
    assert redactor.value("flag", "my_api_key", "abc123") == "abc123"
    assert clean_arguments(redactor, ["--my-api-key", "abc123"]) == ["--my-api-key", "abc123"]
    assert redactor.value("flag", "other_api_key", "abc123") == "[removed]"
    token = fill(TOKENS[2], 1)[0]
    assert redactor.value("flag", "my_api_key", token) == "[removed]"


def _zipped(data: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("inner.txt", data)
    return buffer.getvalue()


@pytest.mark.parametrize(
    "pack", [bytes, zlib.compress, gzip.compress, _zipped, lambda data: gzip.compress(_zipped(data))]
)
def test_a_secret_is_found_in_what_is_packed(pack: object) -> None:
    token = fill(TOKENS[0], 1)[0]
    text = f"the key {token} is here\n"
    assert callable(pack)
    assert Redactor().holds_secret("a.bin", b"\0\1" + pack(text.encode()))
    assert Redactor().holds_secret("a.txt", text.encode("utf-16"))
    assert not Redactor().holds_secret("a.bin", b"\0\1" + pack(b"the key is not here\n"))


def test_gits_base85_is_read() -> None:
    content = fill(TOKENS[0], 1)[0].encode() + bytes(range(256))
    packed = zlib.compress(content)
    lines = []
    for start in range(0, len(packed), 52):
        piece = packed[start : start + 52]
        size = len(piece)
        mark = chr(64 + size) if size <= 26 else chr(70 + size)
        lines.append(mark.encode() + base64.b85encode(piece + bytes(-size % 4)))
    part = b"GIT binary patch\nliteral %d\n" % len(content) + b"\n".join(lines) + b"\n\n"
    assert of_git(part) == content


def test_a_notebook_is_cleaned_cell_by_cell() -> None:
    text, secrets = fill('API_KEY = (\n    "{A30}"\n)\n', 1)
    cells = [
        {
            "cell_type": "code",
            "source": text.splitlines(keepends=True),
            "outputs": [{"text": ["password:\n", fill("{A14}", 2)[0]]}],
        },
        {"cell_type": "markdown", "source": ["ordinary"]},
    ]
    secrets.append(fill("{A14}", 2)[0])
    notebook = json.dumps({"cells": cells, "nbformat": 4})
    cleaned = Redactor().text("patch", "a.ipynb", notebook)
    assert kept(secrets, cleaned) == []
    assert json.loads(cleaned)["cells"][1] == cells[1]
    plain = json.dumps({"cells": cells[1:]})
    assert Redactor().text("patch", "a.ipynb", plain) == plain


def test_it_is_quick() -> None:
    redactor = Redactor()
    lines = [
        f"step {i}: loss={1 / (i + 1):.4f} tokens/s: {i * 7 % 9999} saved to /data/step-{i}"
        for i in range(5000)
    ]
    redactor.lines("out", lines)
    taken = []
    for _ in range(5):
        began = time.perf_counter()
        redactor.lines("out", lines)
        taken.append(time.perf_counter() - began)
    assert min(taken) / len(lines) < 5e-6


def test_the_start_of_an_ordinary_run_imports_nothing_that_looks_closely() -> None:
    code = (
        "import sys; from tb_lifecycle.recording.redaction.redactor import Redactor; r = Redactor();"
        "from tb_lifecycle.recording.redaction.command_lines import clean_arguments;"
        "clean_arguments(r, ['t.py', '--learning_rate=0.001', '--token_dim', '64']);"
        "r.text('notes', 'n', 'one');"
        "print([name for name in sys.modules if name.endswith(('line_cleaning', 'quick_look'))])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
