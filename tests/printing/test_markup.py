import re

from hypothesis import given
from hypothesis import strategies as st

from tb_lifecycle.printing.markup import escape_latex, escape_markdown, latex, latex_titled, markdown


def test_markdown_escapes_what_it_takes_for_markup() -> None:
    assert escape_markdown("a|b*c`d<e>\\[f]\ng") == "a\\|b\\*c\\`d\\<e>\\\\\\[f\\] g"
    assert markdown([("a|b", ["x|y", "z"], False), ("n", ["1", "2"], True)]).splitlines() == [
        "| a\\|b | n |",
        "| --- | ---: |",
        "| x\\|y | 1 |",
        "| z | 2 |",
    ]


def test_latex_escapes_what_it_takes_for_commands() -> None:
    assert escape_latex("50% & $x_1$ #{a} ~^\\") == (
        "50\\% \\& \\$x\\_1\\$ \\#\\{a\\} \\textasciitilde{}\\textasciicircum{}\\textbackslash{}"
    )
    assert escape_latex("– ↑\nx") == "-- $\\uparrow$ x"


def test_a_latex_row_that_begins_with_a_bracket_is_no_argument() -> None:
    assert "{}[1] & x \\\\" in latex([("a", ["[1]"], False), ("b", ["x"], False)])


def test_latex_writes_what_its_fonts_lack_as_codes() -> None:
    assert escape_latex("é μ 中 \U0001f600 e\u0301 \0") == "é $\\mu$ [U+4E2D] [U+1F600] é [U+0000]"


def test_latex_joins_no_hyphens_or_commas_to_another_sign() -> None:
    assert escape_latex("--lr ,, 'a'' `b`") == "-{}-lr ,{}, 'a'{}' \\textasciigrave{}b\\textasciigrave{}"


def test_a_latex_note_that_begins_with_a_bracket_is_no_argument_of_the_break() -> None:
    assert "one\\\\{}\n[2]" in latex_titled("t", "", ["one", "[2]"])


@given(st.text(st.characters(categories=None)))
def test_any_text_is_latex_that_compiles_with_t1(text: str) -> None:
    made = escape_latex(text)
    # What inputenc knows beyond ASCII is in Latin 1 and Latin Extended-A, but for quotes and ‰•€™.
    assert all(c.isascii() or "\u00a1" <= c <= "\u017e" or c in "‘’‚“”„‰‹›•€™" for c in made)
    bare = re.sub(r"\\[&%$#_{}]|\\[A-Za-z]+", "", made)
    assert set(bare).isdisjoint('&%#_~^\\<>|"`')
    assert bare.count("{") == bare.count("}") == bare.count("{}")
    assert bare.count("$") % 2 == 0
