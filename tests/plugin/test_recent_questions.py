from tb_lifecycle.plugin import recent_questions
from tb_lifecycle.plugin.recent_questions import RecentQuestions


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_the_newest_comes_last_and_each_comes_once():
    recent = RecentQuestions(clock=Clock())
    for question in "abca":
        recent.add(question)
    assert recent.list() == ["b", "c", "a"]


def test_what_was_asked_long_ago_is_forgotten():
    clock = Clock()
    recent = RecentQuestions(clock=clock)
    recent.add("a")
    clock.now += recent_questions.RECENT / 2
    recent.add("b")
    clock.now += recent_questions.RECENT / 2 + 1
    assert recent.list() == ["b"]


def test_no_more_are_kept_than_a_page_repeats():
    recent = RecentQuestions(clock=Clock())
    for question in range(100):
        recent.add(question)
    assert recent.list() == list(range(100))[-recent_questions.MOST :]
