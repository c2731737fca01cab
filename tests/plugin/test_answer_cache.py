import pytest

from tb_lifecycle.plugin.answer_cache import AnswerCache
from tb_lifecycle.plugin.responses import Answer


def test_an_answer_is_made_once():
    cache, made = AnswerCache(), []

    def make():
        made.append(1)
        return Answer(b"x")

    assert cache.get("a", make) is cache.get("a", make)
    assert len(made) == 1


def test_what_was_not_used_longest_is_dropped():
    cache = AnswerCache(capacity=10)
    first = cache.get("first", lambda: Answer(b"1234"))
    second = cache.get("second", lambda: Answer(b"1234"))
    assert cache.get("first", lambda: Answer(b"")) is first
    cache.get("third", lambda: Answer(b"1234"))
    assert cache.get("first", lambda: Answer(b"")) is first
    assert cache.get("second", lambda: Answer(b"")) is not second


def test_an_answer_larger_than_the_cache_is_answered_and_not_kept():
    cache = AnswerCache(capacity=10)
    assert cache.get("large", lambda: Answer(b"x" * 11)).body == b"x" * 11
    assert cache.get("large", lambda: Answer(b"again")).body == b"again"


def test_an_error_is_not_kept():
    cache = AnswerCache()

    def fail():
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        cache.get("a", fail)
    assert cache.get("a", lambda: Answer(b"x")).body == b"x"
