from tb_lifecycle.printing.markup import escape_latex, escape_markdown, latex, markdown


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
