from __future__ import annotations

import pytest

from tb_lifecycle.recording.redaction.redactor import Redactor
from tb_lifecycle.recording.redaction.secret_values import looks_random


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
