from __future__ import annotations

import pytest

from tb_lifecycle.recording.redaction.redactor import Redactor
from tb_lifecycle.recording.redaction.secret_names import Says
from tb_lifecycle.recording.redaction.secret_values import is_secret, looks_random


@pytest.mark.parametrize(("text", "random"), [("x9Y8z7W", False), ("x9Y8z7W6", True), ("x9-Y8-z7-W", False)])
def test_eight_letters_and_digits_look_random_seven_do_not(text: str, random: bool) -> None:
    assert looks_random(text) is random
    assert looks_random(text, 7)


@pytest.mark.parametrize(("value", "secret"), [("1234567", False), ("12345678", True)])
def test_a_key_of_eight_digits_is_one_of_seven_a_number(value: str, secret: bool) -> None:
    cleaned = "[removed]" if secret else value
    assert Redactor().value("flag", "api_key", value) == cleaned
    assert Redactor().value("flag", "api_key", int(value)) == (cleaned if secret else int(value))
    assert Redactor().text("output", "out", f"api_key={value}") == f"api_key={cleaned}"


@pytest.mark.parametrize(
    "text",
    [
        "x9Y8z7W6",
        "0123456789abcdef0",
        "xkqzvbjwpf",
        "aB3-cD4-eF5",
        "7" * 25,
        "a1b2c3d4e5",
        "Zq7Rt2Lm",
        # one that is just past each limit
        *("bBr.2hmi3", "EmCC7h-cw", "da328668c4868395", "norm32TestData80Learn", "net82Res57"),
        *("636e0156539c633", "Hgbhumgu", "bwpfx26-net31", "FDccBlaa"),
    ],
)
def test_what_looks_random(text: str) -> None:
    assert looks_random(text)


@pytest.mark.parametrize(
    "text",
    [
        *("learning_rate", "resnet50", "2024-05-06", "v1.2.3", "experiments/mnist", "a b c d e f g h"),
        *("abcdef", "7" * 24, "feedfacedeadbeef", "layer12block3", "ab-cd-ef", "AB1-cd-ef"),
        # one that is just short of each limit
        *("Batch144", "data-Bw28", "nCtGB_ppA", "c0at-efu8", "-oywhif.wn3iG", "e7138089336a12a"),
        *("layer225res272normBatch", "wbDsptFA6", "rh.Bpahwrr_g6", "lwr25yfC", "fHrmbDcuftrgthgamfo0enseFH"),
    ],
)
def test_what_does_not(text: str) -> None:
    assert not looks_random(text)


@pytest.mark.parametrize(
    ("name", "value", "secret"),
    [
        ("auth", "x9Y8z7W6v5", True),
        ("cache_x_key", "0123456789abcdef", False),
        ("CACHE_X_KEY", "0123456789abcdef", True),
        ("sentry_dsn", "x9Y8z7W6v5", False),
        ("api_key", "./x9Y8z7W6v5/q1w2e3r4", False),
        ("api_key", "~/x9Y8z7W6v5/q1w2e3r4", False),
        ("api_key", "../x9Y8z7W6v5/q1w2e3r4", False),
        ("api_key", "x9Y8z7W6v5/q1w2e3r4", True),
        ("passwords", "3", False),
        ("bypass", "3", False),
        ("password", "3", True),
    ],
)
def test_what_a_flag_s_value_must_be(name: str, value: str, secret: bool) -> None:
    assert Redactor().value("flag", name, value) == ("[removed]" if secret else value)


WORDS = "one two three"


@pytest.mark.parametrize(
    ("says", "value", "of_a_flag", "in_a_text", "bare_in_code"),
    [
        (Says.NOTHING, "x9Y8z7W6v5", False, False, False),
        (Says.HINT, "hunter2", False, False, False),
        (Says.HINT, "x9Y8z7W6v5", True, True, True),
        (Says.TOKEN, "hunter2", True, False, False),
        (Says.TOKEN, "x9Y8z7W6v5", True, True, True),
        (Says.LIKELY, "hunter2", True, True, False),
        (Says.LIKELY, "hunter", True, False, False),
        (Says.LIKELY, WORDS, True, False, False),
        (Says.LIKELY, "1234567", False, False, False),
        (Says.LIKELY, "12345678", True, True, False),
        (Says.CERTAIN, "hunter", True, True, False),
        (Says.CERTAIN, WORDS, True, True, False),
        (Says.CERTAIN, "12", True, True, False),
        # sentences, places, references and digests are none, whatever the name says
        *((Says.CERTAIN, value, False, False, False) for value in (
            "see the page", "written by: me", "Is: it so", "", "none", "sha256:0123456789abcdef",
            "https://example.org/x9Y8z7W6v5", "keys.txt", "args.password", "data/key", "./x9Y8z7W6v5",
            "my_secret",
        )),
    ],
)  # fmt: skip
def test_what_a_name_says_and_where_it_stands(
    says: Says, value: str, of_a_flag: bool, in_a_text: bool, bare_in_code: bool
) -> None:
    assert is_secret("name", value, says, sure=True) is of_a_flag
    assert is_secret("name", value, says, sure=False) is in_a_text
    assert is_secret("name", value, says, sure=True, code=True) is bare_in_code
    assert is_secret("name", value, says, sure=True, quoted=True, code=True) is of_a_flag


@pytest.mark.parametrize(
    ("name", "secret"), [("passwords", False), ("db_pass", True), ("DB_PASS", True), ("PASSWORDS", False)]
)
def test_a_count_of_passwords_is_none(name: str, secret: bool) -> None:
    assert is_secret(name, "12", Says.CERTAIN, sure=True) is secret
    assert is_secret(name, "twelve", Says.CERTAIN, sure=True)
