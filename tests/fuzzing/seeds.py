"""Sound messages with every field set that there is: what is changed then."""

from __future__ import annotations

import io
import zipfile
from functools import cache
from typing import Any

from google.protobuf.message import Message
from tensorboard.compat.proto import event_pb2, summary_pb2, tensor_pb2, types_pb2
from tensorboard.plugins.hparams import metadata as hparams_metadata
from tensorboard.plugins.hparams import plugin_data_pb2
from tensorboard.plugins.scalar import metadata as scalar_metadata

from tb_lifecycle.format import lifecycle_pb2, metadata
from tests.logdirs import START, make_record

DIGEST = bytes(range(32))
SOURCE = b"import tb_lifecycle\n"


@cache
def run_record() -> bytes:
    """A run record."""
    record = make_record(
        flags={"lr": 0.1, "layers": [1, [2, "x"]], "name": "a", "none": None, "deep.er": True, "seed": 7},
        metrics={"loss": [3, 1, 2], "train/accuracy": [0.5, 0.75]},
        datasets={"digits/train": DIGEST, "digits": DIGEST},
        exports={"export": DIGEST},
        user="ana", host="laptop", tags=["a", "b"], notes="a note", unpinned=["x"], dropped=2,
        active_seconds=3, elapsed_seconds=60, capturing=False,
        code=lifecycle_pb2.CodeState(
            commit="c0ffee", branch="main", has_git=True, dirty=True, changed_files=1, patch_saved=True,
            source_files=1, entry="train.py", gap="a gap",
        ),
        seeds=lifecycle_pb2.Seeds(set=["seed"]),
        writers=[lifecycle_pb2.Writer(host="h", pid=7, started=START,
        tag=f"{metadata.WRITER_TAG_PREFIX}h-7")], moments=[lifecycle_pb2.Moment(metrics=[0, 1], values=[1.0,
        0.75])],
    )  # fmt: skip
    record.metrics["loss"].min_moment = 1
    record.metrics["loss"].max_moment = 2
    return record.SerializeToString()


@cache
def details() -> bytes:
    """A run's details."""
    archive = sources()
    file = lifecycle_pb2.File
    environment = lifecycle_pb2.Environment(
        python="3.11", implementation="CPython", packages={"numpy": "2.0"}, editable=["x"],
        direct={"x": "https://example.com/x"}, lock_file="uv.lock", builds={"cuda": "12"},
        variables={"A": "1"}, seeds={"PYTHONHASHSEED": "0"},
    )  # fmt: skip
    shape = lifecycle_pb2.Field(name="image", dtype="uint8", shape=[-1, 4])
    return lifecycle_pb2.RunDetails(
        format_version=1,
        command=lifecycle_pb2.Command(argv=["train.py", "--lr=1"], directory="/w", interpreter="/p", pid=7),
        code=lifecycle_pb2.Code(
            commit="c0ffee", branch="main", remote="https://example.com/x", author="Ana", subject="Train",
            committed=START, root="/w", patch=file(path="lifecycle/patch.diff", digest=DIGEST, size=4,
            kind="patch"), sources=file(data=archive, size=len(archive), digest=DIGEST, kind="sources"),
            files=[
                lifecycle_pb2.SourceFile(
                    path="train.py", state="modified", in_sources=True, digest=DIGEST, size=20, added=1,
                    removed=2, mode=0o100644,
                ),
                lifecycle_pb2.SourceFile(path="link", state="untracked", in_sources=True, mode=0o120000),
            ],
            cut=["too large"], decisive=1, whole=True,
            repositories=[lifecycle_pb2.Repository(path="sub", commit="ab", remote="r")],
        ),
        environment=environment,
        hardware=lifecycle_pb2.Hardware(
            cpu="CPU", cores=4, usable_cores=2, memory=2**34, memory_limit=2**33, platform="Linux",
            gpus=[lifecycle_pb2.Gpu(name="G", memory=2**36, driver="1")], container="docker",
            scheduler={"JOB": "1"},
        ),
        flags={
            "lr": lifecycle_pb2.FlagDetail(
                default=lifecycle_pb2.Value(number=0.1), type="float", help="rate", set_by_user=True,
                known=True
            )
        },
        datasets=[
            lifecycle_pb2.Dataset(
                name="digits", split="train", digest=DIGEST, kind="arrays", source="memory", rows=10, size=40,
                files=1, schema=[shape], label_counts={"1": 3}, profile={"mean": 0.5}, skipped="a bit",
                parts=[lifecycle_pb2.Part(name="a", digest=DIGEST[:8], size=4)],
            )
        ],
        exports=[
            lifecycle_pb2.Export(
                name="export", path="export", format="SavedModel", digest=DIGEST, size=100, files=1,
                created=START, parameters=10, step=20, skipped="a bit",
                signatures=[lifecycle_pb2.Signature(name="serve", inputs=[shape], outputs=[shape])],
            )
        ],
        incarnations=[
            lifecycle_pb2.Incarnation(
                started=START, ended=START + 60, status=lifecycle_pb2.FAILED, exit_code=-9, signal="SIGKILL",
                exception="E", traceback="T", host="h", user="u", pid=7, commit="ab", command="c",
                first_step=0, last_step=3, reason="r", boot="b",
            )
        ],
        redactions=[lifecycle_pb2.Redaction(where="flag", name="key", why="secret")],
        files=[file(path=metadata.CONSOLE_PATH, digest=DIGEST, size=9, kind="console")],
        unknown=[lifecycle_pb2.Unknown(what="console", why="no room")],
    ).SerializeToString()  # fmt: skip


@cache
def sources() -> bytes:
    """An archive of sources."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("train.py", (2024, 1, 1, 0, 0, 0)), SOURCE * 30)
        archive.writestr(zipfile.ZipInfo("link", (2024, 1, 1, 0, 0, 0)), b"train.py")
    return buffer.getvalue()


def _value(tag: str, tensor: Any, summary_metadata: Any = None, **of_event: Any) -> bytes:
    value = summary_pb2.Summary.Value(tag=tag, tensor=tensor, metadata=summary_metadata)
    return event(summary=summary_pb2.Summary(value=[value]), **of_event)


def event(**fields: Any) -> bytes:
    """An event of the time at which all of them begin."""
    return event_pb2.Event(**{"wall_time": START, **fields}).SerializeToString()


def in_event(tag: str, content: bytes) -> bytes:
    """An event that holds a record."""
    tensor = tensor_pb2.TensorProto(dtype=types_pb2.DT_STRING, string_val=[content])
    return _value(tag, tensor, metadata.create_summary_metadata(), step=metadata.RECORD_STEP)


def _scalar(step: int, tag: str = "loss", **tensor: Any) -> bytes:
    proto = tensor_pb2.TensorProto(
        **(tensor or {"dtype": types_pb2.DT_FLOAT, "float_val": [1.0 / (step + 1)]})
    )
    kind = scalar_metadata.create_summary_metadata("", "")
    return _value(tag, proto, kind, step=step, wall_time=START + step)


def _of_plugin(name: str, data_class: int, content: bytes = b"") -> bytes:
    plugin = summary_pb2.SummaryMetadata.PluginData(plugin_name=name, content=content)
    tensor = tensor_pb2.TensorProto(dtype=types_pb2.DT_STRING, string_val=[b"1", b"2", b"\x89PNG"])
    tensor.tensor_shape.dim.add(size=3)
    return _value(
        f"{name}/tag", tensor, summary_pb2.SummaryMetadata(plugin_data=plugin, data_class=data_class)
    )


def _session(message: Message, tag: str) -> bytes:
    kind = hparams_metadata.create_summary_metadata(message)
    return _value(tag, hparams_metadata.NULL_TENSOR, kind)


def start() -> plugin_data_pb2.HParamsPluginData:
    info = plugin_data_pb2.SessionStartInfo(start_time_secs=START, group_name="g", model_uri="m")
    info.hparams["lr"].number_value = 0.1
    info.hparams["optimizer"].string_value = "adam"
    info.hparams["layers"].list_value.values.add().number_value = 3
    info.hparams["deep"].struct_value.fields["x"].bool_value = True
    return plugin_data_pb2.HParamsPluginData(session_start_info=info)


VECTOR = {"dtype": types_pb2.DT_FLOAT, "float_val": [1.0, 2.0], "tensor_shape": {"dim": [{"size": 2}]}}


@cache
def records() -> tuple[tuple[str, bytes], ...]:
    """Our own records, with their tags; the run's has the most in it, and is there more than once."""
    rank = lifecycle_pb2.RankRecord(
        format_version=1,
        rank=1,
        started=START,
        host="h",
        status=lifecycle_pb2.FAILED,
        ended=START + 1,
        exit_code=3,
    )
    serve = lifecycle_pb2.ServeRecord(
        format_version=1, started=START, last_request=START + 1, requests=3, total_seconds=1,
        export_name="export", export_digest=DIGEST, host="h",
    )  # fmt: skip
    return (
        *[(metadata.RUN_TAG, run_record())] * 3,
        *[(metadata.DETAILS_TAG, details())] * 3,
        (metadata.SERVE_TAG, serve.SerializeToString()),
        (f"{metadata.RANK_TAG_PREFIX}1", rank.SerializeToString()),
        (f"{metadata.WRITER_TAG_PREFIX}h-7", run_record()),
    )


@cache
def events() -> tuple[bytes, ...]:
    """One event of every other kind that an event file may hold."""
    old = summary_pb2.Summary.Value
    return (
        *(_scalar(step) for step in range(3)),
        _scalar(0, "train/accuracy"),
        _session(start(), hparams_metadata.SESSION_START_INFO_TAG),
        _session(plugin_data_pb2.HParamsPluginData(), hparams_metadata.EXPERIMENT_TAG),
        event(step=4, summary=summary_pb2.Summary(value=[old(tag="old", simple_value=0.5)])),
        event(
            step=4,
            summary=summary_pb2.Summary(value=[old(tag="h", histo=summary_pb2.HistogramProto(bucket=[1]))]),
        ),
        event(
            step=4,
            summary=summary_pb2.Summary(value=[old(tag="i", image=summary_pb2.Summary.Image(height=1))]),
        ),
        _scalar(5, "vector", **VECTOR),
        _scalar(5, "double", dtype=types_pb2.DT_DOUBLE, double_val=[1e300]),
        _scalar(5, "text", dtype=types_pb2.DT_STRING, string_val=[b"high"]),
        _scalar(5, "none", dtype=types_pb2.DT_FLOAT),
        _scalar(5, "half", dtype=types_pb2.DT_HALF, half_val=[15360]),
        _scalar(5, "content", dtype=types_pb2.DT_FLOAT, tensor_content=b"\0\0\0"),
        _scalar(
            5, "huge", dtype=types_pb2.DT_FLOAT, tensor_shape={"dim": [{"size": 2**40}, {"size": 2**40}]}
        ),
        _of_plugin("images", 3),
        _of_plugin("text", 2),
        _of_plugin("histograms", 2),
        _of_plugin("pr_curves", 2, b"\x08\x05"),
        _of_plugin("scalars", 3),
        event(session_log=event_pb2.SessionLog(status=event_pb2.SessionLog.START), step=2),
        event(graph_def=b"no graph"),
        event(meta_graph_def=b"no graph"),
        event(tagged_run_metadata=event_pb2.TaggedRunMetadata(tag="t", run_metadata=b"x")),
        event(log_message=event_pb2.LogMessage(message="m")),
        event(file_version="brain.Event:2"),
        event(file_version="brain.Event:9"),
    )
