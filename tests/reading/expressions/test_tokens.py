import pytest

from tb_lifecycle.errors import ExpressionError
from tb_lifecycle.reading.expressions.tokens import split_top_level


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", []),
        ("  ", []),
        ("a", [("a", 0)]),
        (" a , b ", [("a", 1), ("b", 5)]),
        ("a,b", [("a", 0), ("b", 2)]),
        ("at(a, max(b)), [1, 2], (3, 4)", [("at(a, max(b))", 0), ("[1, 2]", 15), ("(3, 4)", 23)]),
        ('"a,b", c', [('"a,b"', 0), ("c", 7)]),
        ('metric["a,\\"b"], c', [('metric["a,\\"b"]', 0), ("c", 17)]),
        ("'😀', b", [("'😀'", 0), ("b", 5)]),
        ("(a, b", [("(a, b", 0)]),
        ("a), b", [("a)", 0), ("b", 4)]),
        ("-a, -b + c", [("-a", 0), ("-b + c", 4)]),
    ],
)
def test_split_top_level(text: str, parts: list[tuple[str, int]]) -> None:
    assert split_top_level(text) == parts
    for part, start in parts:
        assert text[start : start + len(part)] == part


@pytest.mark.parametrize(
    ("text", "start", "end"), [("a,,b", 2, 3), (",a", 0, 1), ("a,", 1, 2), (",", 0, 1), ("a, ", 1, 2)]
)
def test_an_empty_part_is_an_error(text: str, start: int, end: int) -> None:
    with pytest.raises(ExpressionError, match="An expression is missing") as caught:
        split_top_level(text)
    assert (caught.value.start, caught.value.end) == (start, end)


def test_an_unclosed_string_is_an_error_at_its_place() -> None:
    with pytest.raises(ExpressionError) as caught:
        split_top_level("a, 'b")
    assert (caught.value.start, caught.value.end) == (3, 5)
