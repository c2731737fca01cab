from __future__ import annotations

import threading

import numpy as np
import pytest

from tb_lifecycle.recording.redaction.command_lines import clean_arguments
from tb_lifecycle.recording.redaction.redactor import Redactor

GITHUB = "ghp_" + "a1B2" * 9
TOKENS = {
    "AWS access key": "AKIA" + "ABCDEFGH" * 2,
    "GitHub token": GITHUB,
    "GitLab token": "glpat-" + "x1_-" * 6,
    "Hugging Face token": "hf_" + "aB3" * 12,
    "OpenAI key": "sk-proj-" + "aB3_" * 8,
    "Slack token": "xoxb-" + "123456789012-abc",
    "Google key": "AIza" + "aB3-_" * 7,
    "JSON Web Token": "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.sflKxwRJSMeK",
}


@pytest.mark.parametrize(("why", "token"), TOKENS.items())
def test_a_token_is_removed_by_its_shape(why: str, token: str) -> None:
    redactor = Redactor()
    assert redactor.text("output", "out", f"using {token}, ok") == "using [removed], ok"
    [entry] = redactor.entries
    assert (entry.where, entry.name, entry.why) == ("output", "out", why)


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("https://ana:pa55@example.com/x.git", "https://[removed]@example.com/x.git"),
        (f"https://{GITHUB}@example.com/x", "https://[removed]@example.com/x"),
        ("https://oauth2@example.com/x", "https://[removed]@example.com/x"),
        (
            "postgres://u:p@db:5432/a and redis://:pw@r",
            "postgres://[removed]@db:5432/a and redis://[removed]@r",
        ),
        ("train.py --password hunter2 --lr 0.1", "train.py --password [removed] --lr 0.1"),
        ("train.py --api-key=abc --lr 0.1", "train.py --api-key=[removed] --lr 0.1"),
        ("api_key: abc123", "api_key: [removed]"),
        ('{"password": "hun ter2", "a": 1}', '{"password": "[removed]", "a": 1}'),
        (
            "DB_PASS=hunter2 PGPASSWORD=x MYSQL_PWD=y",
            "DB_PASS=[removed] PGPASSWORD=[removed] MYSQL_PWD=[removed]",
        ),
        ("AccountKey=abcd==;EndpointSuffix=core", "AccountKey=[removed];EndpointSuffix=core"),
        ("DB_PASSWORD=hunter2;x=1", "DB_PASSWORD=[removed];x=1"),
        ("access_token=0123456789abcdef&b=1", "access_token=[removed]&b=1"),
        ("access_token=01234567&b=1", "access_token=[removed]&b=1"),
        ("https://s3/x?X-Amz-Signature=0a1b2c&y=1", "https://s3/x?X-Amz-Signature=[removed]&y=1"),
        ("password=12 secret=$ecret passwd={a}{b}", "password=[removed] secret=[removed] passwd={a}{b}"),
        ("Authorization: Bearer abcdefghijklmnop1234", "Authorization: Bearer [removed]"),
    ],
)
def test_a_secret_is_removed_by_what_stands_beside_it(text: str, cleaned: str) -> None:
    redactor = Redactor()
    assert redactor.text("output", "out", text) == cleaned
    assert redactor.entries


@pytest.mark.parametrize(
    "text",
    [
        "max_tokens=2048 tokenizer=bert pad_token=[PAD] num_tokens: 100000000",
        "token accuracy: 0.93",
        "Epoch 3: loss=0.1 key=value passed=12",
        "git@github.com:ana/x.git and ssh://git@example.com/x",
        "https://example.com/@ana/x",
        "password: None, secret=${SECRET}, api_key={key} passwd=<hidden> token=********",
        "the password is not shown here",
        "bypass=true compass: north forward_pass=12ms num_passes=3 PWD=/home/ana pass=2",
    ],
)
def test_ordinary_text_stays(text: str) -> None:
    redactor = Redactor()
    assert redactor.text("output", "out", text) == text
    assert redactor.entries == []


def test_program_code_loses_literals_only() -> None:
    code = (
        'password = args.password\npassword = "hunter2"\nconnect(api_key=key())\nmask_token = "[MASK_IT]"\n'
    )
    cleaned = Redactor().text("patch", "a.py", code)
    assert cleaned == code.replace("hunter2", "[removed]")
    assert Redactor().text("patch", "a.yaml", "password: hunter2\n") == "password: [removed]\n"


def test_code_in_a_notebook_has_escaped_quotes() -> None:
    assert (
        Redactor().text("patch", "a.ipynb", r'"password = \"hunter2\"\n",')
        == r'"password = \"[removed]\"\n",'
    )


def test_a_mapping_in_yaml_is_no_value() -> None:
    text = "credentials:\n  user: ana\n"
    assert Redactor().text("patch", "a.yaml", text) == text


KEY = ["-----BEGIN RSA PRIVATE KEY-----", "MIIEow", "abc=", "-----END RSA PRIVATE KEY-----"]


def test_a_private_key_is_removed_whole() -> None:
    assert Redactor().text("flag", "key", "\n".join(["a", *KEY, "b"])) == "a\n[removed]\nb"


def test_a_private_key_is_removed_from_a_stream_line_by_line() -> None:
    redactor = Redactor()
    lines = [redactor.text("output", "out", line) for line in ["a", *KEY, "b"]]
    assert lines == ["a", *["[removed]"] * 4, "b"]
    assert redactor.text("output", "err", "MIIEow") == "MIIEow"


@pytest.mark.parametrize(
    "name",
    [
        "password",
        "db_password",
        "HF_TOKEN",
        "apiKey",
        "api_key",
        "AWS_SECRET_ACCESS_KEY",
        "token",
        "client-secret",
        "AWS_ACCESS_KEY_ID",
        "wandb.api_key",
        "credentials",
    ],
)
def test_a_name_that_says_secret(name: str) -> None:
    redactor = Redactor()
    assert redactor.is_secret_name(name)
    assert redactor.value("flag", name, "x") == "[removed]"
    assert [(entry.name, entry.why) for entry in redactor.entries] == [(name, "name says secret")]


@pytest.mark.parametrize(
    "name",
    [
        "tokens",
        "tokenizer",
        "max_tokens",
        "pad_token",
        "token_id",
        "password_file",
        "key",
        "keyboard",
        "monkey",
        "PWD",
        "lr",
        "",
        "num_token",
    ],
)
def test_a_name_that_does_not(name: str) -> None:
    redactor = Redactor()
    assert not redactor.is_secret_name(name)
    assert redactor.value("flag", name, "x") == "x"


def test_values_keep_their_type_and_are_cleaned_inside() -> None:
    redactor = Redactor()
    assert redactor.value("flag", "password", None) is None
    assert redactor.value("flag", "use_password", True) is True
    assert redactor.value("flag", "password", "") == ""
    assert redactor.value("flag", "pin_password", 1234) == "[removed]"
    assert redactor.value("flag", "urls", ["a", "http://u:p@h"]) == ["a", "http://[removed]@h"]
    assert redactor.value("flag", "db", {"host": "h", "password": "p"}) == {
        "host": "h",
        "password": "[removed]",
    }
    assert redactor.value("flag", "lr", 0.1) == 0.1
    assert redactor.value("flag", "secrets", np.zeros(3)) == "[removed]"


def test_arguments() -> None:
    argv = [
        "t.py",
        "--password",
        "p w",
        "--token=abc",
        "--no-token",
        "--lr",
        "1",
        "--api-key",
        "--x",
        "ws://a:b@c",
    ]
    cleaned = [
        "t.py",
        "--password",
        "[removed]",
        "--token=[removed]",
        "--no-token",
        "--lr",
        "1",
        "--api-key",
        "--x",
    ]
    assert clean_arguments(Redactor(), argv) == [*cleaned, "ws://[removed]@c"]


def test_entries_repeat_nothing() -> None:
    redactor = Redactor()
    for _ in range(3):
        redactor.text("output", "out", "password=x1")
    redactor.text("output", "err", "password=x1")
    assert [entry.name for entry in redactor.entries] == ["out", "err"]


def test_many_threads_share_one() -> None:
    redactor = Redactor()
    threads = [
        threading.Thread(
            target=lambda n=n: [redactor.text("output", f"{n}-{i}", "password=x1") for i in range(200)]
        )
        for n in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(redactor.entries) == 800


@pytest.mark.parametrize(
    "text", ["token" * 40_000, "a" * 500_000 + " token", "://" * 100_000 + "@", "-----BEGIN " * 50_000]
)
def test_no_text_takes_for_ever(text: str) -> None:
    Redactor().text("output", "out", text)
