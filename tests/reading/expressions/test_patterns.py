import pytest

from tb_lifecycle.errors import ExpressionError
from tb_lifecycle.reading.expressions.patterns import compile_pattern


@pytest.mark.parametrize(
    "pattern",
    [
        *(
            "(a+)+$",
            "(a*)*b",
            "([a-z]+)*$",
            "(a|a)*$",
            "(a|ab)+$",
            "(.*a)*",
            "((a)+)+",
            "(a?)+",
            r"(\d+\s?)+$",
            "(a{1,9})+",
        ),
        *(
            "(?:a+)+",
            "(?P<x>a+)+",
            "(a+){10,}",
            "(a+){2,}",
            "(.|a)+b",
            "(a+|b)+",
            "([)]+)+",
            "(x(y+)z)*",
            "(a|)+",
        ),
    ],
)
def test_patterns_that_could_search_for_ever_are_refused(pattern: str) -> None:
    with pytest.raises(ExpressionError, match="could search for ever") as caught:
        compile_pattern(pattern, 3, 9)
    assert (caught.value.start, caught.value.end) == (3, 9)


@pytest.mark.parametrize(
    "pattern",
    [
        *(
            "^cnn",
            "a+b*c?",
            "(ab)+",
            "(?:ab)*",
            "(cnn|mlp)",
            "^(intro|expert)/",
            "(-s\\d+)?$",
            "[(]+[)]*",
            r"\(a+\)+",
        ),
        *(
            "lr0\\.0+1",
            "(?i)CNN",
            "(a|b)+",
            "(foo|bar)*",
            "(a+)",
            "(a+)b",
            "a{2,3}",
            "(ab){2}",
            "(?=a+)b",
            "[*+]+",
            "",
        ),
    ],
)
def test_ordinary_patterns_are_allowed(pattern: str) -> None:
    compile_pattern(pattern, 0, 1).search("some name")


@pytest.mark.parametrize(
    "pattern", ["[", "(", "*", "a{3,2}", "(?P<1>a)", "\\", "a" * 1001, "(" * 500 + ")" * 500]
)
def test_bad_patterns_are_errors(pattern: str) -> None:
    with pytest.raises(ExpressionError):
        compile_pattern(pattern, 0, 1)
