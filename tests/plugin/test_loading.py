import threading

from tb_lifecycle.plugin import loading
from tb_lifecycle.plugin.loading import Loading, reader_is_alive
from tests.logdirs import EventFile


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_event_files_that_are_not_listed_yet_are_to_come(tmp_path):
    EventFile(tmp_path / "deep" / "a").scalars("x", [1.0])
    assert Loading(str(tmp_path)).is_likely()


def test_from_an_empty_logdir_nothing_is_to_come(tmp_path):
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "notes.txt").write_text("no event file")
    EventFile(tmp_path / "profile")
    (tmp_path / "pointer").mkdir()
    (tmp_path / "pointer" / "events.out.tfevents.1").write_text("version https://git-lfs.github.com/spec/v1")
    assert not Loading(str(tmp_path)).is_likely()
    assert not Loading(str(tmp_path / "missing")).is_likely()
    assert not Loading(None).is_likely()


def test_what_is_not_listed_for_long_will_never_be(tmp_path):
    EventFile(tmp_path / "a").scalars("x", [1.0])
    clock = Clock()
    waiting = Loading(str(tmp_path), clock=clock)
    clock.now += loading.PATIENCE + 1
    assert not waiting.is_likely()


def test_a_look_at_a_vast_logdir_is_cut_short_and_says_no_more_than_it_knows(tmp_path, monkeypatch):
    (tmp_path / "a").mkdir()
    monkeypatch.setattr(loading, "BUDGET", -1.0)
    assert Loading(str(tmp_path)).is_likely()


def test_a_reader_is_alive_as_long_as_its_thread():
    class MultiplexerDataProvider:
        pass

    python = reader_is_alive(MultiplexerDataProvider(), follows=True)
    assert not python()
    gate = threading.Event()
    thread = threading.Thread(target=gate.wait, name="Reloader", daemon=True)
    thread.start()
    assert python()
    gate.set()
    thread.join()
    assert not python()
    assert reader_is_alive(MultiplexerDataProvider(), follows=False)()
    assert reader_is_alive(object(), follows=True)()
