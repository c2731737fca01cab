"""Media of runs, as PyTorch and TensorFlow log them, through both of TensorBoard's readers."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
import tensorflow as tf
from PIL import Image
from tensorboard.compat.proto import summary_pb2, tensor_pb2, types_pb2
from tensorboard.plugins.image import metadata as image_metadata

from tb_lifecycle.reading.media import media
from tb_lifecycle.reading.open_logdir import open_logdir
from tests.logdirs import EventFile
from tests.media_logdir import write_runs
from tests.tensorboard_server import READERS, TensorBoard, running_tensorboard

RUNS = ["lr000", "lr001", "lr002"]


@pytest.fixture(scope="module")
def logdir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    logdir = tmp_path_factory.mktemp("media")
    write_runs(logdir, 3)
    with tf.summary.create_file_writer(str(logdir / "tf" / "validation")).as_default():
        tf.summary.scalar("loss", 0.5, step=7)
        tf.summary.image("wrong", tf.zeros([5, 8, 9, 1]), step=7, max_outputs=5)
        tf.summary.histogram("kernel", [1.0, 2.0, 3.0], step=7)
        tf.summary.text("table", [["a", "b"], ["c", "<script>alert(1)</script>"]], step=7)
    _write_broken(logdir / "broken")
    return logdir


def _write_broken(directory: Path) -> None:
    """Values of the right plugins that are nothing that they show."""
    file = EventFile(directory).scalars("loss", [1.0])
    for tag, blob in (("page", b"<svg onload='alert(1)'/>"), ("cut", b"\x89PNG\r\n\x1a\n")):
        metadata = image_metadata.create_summary_metadata("", "")
        metadata.data_class = summary_pb2.DATA_CLASS_BLOB_SEQUENCE
        tensor = tensor_pb2.TensorProto(dtype=types_pb2.DT_STRING, string_val=[b"8", b"8", blob])
        tensor.tensor_shape.dim.add(size=3)
        file.tensor(tag, tensor, metadata, 0, file.start)
    histogram = summary_pb2.SummaryMetadata(data_class=summary_pb2.DATA_CLASS_TENSOR)
    histogram.plugin_data.plugin_name = "histograms"
    odd = tensor_pb2.TensorProto(dtype=types_pb2.DT_FLOAT, float_val=[1.0, 2.0])
    odd.tensor_shape.dim.add(size=2)
    file.tensor("odd", odd, histogram, 0, file.start)


@pytest.fixture(scope="module", params=READERS)
def board(request: pytest.FixtureRequest, logdir: Path) -> Iterator[TensorBoard]:
    with running_tensorboard("--logdir", str(logdir), READERS[request.param]) as tensorboard:
        tensorboard.wait_for_runs(*RUNS, "tf", "broken")
        yield tensorboard


def test_each_kind_has_its_tags_and_the_runs_that_have_them(board: TensorBoard) -> None:
    tags = board.json("media_tags", run=[*RUNS, "tf"])["tags"]
    assert tags["images"] == [{"tag": "digits", "runs": RUNS}, {"tag": "validation/wrong", "runs": ["tf"]}]
    assert {"tag": "dense/kernel", "runs": RUNS} in tags["histograms"]
    assert [each["runs"] for each in tags["texts"]] == [RUNS, ["tf"]]
    assert tags["pr_curves"] == [{"tag": "class_8", "runs": RUNS}]


def test_names_beyond_what_can_be_listed_are_counted(
    board: TensorBoard, monkeypatch: pytest.MonkeyPatch, logdir: Path
) -> None:
    assert board.json("media_tags", run=RUNS)["left_out"] == dict.fromkeys(
        ("images", "histograms", "texts", "pr_curves"), 0
    )
    monkeypatch.setattr(media, "MOST_TAGS", 1)
    with open_logdir(str(logdir)) as reader:
        found = reader.media_tags(["lr000", "tf"])
    assert [each["tag"] for each in found["tags"]["images"]] == ["digits"]
    assert found["left_out"]["images"] == 1


def test_a_run_without_the_step_has_its_nearest(board: TensorBoard) -> None:
    answer = board.json("media", run=RUNS, kind="images", tag="digits", step=200)
    assert answer["steps"] == [100, 200, 300]
    assert [(value["run"], value["step"]) for value in answer["values"]] == [
        ("lr000", 200),
        ("lr001", 100),
        ("lr002", 200),
    ]
    assert board.json("media", run=RUNS, kind="images", tag="digits")["step"] == 300


def test_an_image_is_as_it_was_logged(board: TensorBoard) -> None:
    answer = board.get("image", run="lr000", tag="digits", step=200)
    assert (answer.status, answer.headers["Content-Type"]) == (200, "image/png")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    image = Image.open(io.BytesIO(answer.body))
    assert image.size == (48, 24)
    assert image.getpixel((0, 0)) == (255, 0, 0)
    assert board.get("image", run="lr001", tag="digits", step=200).status == 404
    assert board.get("image", run="lr000", tag="digits", step=200, index=1).status == 404


def test_every_image_of_a_step_is_there(board: TensorBoard) -> None:
    [value] = board.json("media", run="tf", kind="images", tag="validation/wrong")["values"]
    assert (value["step"], value["count"]) == (7, 5)
    assert board.get("image", run="tf", tag="validation/wrong", step=7, index=4).status == 200


def test_histograms_are_densities(board: TensorBoard) -> None:
    values = board.json("media", run=RUNS, kind="histograms", tag="dense/kernel", step=300)["values"]
    assert [value["sd"] for value in values] == pytest.approx([0.03, 0.06, 0.09], rel=0.1)
    for value in values:
        assert sum((right - left) * height for left, right, height in value["bins"]) == pytest.approx(1)
    [value] = board.json("media", run="tf", kind="histograms", tag="validation/kernel")["values"]
    assert (value["n"], value["problem"]) == (3, None)


def test_text_is_text(board: TensorBoard) -> None:
    tags = board.json("media_tags", run=["lr000", "tf"])["tags"]["texts"]
    [value] = board.json("media", run="lr000", kind="texts", tag=tags[0]["tag"], step=100)["values"]
    assert value["text"].splitlines()[1] == "accuracy 0.90, loss 0.20"
    [value] = board.json("media", run="tf", kind="texts", tag=tags[1]["tag"])["values"]
    assert value["text"] == "a\tb\nc\t<script>alert(1)</script>"


def test_pr_curves_have_their_average_precision(board: TensorBoard) -> None:
    values = board.json("media", run=RUNS, kind="pr_curves", tag="class_8", step=300)["values"]
    aps = [value["ap"] for value in values]
    assert aps == sorted(aps)
    assert 0.5 < aps[0] < aps[2] <= 1
    recalls = [recall for recall, _ in values[0]["points"]]
    assert recalls == sorted(recalls)


def test_what_is_broken_says_so_and_harms_nothing(board: TensorBoard) -> None:
    answer = board.json("media", run=["broken", "lr000"], kind="histograms", tag="odd")
    [value] = answer["values"]
    assert "no histogram" in value["problem"]
    page = board.get("image", run="broken", tag="page", step=0)
    assert page.status == 404
    assert "no PNG" in page.json()["error"]["message"]
    assert (
        board.get("image", run="broken", tag="cut", step=0).status == 200
    )  # the browser says that it is broken
    assert board.json("media", run=RUNS, kind="images", tag="digits")["values"]


@pytest.mark.parametrize(
    ("route", "query"),
    [
        ("media_tags", {}),
        ("media", {"run": "lr000"}),
        ("media", {"run": "lr000", "kind": "videos", "tag": "digits"}),
        ("media", {"run": "lr000", "kind": "images", "tag": "digits", "step": "x"}),
        ("image", {"run": "lr000", "tag": "digits"}),
        ("image", {"run": "lr000", "tag": "digits", "step": 100, "index": -1}),
    ],
)
def test_a_mistake_is_a_400(board: TensorBoard, route: str, query: dict[str, object]) -> None:
    assert board.get(route, **query).status == 400


def test_what_is_not_there_is_a_404(board: TensorBoard) -> None:
    assert board.get("media_tags", run="nothing").status == 404
    assert board.get("media", run="nothing", kind="images", tag="digits").status == 404
    assert board.json("media", run="lr000", kind="images", tag="nothing")["values"] == []
    assert board.get("image", run="lr000", tag="nothing", step=100).status == 404


def test_bands_are_quantiles_over_runs(board: TensorBoard) -> None:
    [band] = board.json("bands", run=RUNS, tag="epoch", x="step")["bands"]
    assert (band["runs"], band["n"][0], band["x"][-1]) == (3, 3, 390)
    assert band["quantiles"][2][-1] == 9
    assert board.get("bands", run=RUNS, tag="epoch", x="epoch").status == 400
    assert board.get("bands", run=RUNS).status == 400
    assert board.get("bands", run=["nothing"], tag="epoch").status == 404
