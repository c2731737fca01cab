from tb_lifecycle.plugin import loading
from tb_lifecycle.plugin.loading import Loading
from tests.logdirs import EventFile


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_event_files_that_are_not_listed_yet_are_to_come(tmp_path):
    EventFile(tmp_path / "deep" / "a")
    assert Loading(str(tmp_path)).is_likely()


def test_from_an_empty_logdir_nothing_is_to_come(tmp_path):
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "notes.txt").write_text("no event file")
    assert not Loading(str(tmp_path)).is_likely()
    assert not Loading(str(tmp_path / "missing")).is_likely()
    assert not Loading(None).is_likely()


def test_what_is_not_listed_for_long_will_never_be(tmp_path):
    EventFile(tmp_path / "a")
    clock = Clock()
    waiting = Loading(str(tmp_path), clock=clock)
    clock.now += loading.PATIENCE + 1
    assert not waiting.is_likely()


def test_a_look_at_a_vast_logdir_is_cut_short(tmp_path, monkeypatch):
    (tmp_path / "a").mkdir()
    monkeypatch.setattr(loading, "BUDGET", -1.0)
    EventFile(tmp_path / "a" / "b")
    assert not Loading(str(tmp_path)).is_likely()
