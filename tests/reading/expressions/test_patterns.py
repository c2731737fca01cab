import importlib.util
import itertools
import re
import time
from collections.abc import Callable

import pytest

from tb_lifecycle.errors import ExpressionError
from tb_lifecycle.reading.expressions import patterns
from tb_lifecycle.reading.expressions.backtracking import Steps
from tb_lifecycle.reading.expressions.patterns import compile_pattern

needs_re2 = pytest.mark.skipif(importlib.util.find_spec("re2") is None, reason="RE2 is not installed here")

HOSTILE = [
    *("(a+)+$", "(a*)*b", "([a-z]+)*$", "(a|a)*$", "(a|ab)+$", "(.*a)*", "((a)+)+", "(a?)+"),
    *(r"(\d+\s?)+$", "(a{1,9})+", "(?:a+)+", "(?P<x>a+)+", "(a+){10,}", "(a+){2,}", "(.|a)+b", "(a+|b)+"),
    *("([)]+)+", "(x(y+)z)*", "(a|)+", ".*.*.*.*=", "[^=]*" * 9 + "Q", "(.*)" * 9 + "!", ".*?" * 12 + "%"),
    *(".{0,15}" * 9 + "@", "a.*b.*a.*b.*c", r"\w+\w+\w+ ", "a?b?" * 14 + "ab" * 14 + "$"),
]
ORDINARY = [
    *("^cnn", "a+b*c?", "(ab)+", "(?:ab)*", "(cnn|mlp)", "^(intro|expert)/", "(-s\\d+)?$", "[(]+[)]*", "a$"),
    *(r"\(a+\)+", "lr0\\.0+1", "(?i)CNN", "(a+)", "(a+)b", "a{2,3}", "(ab){2}", "[*+]+", "", ".*some.*e$"),
    *(r"\bsome\b", r"some\z", "x|y|n", "[^a-z]", r"\w+ \w+", "(a|b)+?c", "^$", "n.{3}$", "(o|so)me{1,2} "),
]
NAMES = ["", "some name", "cnn/lr0.001-s4", "aaabbb", "(((", "intro/a", "somme", "a" * 30]


@pytest.fixture
def without_re2(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Callable[[str], bool]]:
    monkeypatch.setattr(patterns, "re2", None)
    return lambda text: compile_pattern.__wrapped__(text, 3, 9)


@needs_re2
@pytest.mark.parametrize("pattern", HOSTILE)
def test_no_pattern_takes_long(pattern: str) -> None:
    search = compile_pattern(pattern, 3, 9)
    began = time.thread_time()
    for text in ("a" * 30_000, "ab" * 15_000, "sweep/rate0.01-width0064-seed1" * 100):
        search(text)
    assert time.thread_time() - began < 1


@needs_re2
@pytest.mark.parametrize("pattern", ORDINARY)
def test_a_pattern_is_found_where_python_finds_it(pattern: str) -> None:
    search = compile_pattern(pattern, 0, 1)
    pythons = re.compile(pattern.replace("\\z", "\\Z"))
    assert [search(name) for name in NAMES] == [pythons.search(name) is not None for name in NAMES]


@needs_re2
@pytest.mark.parametrize(
    "pattern",
    ["[", "(", "*", "a{3,2}", "\\", "a" * 1001, "(" * 999, "a{1001}", "(a{100}){100}", r"(\pL{0,99}){0,9}z"],
)
def test_bad_patterns_are_errors(pattern: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        compile_pattern(pattern, 3, 9)
    assert (caught.value.start, caught.value.end) == (3, 9)


@needs_re2
@pytest.mark.parametrize(
    "pattern", ["(?=a)b", "(?!a)b", "(?<=a)b", "(?<!a)b", r"(a)\1", "(?P<x>a)(?P=x)", r"a\Z", "a++", "(?>a)"]
)
def test_what_only_python_has_is_refused_with_the_reason(pattern: str) -> None:
    with pytest.raises(ExpressionError, match="no regular expression") as caught:
        compile_pattern(pattern, 0, 1)
    assert "without look-around" in str(caught.value.hint)


@needs_re2
def test_an_ordinary_mistake_has_no_hint_of_what_only_python_has() -> None:
    with pytest.raises(ExpressionError, match=r"missing \]: \[a") as caught:
        compile_pattern("[a", 0, 1)
    assert caught.value.hint is None


def test_half_a_character_is_no_failure() -> None:
    assert compile_pattern("b$", 0, 1)("a\udcffb")
    with pytest.raises(ExpressionError):
        compile_pattern("\udcff[", 0, 1)


@needs_re2
def test_the_language_is_said_where_a_limit_of_characters_is_passed() -> None:
    assert compile_pattern("a" * 1000, 0, 1)("a" * 1000)
    with pytest.raises(ExpressionError, match="at most 1,000 characters"):
        compile_pattern("a" * 1001, 0, 1)


@pytest.mark.parametrize("pattern", HOSTILE)
def test_without_re2_a_pattern_that_could_take_long_is_refused(pattern: str, without_re2) -> None:
    search = without_re2(pattern)
    with pytest.raises(ExpressionError, match="could search for ever") as caught:
        [search(text) for text in ("a" * 3_000, "ab" * 1_500, "sweep/rate0.01-width0064-seed1" * 100)]
    assert (caught.value.start, caught.value.end) == (3, 9)
    assert "google-re2" in str(caught.value.hint)


@pytest.mark.parametrize("pattern", [each for each in ORDINARY if each != "(a|b)+?c"])
def test_without_re2_ordinary_patterns_find_the_same(pattern: str, without_re2) -> None:
    search = without_re2(pattern)
    pythons = re.compile(pattern.replace("\\z", "\\Z"), re.ASCII)
    assert [search(name) for name in NAMES] == [pythons.search(name) is not None for name in NAMES]


@pytest.mark.parametrize("pattern", ["(?=a)b", "(?<!a)b", r"(a)\1", "(?P<x>a)(?P=x)", "[", "(?P<1>a)"])
def test_without_re2_the_language_is_no_larger(pattern: str, without_re2) -> None:
    with pytest.raises(ExpressionError, match="no regular expression"):
        without_re2(pattern)


PARTS = ["a", "b?", "a*", "[ab]+", ".{0,3}", "(?:ab)*", "(?:a|ab)", "(?:b|ba|a)?", "a{2,3}", "(?:ab?)"]


@pytest.mark.parametrize("first", PARTS)
def test_the_steps_are_never_more_than_bounded(first: str) -> None:
    """Counts the ways in which each sequence of parts can match at all, by trying them all."""
    for second, third in itertools.product(PARTS, PARTS):
        pattern = first + second + third
        bound = Steps(pattern).most(8)
        for text in ("aaaaaaaa", "abababab", "bbbbaaaa"):
            ends = sum(
                bool(re.fullmatch(pattern, text[start:end])) for start in range(9) for end in range(start, 9)
            )
            assert ends <= bound, (pattern, text)


@pytest.mark.parametrize(
    ("pattern", "length", "most"),
    [("", 0, 1), ("a", 1, 4), ("ab", 3, 12), ("a*", 3, 36), ("a?b", 0, 6), ("ab|cd", 0, 7)],
)
def test_the_bound_of_small_patterns(pattern: str, length: int, most: float) -> None:
    assert Steps(pattern).most(length) == most
