"""Which lines of a long text are looked at: each of these by one of the pattern's parts alone."""

from __future__ import annotations

import pytest

from tb_lifecycle.recording.redaction.quick_look import has_context, has_shape, lines_worth_a_look

ALWAYS = [
    "password = 'x'",
    'api_key_prod: "x"',
    'args = ["--token", "x"]',
    "run --api-token x1",
    "  '--my-secret x",
    "- name: DB_PASSWORD",
    'variable = "my_token"',
    'token = settings.get("x")',
    'token = a.b or "x"',
    "Authorization: x",
    "https://ana:pa55@example.org",
    "-----BEGIN PRIVATE KEY-----",
    "x ghp_a1B2a1B2a1B2a1B2",
    "0123456789abcdef0123456789abcdef-us1",
]
IN_TEXT = [
    "my_secret = 12345678",
    "Passwort_prod: 1",
    "Enter password for ana> ",
    "the pin of ana?",
    "Your secret key of x:",
    "token = abc",
    "api_key: 1,2a",
    "secret:",
]
NEVER = [
    "loss = 0.25",
    "step 12 of 100",
    "tokens: 512",
    "key = 12",
    "with open(path) as file:",
    "the passage",
]


@pytest.mark.parametrize("line", ALWAYS)
def test_looked_at_in_texts_and_programs(line: str) -> None:
    assert lines_worth_a_look(f"a\n{line}\nb") == [1]
    assert lines_worth_a_look(f"a\n{line}\nb", code=True) == [1]


@pytest.mark.parametrize("line", IN_TEXT)
def test_looked_at_in_texts_only(line: str) -> None:
    assert lines_worth_a_look(f"a\n{line}\nb") == [1]
    assert lines_worth_a_look(f"a\n{line}\nb", code=True) == []


@pytest.mark.parametrize("line", NEVER)
def test_ordinary_lines_are_not(line: str) -> None:
    assert lines_worth_a_look(f"a\n{line}\nb") == []
    assert lines_worth_a_look(f"a\n{line}\nb", code=True) == []


def test_the_lines_numbers() -> None:
    ordinary = "loss = 0.25\n" * 20_000
    text = f"password = 'x'\n{ordinary}password = 'x' secret = 'y'\n{ordinary}token = 'x'"
    assert lines_worth_a_look(text, code=True) == [0, 20_001, 40_002]
    assert lines_worth_a_look("") == []


def test_shapes_and_contexts() -> None:
    assert has_shape("x ghp_a1B2a1B2a1B2a1B2")
    assert not has_shape("Authorization: x")
    assert has_context("Authorization: x")
    assert not has_context("x ghp_a1B2a1B2a1B2a1B2")
    assert not has_context("loss = 0.25")
    assert not has_shape("loss = 0.25")
