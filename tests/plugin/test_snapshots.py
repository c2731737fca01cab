"""The refresher's promises, with a clock that the test moves and a reader that the test holds up."""

import threading
import time

import pytest

from tb_lifecycle.plugin import snapshots
from tb_lifecycle.plugin.snapshots import ReadError, Snapshots


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


class Table(list):
    """A list of runs that notes which thread prepared it."""

    prepared_by = None
    notices = ()

    def prepare(self):
        self.prepared_by = threading.current_thread().name


class Reader:
    """A reader of a logdir with `runs`, whose reads can be held up and made to fail."""

    def __init__(self, runs=("a",)):
        self.runs = list(runs)
        self.reads = 0
        self.version = 0
        self.complete = True
        self.read_time = None
        self.failure = None
        self.blocked = False
        self.gate = threading.Event()
        self.gate.set()
        self.busy = threading.Lock()
        self._table = Table()

    def refresh(self):
        assert self.busy.acquire(blocking=False), "two reads at once"
        try:
            assert self.gate.wait(30)
            self.reads += 1
            if self.failure is not None:
                raise self.failure
            if self._table != self.runs:
                self._table = Table(self.runs)
                self.version += 1
            self.read_time = time.time()
        finally:
            self.busy.release()

    @property
    def reading(self):
        return not self.complete

    @property
    def on_disk(self):
        return len(self._table)

    def table(self):
        return self._table

    def look_at_files(self):
        return ["A file is a pipe."]


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def reader():
    return Reader()


@pytest.fixture
def newest(reader, clock):
    return Snapshots(reader, clock=clock)


def eventually(condition):
    deadline = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.005)


def test_nothing_is_read_and_no_thread_runs_before_somebody_asks(reader, clock):
    before = set(threading.enumerate())
    Snapshots(reader, clock=clock)
    assert reader.reads == 0
    assert set(threading.enumerate()) == before


def test_the_first_request_waits_for_the_first_read(newest):
    snapshot = newest.current()
    assert snapshot.table == ["a"]
    assert snapshot.complete
    assert snapshot.read_time is not None


def test_a_snapshot_is_prepared_before_a_request_sees_it(reader, clock):
    prepared = []
    newest = Snapshots(
        reader,
        prepare=lambda snapshot: prepared.append((snapshot, threading.current_thread().name)),
        clock=clock,
    )
    snapshot = newest.current()
    assert snapshot.table.prepared_by == "lifecycle-refresher"
    assert prepared == [(snapshot, "lifecycle-refresher")]


def test_what_is_fresh_is_not_read_again(reader, newest, clock):
    first = newest.current()
    clock.now += snapshots.AGING
    assert newest.current() is first
    assert reader.reads == 1


def test_what_ages_is_read_again_while_it_is_answered(reader, newest, clock):
    newest.current()
    reader.runs.append("b")
    reader.gate.clear()
    clock.now += snapshots.AGING + 0.1
    assert newest.current().table == ["a"]
    reader.gate.set()
    eventually(lambda: newest.current().table == ["a", "b"])
    assert reader.reads == 2


def test_what_is_stale_is_read_before_it_is_answered(reader, newest, clock):
    newest.current()
    reader.runs.append("b")
    clock.now += 3600
    snapshot = newest.current()
    assert snapshot.table == ["a", "b"]
    assert snapshot.complete


def test_a_slow_first_read_is_answered_as_incomplete_and_arrives_later(reader, newest, monkeypatch):
    monkeypatch.setattr(snapshots, "LONGEST_WAIT", 0.05)
    reader.gate.clear()
    snapshot = newest.current()
    assert (snapshot.table, snapshot.complete, snapshot.read_time) == ([], False, None)
    assert snapshot.reading
    reader.gate.set()
    eventually(lambda: newest.current().table == ["a"])


def test_a_slow_later_read_is_answered_with_what_was_there_and_its_age(reader, newest, clock, monkeypatch):
    monkeypatch.setattr(snapshots, "LONGEST_WAIT", 0.05)
    newest.current()
    reader.runs.append("b")
    reader.gate.clear()
    clock.now += snapshots.STALE + 0.1
    snapshot = newest.current()
    assert (snapshot.table, snapshot.complete, snapshot.reading) == (["a"], True, False)
    assert snapshot.stale == int(snapshots.STALE + 0.1)
    clock.now += 60
    assert newest.current().stale == int(snapshots.STALE + 60.1)
    reader.gate.set()
    eventually(lambda: newest.current().table == ["a", "b"])
    assert newest.current().stale == 0


def test_while_tensorboard_loads_what_is_there_is_read_again_soon(reader, newest, clock):
    reader.complete = False
    newest.current()
    reader.runs.append("b")
    reader.complete = True
    clock.now += snapshots.GROWING + 0.1
    assert newest.current().table == ["a", "b"]


def test_no_runs_are_complete_only_when_none_are_to_come(reader, clock):
    reader.runs = []
    loading = True
    newest = Snapshots(reader, is_loading=lambda: loading, clock=clock)
    assert not newest.current().complete
    assert newest.current().reading
    loading = False
    clock.now += snapshots.GROWING + 0.1
    assert newest.current().complete


def test_many_requests_at_once_share_one_read(reader, newest):
    reader.gate.clear()
    answers = []
    threads = [threading.Thread(target=lambda: answers.append(newest.current())) for _ in range(20)]
    for thread in threads:
        thread.start()
    reader.gate.set()
    for thread in threads:
        thread.join()
    assert {tuple(snapshot.table) for snapshot in answers} == {("a",)}
    assert reader.reads == 1


def test_a_first_read_that_fails_is_an_error_and_the_next_request_tries_again(reader, newest, clock, caplog):
    reader.failure = OSError("the disk is gone")
    with pytest.raises(ReadError, match="OSError: the disk is gone"):
        newest.current()
    assert "Traceback" in caplog.text
    reader.failure = None
    clock.now += snapshots.AGING + 0.1
    assert newest.current().table == ["a"]


def test_a_later_read_that_fails_is_a_notice_over_what_was_there(reader, newest, clock):
    version = newest.current().version
    reader.failure = OSError("the disk is gone")
    clock.now += snapshots.STALE + 0.1
    snapshot = newest.current()
    assert (snapshot.table, snapshot.complete, snapshot.version) == (["a"], False, version)
    assert (snapshot.reading, snapshot.stale) == (False, int(snapshots.STALE + 0.1))
    assert snapshot.notices == ("TensorBoard's data could not be read again: OSError: the disk is gone.",)
    reader.failure = None
    clock.now += snapshots.AGING + 0.1
    assert newest.current().notices == ()


def test_the_version_changes_with_the_runs_alone(reader, newest, clock):
    first = newest.current()
    clock.now += snapshots.STALE + 0.1
    second = newest.current()
    assert second.version == first.version
    assert second is not first
    reader.runs.append("b")
    clock.now += snapshots.STALE + 0.1
    assert newest.current().version != first.version


@pytest.mark.parametrize("trouble", ["fails", "is blocked"])
def test_another_reader_takes_over(reader, clock, trouble):
    other = Reader(["a", "b"])
    others = iter([other])
    newest = Snapshots(reader, replace_reader=lambda: next(others, None), clock=clock)
    reader.failure = OSError("it has ended") if trouble == "fails" else None
    reader.blocked = trouble == "is blocked"
    assert newest.current().table == ["a", "b"]
    assert newest.reader is other
    other.failure = OSError("this one too")
    clock.now += snapshots.STALE + 0.1
    assert "this one too" in newest.current().notices[-1]


def test_while_tensorboard_gives_no_answer_at_all_its_files_are_looked_at(clock, reader, monkeypatch):
    monkeypatch.setattr(snapshots, "LONGEST_WAIT", 0.01)
    reader.gate.clear()
    waiting = Snapshots(reader, clock=clock)
    assert waiting.current().notices == ()
    clock.now += snapshots.PATIENCE + 1
    current = waiting.current()
    assert (current.notices, current.complete, current.reading) == (("A file is a pipe.",), False, True)
    reader.gate.set()
