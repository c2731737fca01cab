import csv
import io
import math

import pytest

from tb_lifecycle.printing.csv_text import cell, csv_text, tsv_text


@pytest.mark.parametrize(
    "text",
    [
        *("=1+1", '=HYPERLINK("http://example.com")', "@SUM(1+1)", "-2+3", "+1+cmd|' /C calc'!A0", "-", "+x"),
        *(
            "\t=1+1",
            "\n=1+1",
            " =1+1",
            "\u00a0=1",
            "\uff1d1+1",
            "\uff0b1",
            "-inf",
            "+1 234",
            "-1,5",
            "--1",
            "\t",
        ),
    ],
)
def test_a_text_that_a_spreadsheet_would_compute_is_marked_as_a_text(text: str) -> None:
    assert cell(text) == f"'{text}"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (-0.25, "-0.25"),
        (-3, "-3"),
        (10**400, "1" + "0" * 400),
        (-math.inf, "-Infinity"),
        (True, "True"),
        (None, ""),
        ("-2", "-2"),
        ("+1.5e-3", "+1.5e-3"),
        ("-.5", "-.5"),
        ("1-2", "1-2"),
        ("plain, with a comma", "plain, with a comma"),
        ("two\nlines\tand a tab", "two\nlines\tand a tab"),
        (["=tag", "@two"], '["=tag", "@two"]'),
        ({"=a": 1}, '{"=a": 1}'),
        ("'=1", "'=1"),
        ("\r=1+1", r"\r=1+1"),
        ("\x1b]0;title\x07", r"\x1b]0;title\x07"),
        ("a\x9b31mb", r"a\x9b31mb"),
        ("\u202e=x", r"\u202e=x"),
        ("half \ud800", r"half \ud800"),
    ],
)
def test_other_values_stay_as_they_are(value: object, text: str) -> None:
    assert cell(value) == text


def test_heads_are_cells_as_well() -> None:
    text = csv_text(["=head", "n"], [["a", -1], ['say "x"', 2.5]])
    assert list(csv.reader(io.StringIO(text))) == [["'=head", "n"], ["a", "-1"], ['say "x"', "2.5"]]
    assert text.endswith('"say ""x""",2.5\n')


def test_text_to_paste_has_a_cell_a_tab_and_a_row_a_line() -> None:
    assert tsv_text(["a\tb", "c"], [["x\ny", 0.1], ["=1+1", None]]) == "a b\tc\nx y\t0.1\n'=1+1\t\n"
