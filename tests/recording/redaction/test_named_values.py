from __future__ import annotations

import pytest

from tb_lifecycle.recording.redaction.redactor import Redactor


@pytest.mark.parametrize("sign", ["=", ":", ":=", "=>", "=="])
@pytest.mark.parametrize("where", [("output", "out"), ("patch", "a.rb"), ("patch", "a.py")])
def test_a_line_may_end_behind_a_name_and_its_sign(where: tuple[str, str], sign: str) -> None:
    text = f"password {sign}\nlr = 0.1\n"
    assert Redactor().text(*where, text) == text


@pytest.mark.parametrize("sign", ["=", ":", ":=", "=>"])
def test_a_value_may_stand_on_the_line_below_its_name(sign: str) -> None:
    assert Redactor().text("output", "out", f"password {sign}\n  hunter2x") == (
        f"password {sign}\n  [removed]"
    )
