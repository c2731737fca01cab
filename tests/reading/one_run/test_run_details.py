from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tb_lifecycle.errors import RunNotFoundError
from tb_lifecycle.format import lifecycle_pb2, metadata
from tests.logdirs import START, EventFile, make_record, make_value
from tests.reading.conftest import Open

KEYS = [
    *(
        "run",
        "directory",
        "status",
        "started",
        "ended",
        "duration",
        "heartbeat",
        "host",
        "user",
        "tags",
        "notes",
        "command",
    ),
    *("exit", "code", "environment", "hardware", "flags", "flag_details"),
    *("main", "metrics", "datasets", "exports"),
    *("serving", "stages", "incarnations", "ranks", "writers", "conflicts"),
    *("redactions", "series", "graphs", "files", "position", "notices"),
]

DATA = b"d" * 32
EXPORT = b"e" * 32


def make_details() -> lifecycle_pb2.RunDetails:
    details = lifecycle_pb2.RunDetails(
        format_version=1,
        command=lifecycle_pb2.Command(
            argv=["train.py", "--name", "two words"],
            directory="/home/ana",
            interpreter="/usr/bin/python3",
            entry="train.py",
            pid=41,
        ),
        code=lifecycle_pb2.Code(
            commit="c" * 40,
            branch="main",
            remote="https://git.example.com/x.git",
            author="Ana",
            subject="Dropout",
            committed=START - 100,
            root="/home/ana",
            patch=lifecycle_pb2.File(kind="patch", digest=b"p" * 32, size=5, data=b"patch"),
            files=[
                lifecycle_pb2.SourceFile(
                    path="train.py",
                    state="modified",
                    digest=b"s" * 32,
                    size=9,
                    in_sources=True,
                    added=2,
                    removed=1,
                )
            ],
            cut=["data.bin: not read"],
        ),
        environment=lifecycle_pb2.Environment(
            python="3.11.9",
            packages={"numpy": "2.1.0", "Keras": "3.0"},
            editable=["mnist"],
            builds={"cuda": "12.3"},
        ),
        hardware=lifecycle_pb2.Hardware(
            cpu="EPYC",
            cores=16,
            memory=2**36,
            gpus=[lifecycle_pb2.Gpu(name="A100", memory=2**35, driver="555")],
        ),
        datasets=[
            lifecycle_pb2.Dataset(
                name="digits",
                split="train",
                digest=DATA,
                kind="arrays",
                rows=1437,
                schema=[lifecycle_pb2.Field(name="image", dtype="uint8", shape=[-1, 8])],
                label_counts={"10": 1, "9": 2, "cat": 3},
                profile={"mean": 0.5},
            )
        ],
        exports=[
            lifecycle_pb2.Export(
                name="export",
                path="export",
                format="SavedModel",
                digest=EXPORT,
                size=13_100_000,
                step=20,
                signatures=[
                    lifecycle_pb2.Signature(
                        name="serving_default",
                        inputs=[lifecycle_pb2.Field(name="images", dtype="float32", shape=[-1, 784])],
                    )
                ],
            )
        ],
        incarnations=[
            lifecycle_pb2.Incarnation(
                started=START, ended=START + 20, lost=True, host="a", pid=40, first_step=0, last_step=10
            ),
            lifecycle_pb2.Incarnation(
                started=START + 30,
                ended=START + 60,
                status=lifecycle_pb2.FAILED,
                exit_code=1,
                exception="ValueError: no",
                traceback="Traceback",
                host="b",
                pid=41,
                first_step=-1,
                last_step=-1,
            ),
        ],
        redactions=[lifecycle_pb2.Redaction(where="environment", name="KEY", why="name says secret")],
    )
    details.flags["lr"].CopyFrom(
        lifecycle_pb2.FlagDetail(
            default=make_value(0.5), type="float", help="rate", set_by_user=True, known=True
        )
    )
    details.flags["other"].type = "str"
    return details


@pytest.fixture
def logdir(tmp_path: Path) -> Path:
    """`r`, with all that a run records, and `s`, on the same data and better."""
    record = make_record(
        status=lifecycle_pb2.FAILED,
        flags={"lr": 0.003, "b": None},
        metrics={"validation/accuracy": [0.5, 0.9, 0.7], "loss": [1.0]},
        datasets={"digits/train": DATA, "other": b""},
        exports={"export": EXPORT},
        code=lifecycle_pb2.CodeState(
            commit="c" * 40, branch="main", has_git=True, dirty=True, patch_saved=True
        ),
        tags=["t"],
        user="ana",
        host="b",
        notes="noted",
    )
    serve = lifecycle_pb2.ServeRecord(
        format_version=1, requests=4, errors=1, total_seconds=0.02, max_seconds=0.009, last_request=START + 99
    )
    file = EventFile(tmp_path / "r").scalars("validation/accuracy", [0.5, 0.9, 0.7])
    file.run(record, START + 60).record(metadata.DETAILS_TAG, make_details())
    EventFile(tmp_path / "r", name="events.out.tfevents.2.serve").record(metadata.SERVE_TAG, serve)
    EventFile(tmp_path / "r" / "train").scalars("accuracy", [0.25, 0.75])
    EventFile(tmp_path / "s").run(
        make_record(datasets={"digits": DATA}, metrics={"validation/accuracy": [0.8]})
    )
    EventFile(tmp_path / "plain").scalars("loss", [2.0, 1.0])
    return tmp_path


@pytest.fixture
def described(logdir: Path, open_reader: Open) -> dict[str, Any]:
    return open_reader(logdir).describe("r")


def test_every_key_is_there_in_every_run(logdir: Path, fast_reader: Open) -> None:
    reader = fast_reader(logdir)
    for name in ("r", "s", "plain"):
        described = reader.describe(name)
        assert list(described) == KEYS
        json.dumps(described, allow_nan=False)


def test_the_example_of_the_api_has_the_same_keys() -> None:
    page = Path(__file__).parents[3] / "tb_lifecycle" / "plugin" / "http_api.md"
    example = json.loads(
        page.read_text().split("## `GET run?run=NAME&exact=`")[1].split("```json")[1].split("```")[0]
    )
    assert list(example) == KEYS


def test_what_a_table_shows(described: dict[str, Any]) -> None:
    assert {key: described[key] for key in ("run", "status", "host", "user", "tags", "notes", "flags")} == {
        "run": "r",
        "status": "failed",
        "host": "b",
        "user": "ana",
        "tags": ["t"],
        "notes": "noted",
        "flags": {"b": None, "lr": 0.003},
    }
    assert (described["started"], described["ended"], described["duration"]) == (START, START + 60, 60)


def test_command(described: dict[str, Any]) -> None:
    assert described["command"] == {
        "argv": ["train.py", "--name", "two words"],
        "directory": "/home/ana",
        "interpreter": "/usr/bin/python3",
        "entry": "train.py",
        "module": "",
        "line": "python train.py --name 'two words'",
    }


def test_exit_and_incarnations(described: dict[str, Any]) -> None:
    assert described["exit"] == {
        "code": 1,
        "signal": "",
        "exception": "ValueError: no",
        "traceback": "Traceback",
        "reason": "",
    }
    first, second = described["incarnations"]
    assert (first["status"], first["last_step"], first["host"]) == ("lost", 10, "a")
    assert (second["status"], second["first_step"], second["last_step"]) == ("failed", None, None)


def test_code(described: dict[str, Any]) -> None:
    code = described["code"]
    assert (code["commit"], code["branch"], code["dirty"], code["subject"]) == (
        "c" * 40,
        "main",
        True,
        "Dropout",
    )
    assert code["patch"]["size"] == 5
    assert code["files"] == [
        {
            "path": "train.py",
            "state": "modified",
            "size": 9,
            "digest": "sha256:" + "73" * 32,
            "content": True,
            "added": 2,
            "removed": 1,
            "mode": None,
        }
    ]
    assert code["cut"] == ["data.bin: not read"]
    assert described["files"] == [{"path": code["patch"]["path"], "size": 5, "kind": "patch"}]


def test_environment_and_hardware(described: dict[str, Any]) -> None:
    assert described["environment"]["python"] == "3.11.9"
    assert list(described["environment"]["packages"].items()) == [("Keras", "3.0"), ("numpy", "2.1.0")]
    assert described["environment"]["builds"] == {"cuda": "12.3"}
    assert described["hardware"]["gpus"] == [{"name": "A100", "memory": 2**35, "driver": "555"}]
    assert described["hardware"]["memory_limit"] is None


def test_flag_details(described: dict[str, Any]) -> None:
    assert described["flag_details"] == {
        "lr": {"default": 0.5, "type": "float", "help": "rate", "set": True},
        "other": {"default": None, "type": "str", "help": "", "set": None},
    }


def test_metrics(described: dict[str, Any]) -> None:
    assert list(described["metrics"]) == ["validation/accuracy", "loss", "train/accuracy"]
    assert described["metrics"]["validation/accuracy"] == {
        "last": 0.7,
        "step": 2,
        "first": 0.5,
        "min": 0.5,
        "max": 0.9,
        "mean": pytest.approx(0.7),
        "count": 3,
        "first_step": 0,
        "min_step": 0,
        "max_step": 1,
        "exact": True,
        "last_exact": True,
        "better": "up",
        "split": "validation",
        "figure": "accuracy",
    }
    other = described["metrics"]["train/accuracy"]
    assert (other["last"], other["min"], other["max"], other["mean"]) == (0.75, 0.25, 0.75, 0.5)
    assert (other["count"], other["exact"]) == (2, True)
    assert described["series"] == [
        {"run": "r/train", "tag": "accuracy", "metric": "train/accuracy"},
        {"run": "r", "tag": "validation/accuracy", "metric": "validation/accuracy"},
    ]


def test_datasets(described: dict[str, Any]) -> None:
    digits, other = described["datasets"]
    assert (digits["name"], digits["split"], digits["rows"], digits["files"]) == (
        "digits",
        "train",
        1437,
        None,
    )
    assert digits["digest"] == "sha256:" + "64" * 32
    assert digits["schema"] == [{"name": "image", "dtype": "uint8", "shape": [None, 8]}]
    assert digits["profile"] == {"label_counts": {"9": 2, "10": 1, "cat": 3}, "mean": 0.5}
    assert list(digits["profile"]["label_counts"]) == ["9", "10", "cat"]
    assert (other["name"], other["split"], other["digest"], other["kind"]) == ("other", "", None, "")


def test_exports_and_serving(described: dict[str, Any]) -> None:
    (export,) = described["exports"]
    assert (export["name"], export["format"], export["size"], export["step"]) == (
        "export",
        "SavedModel",
        13_100_000,
        20,
    )
    assert export["signatures"][0]["inputs"] == [{"name": "images", "dtype": "float32", "shape": [None, 784]}]
    serving = described["serving"]
    assert (serving["requests"], serving["errors"], serving["last"]) == (4, 1, START + 99)
    assert (serving["mean_ms"], serving["max_ms"]) == (pytest.approx(5), pytest.approx(9))


def test_facts_of_the_stages(described: dict[str, Any]) -> None:
    facts = {name: dict(map(tuple, stage["facts"])) for name, stage in described["stages"].items()}
    assert facts["code"] == {
        "Commit": "ccccccc on main",
        "Not committed": "1 modified",
        "Patch": "5 B, saved",
        "Sources": "1 file, 9 B, saved",
    }
    assert facts["prepare"] == {"Data sets": "digits 646464; other", "Rows": "train 1,437"}
    assert facts["train"]["Flags"] == "2, 1 set by hand"
    assert facts["train"]["Curves"] == "3 metrics"
    assert facts["compare"] == {
        "Comparable with": "1 run on this data",
        "Rank": "2 of 2, by validation/accuracy",
    }
    assert facts["serve"]["Format"] == "SavedModel, 1 signature"
    assert facts["serve"]["Served"] == "4 requests, 5.0 ms each"


def test_position(described: dict[str, Any], logdir: Path, fast_reader: Open) -> None:
    assert described["position"] == {"comparable": 2, "rank": 2, "metric": "validation/accuracy"}
    reader = fast_reader(logdir)
    assert reader.describe("s")["position"]["rank"] == 1
    assert reader.describe("plain")["position"] is None


def test_redactions(described: dict[str, Any]) -> None:
    assert described["redactions"] == [{"where": "environment", "name": "KEY", "why": "name says secret"}]


def test_a_foreign_run(logdir: Path, open_reader: Open) -> None:
    described = open_reader(logdir).describe("plain")
    assert described["status"] == "unknown"
    absent = ("host", "user", "command", "exit", "code", "environment", "hardware", "serving", "position")
    assert all(described[key] is None for key in absent)
    assert described["metrics"]["loss"]["min"] == 1.0


def test_a_running_run_has_no_exit(tmp_path: Path, fast_reader: Open) -> None:
    details = make_details()
    details.incarnations[1].status = lifecycle_pb2.RUNNING
    record = make_record(status=lifecycle_pb2.RUNNING, ended=0)
    EventFile(tmp_path / "r").run(record, START).record(metadata.DETAILS_TAG, details)
    described = fast_reader(tmp_path).describe("r")
    assert (described["status"], described["exit"]) == ("lost", None)
    assert described["incarnations"][-1]["status"] == "lost"


def test_a_module_is_run_with_m(tmp_path: Path, fast_reader: Open) -> None:
    command = lifecycle_pb2.Command(argv=["/x/mnist/train.py", "--lr", "1"], module="mnist.train", entry="x")
    details = lifecycle_pb2.RunDetails(format_version=1, command=command)
    EventFile(tmp_path / "r").run(make_record()).record(metadata.DETAILS_TAG, details)
    assert fast_reader(tmp_path).describe("r")["command"]["line"] == "python -m mnist.train --lr 1"


def test_ranks_say_in_what_they_differ(tmp_path: Path, fast_reader: Open) -> None:
    details = make_details()
    same = lifecycle_pb2.RankRecord(
        format_version=1, rank=1, host="c", environment=details.environment, hardware=details.hardware
    )
    other = lifecycle_pb2.RankRecord()
    other.CopyFrom(same)
    other.rank, other.host = 10, "d"
    other.environment.packages["numpy"] = "2.1.1"
    del other.environment.packages["Keras"]
    other.hardware.gpus[0].driver = "550"
    EventFile(tmp_path / "r").run(make_record()).record(metadata.DETAILS_TAG, details)
    EventFile(tmp_path / "r", name="events.out.tfevents.2.rank10").record("lifecycle/rank/10", other)
    EventFile(tmp_path / "r", name="events.out.tfevents.2.rank1").record("lifecycle/rank/1", same)
    ranks = fast_reader(tmp_path).describe("r")["ranks"]
    assert [(rank["rank"], rank["host"], rank["status"], rank["differs"]) for rank in ranks] == [
        (1, "c", "unknown", []),
        (10, "d", "unknown", ["Keras not installed", "numpy 2.1.1", "GPU A100 (driver 550)"]),
    ]


def test_ranks_say_how_they_ended(tmp_path: Path, fast_reader: Open) -> None:
    EventFile(tmp_path / "r").run(make_record()).record(metadata.DETAILS_TAG, make_details())
    ended = {"ended": 1700000010.0, "status": lifecycle_pb2.FAILED, "exit_code": 1}
    for fields in (
        {"rank": 1, "status": lifecycle_pb2.COMPLETED, "ended": 1700000009.0},
        {"rank": 2, "exception": "RuntimeError: device lost", **ended},
        {"rank": 3, "status": lifecycle_pb2.TERMINATED, "signal": "SIGTERM", "ended": 1700000010.0},
        {"rank": 4, "status": lifecycle_pb2.RUNNING},
    ):
        record = lifecycle_pb2.RankRecord(format_version=1, host="c", **fields)
        name = f"events.out.tfevents.2.rank{record.rank}"
        EventFile(tmp_path / "r", name=name).record(f"lifecycle/rank/{record.rank}", record)
    described = fast_reader(tmp_path).describe("r")
    assert [rank["status"] for rank in described["ranks"]] == ["completed", "failed", "terminated", "lost"]
    assert described["ranks"][1]["exit"]["exception"] == "RuntimeError: device lost"
    assert described["ranks"][3]["exit"] is None
    assert described["notices"] == [
        "Rank 2 on c failed: RuntimeError: device lost.",
        "Rank 3 on c was terminated by SIGTERM.",
        "Rank 4 on c has recorded no end: it was killed, or its machine was lost.",
    ]


def test_a_directory_with_only_another_ranks_record_is_a_run(tmp_path: Path, fast_reader: Open) -> None:
    rank = lifecycle_pb2.RankRecord(format_version=1, rank=1, host="c")
    EventFile(tmp_path / "r").record("lifecycle/rank/1", rank)
    described = fast_reader(tmp_path).describe("r")
    assert (described["status"], described["notices"]) == ("unknown", [])


@pytest.mark.parametrize(
    ("details", "notice"),
    [
        (b"\xff\xff", "damaged"),
        (lifecycle_pb2.RunDetails(format_version=99), "format 99"),
    ],
)
def test_details_that_cannot_be_read_hide_nothing_else(
    tmp_path: Path, fast_reader: Open, details: Any, notice: str
) -> None:
    EventFile(tmp_path / "r").run(make_record(flags={"a": 1})).record(metadata.DETAILS_TAG, details)
    described = fast_reader(tmp_path).describe("r")
    assert described["flags"] == {"a": 1}
    assert [notice in sentence for sentence in described["notices"]] == [True]


def test_a_run_that_is_not_there(logdir: Path, fast_reader: Open) -> None:
    with pytest.raises(RunNotFoundError, match=r"no run 'plian'.*Did you mean 'plain'\?"):
        fast_reader(logdir).describe("plian")


def test_graphs_are_named_by_their_run(tmp_path: Path, open_reader: Open) -> None:
    EventFile(tmp_path / "r").run(make_record())
    EventFile(tmp_path / "r" / "train").graph()
    EventFile(tmp_path / "r" / "keras").keras_model()
    EventFile(tmp_path / "r" / "validation").scalars("x", [1.0])
    EventFile(tmp_path / "other").graph()
    assert open_reader(tmp_path).describe("r")["graphs"] == ["r/keras", "r/train"]
