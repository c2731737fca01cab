from __future__ import annotations

import threading
from typing import Any

import pytest

from tb_lifecycle.plugin import slow_answers
from tb_lifecycle.plugin.slow_answers import SlowAnswers, Work


def test_an_answer_is_made_once_and_kept() -> None:
    made: list[int] = []

    def make(work: Work) -> dict[str, Any]:
        work.tell(1)
        made.append(1)
        return {"a": 1}

    answers = SlowAnswers(patience=30)
    assert answers.get("key", make).answer == {"a": 1}
    assert answers.get("key", make).answer == {"a": 1}
    assert len(made) == 1


def test_who_asks_too_early_is_told_how_far_it_is() -> None:
    go_on, told = threading.Event(), threading.Event()

    def make(work: Work) -> dict[str, Any]:
        work.show({"quick": True})
        work.tell(7)
        told.set()
        go_on.wait(30)
        return {"whole": True}

    answers = SlowAnswers(patience=0.01)
    answers.get("key", make)
    assert told.wait(30)
    work = answers.get("key", make)
    assert (work.answer, work.quick, work.done) == (None, {"quick": True}, 7)
    go_on.set()
    assert work.finished.wait(30)
    assert answers.get("key", make).answer == {"whole": True}


def test_what_goes_wrong_is_raised_to_whoever_asks() -> None:
    def make(_: Work) -> dict[str, Any]:
        raise LookupError("no such metric")

    with pytest.raises(LookupError, match="no such metric"):
        SlowAnswers(patience=30).get("key", make)


def test_an_answer_that_nobody_waits_for_is_given_up_and_begun_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slow_answers, "FORGOTTEN", -1.0)
    answers = SlowAnswers(patience=30)
    work = answers.get("key", lambda _: {"never": True})
    assert work.answer is None
    monkeypatch.setattr(slow_answers, "FORGOTTEN", 60.0)
    assert answers.get("key", lambda _: {"now": True}).answer == {"now": True}


def test_as_many_answers_are_kept_as_there_is_room_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slow_answers, "KEPT", 2)
    made: list[str] = []
    answers = SlowAnswers(patience=30)

    def ask(key: str) -> None:
        answers.get(key, lambda _: made.append(key) or {"key": key})

    for key in "abacaba":
        ask(key)
    assert made == ["a", "b", "c", "b"]


def test_one_answer_is_made_at_a_time() -> None:
    go_on, begun = threading.Event(), threading.Event()
    answers = SlowAnswers(patience=0.01)
    first = answers.get("first", lambda _: {"waited": go_on.wait(30)})
    second = answers.get("second", lambda _: begun.set() or {"second": True})
    assert not begun.wait(0.2)
    go_on.set()
    assert first.finished.wait(30)
    assert second.finished.wait(30)
    assert (first.answer, second.answer) == ({"waited": True}, {"second": True})
