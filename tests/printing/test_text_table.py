from tb_lifecycle.printing.text_table import cut, fit, render, width_of


def test_columns_are_as_wide_as_their_widest_cell() -> None:
    assert (
        render(["a", "bbb"], [["xx", "y"], ["1", "22"]], [False, True], None) == "a   bbb\nxx    1\ny    22"
    )


def test_wide_characters_take_two_cells() -> None:
    assert width_of("中é") == 3
    assert width_of("e\u0301") == 1
    assert render(None, [["中", "x"], ["a", "b"]], [False, False], None) == "中  a\nx   b"


def test_the_widest_columns_are_cut_in_the_middle() -> None:
    text = render(["name", "value"], [["a" * 40, "b"], ["1", "2"]], [False, True], 30)
    assert all(width_of(line) <= 30 for line in text.splitlines())
    assert "aaa…aaa" in text
    assert render(None, [["a" * 40], ["b" * 30]], [False, False], 30) == "aaaaaaa…aaaaaa  bbbbbbb…bbbbbb"
    assert render(None, [["a" * 40], ["b" * 13]], [False, False], 30) == "aaaaaaa…aaaaaaa  " + "b" * 13


def test_cutting_keeps_both_ends() -> None:
    assert cut("abcdefghij", 5) == "ab…ij"
    assert cut("abcde", 5) == "abcde"
    assert width_of(cut("中" * 20, 9)) <= 9


def test_columns_of_the_highest_rank_give_way_first() -> None:
    columns = [
        ("name", ["x" * 10], 0),
        ("one", ["y" * 10], 1),
        ("two", ["z" * 10], 2),
        ("also", ["z" * 10], 2),
    ]
    assert fit(columns, None) == [0, 1, 2, 3]
    assert fit(columns, 46) == [0, 1, 2, 3]
    assert fit(columns, 45) == [0, 1, 2]
    assert fit(columns, 25) == [0, 1]
    assert fit(columns, 5) == [0]


def test_no_rows_and_no_columns() -> None:
    assert render(["a", "b"], [[], []], [False, False], 80) == "a  b"
    assert render(None, [], [], 80) == ""
