import json

import pytest

from tb_lifecycle.printing import output
from tb_lifecycle.printing.output import FORMATS, PrintedColumn, Section

EVIL = "a\x1b[31m\x9b1mb\u202ec\u200fd\x00\x7f\x85\ud800\ufeff"
COLUMNS = [
    PrintedColumn(f"run {EVIL}", [EVIL, f"x {EVIL}"]),
    PrintedColumn(EVIL, [1, 2], readable=[EVIL, "two"], marks=frozenset([0])),
    PrintedColumn(
        "n",
        [[EVIL], {"k": EVIL}],
        show=lambda value: f"shown {value['k'] if isinstance(value, dict) else value[0]}",
    ),
]


def assert_harmless(text: str) -> None:
    assert not [c for c in text if not c.isprintable() and c != "\n"]
    text.encode()


@pytest.mark.parametrize("format_name", [name for name in FORMATS if name != "json"])
def test_no_format_prints_control_characters(format_name: str, capsys: pytest.CaptureFixture[str]) -> None:
    output.print_grid(COLUMNS, format_name)
    section = Section(f"key {EVIL}", f"title {EVIL}", COLUMNS, notes=[f"note {EVIL}"])
    output.print_sections([section, Section("same", EVIL, (), notes=[EVIL])], format_name)
    printed = capsys.readouterr().out
    assert_harmless(printed)
    assert "x1b" in printed


def test_json_is_the_same_json_without_control_characters(capsys: pytest.CaptureFixture[str]) -> None:
    answer = {f"name {EVIL}": [EVIL, 1, {"é": "\n\t"}], "empty": []}
    output.print_json(answer)
    printed = capsys.readouterr().out
    assert_harmless(printed)
    assert json.loads(printed) == answer
    assert '"é"' in printed


def test_notices_are_printed_without_control_characters(capsys: pytest.CaptureFixture[str]) -> None:
    output.print_notices([EVIL, "plain"])
    printed = capsys.readouterr().err
    assert_harmless(printed)
    assert printed.endswith("\nplain\n")
