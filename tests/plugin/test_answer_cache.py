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


def test_answers_are_kept_up_to_their_size_and_no_further():
    cache = AnswerCache(capacity=10)
    first, second = (cache.get(key, lambda: Answer(b"12345")) for key in ("first", "second"))
    assert cache.get("first", lambda: Answer(b"")) is first  # 10 of 10
    assert cache.get("second", lambda: Answer(b"")) is second
    cache.get("third", lambda: Answer(b"1"))
    assert cache.get("second", lambda: Answer(b"")) is second
    assert cache.get("first", lambda: Answer(b"new")).body == b"new"


def test_room_is_made_by_dropping_as_much_as_is_needed():
    cache = AnswerCache(capacity=10)
    kept = [cache.get(key, lambda: Answer(b"12")) for key in range(5)]
    cache.get("large", lambda: Answer(b"123456"))
    assert cache.get(4, lambda: Answer(b"")) is kept[4]
    assert cache.get(3, lambda: Answer(b"")) is kept[3]
    assert cache.get(2, lambda: Answer(b"")) is not kept[2]


def test_an_answer_that_two_made_at_once_counts_once():
    cache = AnswerCache(capacity=10)
    other = cache.get("other", lambda: Answer(b"1234"))

    def meanwhile():
        cache.get("a", lambda: Answer(b"123456"))
        return Answer(b"12345")

    assert cache.get("a", meanwhile).body == b"12345"
    assert cache.get("more", lambda: Answer(b"1")).body == b"1"
    assert cache.get("other", lambda: Answer(b"")) is other


def test_an_answer_as_large_as_the_cache_is_kept():
    cache = AnswerCache(capacity=10)
    whole = cache.get("whole", lambda: Answer(b"x" * 10))
    assert cache.get("whole", lambda: Answer(b"")) is whole


def test_an_answer_larger_than_the_cache_pushes_no_other_out():
    cache = AnswerCache(capacity=10)
    small = cache.get("small", lambda: Answer(b"1"))
    cache.get("large", lambda: Answer(b"x" * 11))
    assert cache.get("small", lambda: Answer(b"")) is small


def test_by_default_it_holds_answers_of_some_megabytes():
    cache = AnswerCache()
    answers = [cache.get(key, lambda: Answer(bytes(15 << 20))) for key in "ab"]
    assert cache.get("a", lambda: Answer(b"")) is answers[0]
    cache.get("c", lambda: Answer(bytes(15 << 20)))
    assert cache.get("b", lambda: Answer(b"")) is not answers[1]
