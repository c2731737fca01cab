from pathlib import Path

from tb_lifecycle.format import lifecycle_pb2
from tb_lifecycle.reading.comparing.flag_effects import Peer
from tb_lifecycle.reading.comparing.peers import make_context
from tests.logdirs import EventFile, make_record
from tests.reading.conftest import Open

ONE, OTHER = {"digits": b"1" * 32}, {"digits": b"2" * 32}


def record(logdir: Path, name: str, lr: float, datasets: dict[str, bytes], **changes: object) -> None:
    made = make_record(flags={"lr": lr}, metrics={"acc": [0.1, lr]}, datasets=datasets, **changes)
    EventFile(logdir / name).scalars("acc", [0.1, lr]).run(made)


def test_peers_went_to_their_end_on_the_baselines_data(tmp_path: Path, fast_reader: Open) -> None:
    record(tmp_path, "a", 0.5, ONE)
    record(tmp_path, "b", 0.25, ONE)
    record(tmp_path, "c", 0.75, ONE)
    record(tmp_path, "elsewhere", 0.5, OTHER)
    record(tmp_path, "failed", 0.5, ONE, status=lifecycle_pb2.FAILED)
    record(tmp_path, "more", 1.0, ONE | {"words": b"3" * 32})
    record(tmp_path, "unknown", 0.5, {})
    EventFile(tmp_path / "other").scalars("loss", [1.0])
    columns = fast_reader(tmp_path).table()._columns
    context = make_context(columns, ["a", "b"], "a")
    assert context.main == "acc"
    assert context.peers("acc") == [Peer({"lr": 0.75}, 0.75), Peer({"lr": 1.0}, 1.0)]
    assert context.peers("loss") == []  # the only run with that is on data that nobody knows
    assert context.peers("nothing") == []


def test_where_the_baselines_data_are_unknown_any_run_is_a_peer(tmp_path: Path, fast_reader: Open) -> None:
    record(tmp_path, "a", 0.5, {})
    record(tmp_path, "b", 0.25, ONE)
    record(tmp_path, "c", 0.75, OTHER)
    columns = fast_reader(tmp_path).table()._columns
    assert make_context(columns, ["a"], "a").peers("acc") == [
        Peer({"lr": 0.25}, 0.25),
        Peer({"lr": 0.75}, 0.75),
    ]
