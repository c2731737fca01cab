import csv
import io
import json
import re

import pytest

from tests.tensorboard_server import Response, TensorBoard

TYPES = {
    "csv": ("text/csv", "csv"),
    "json": ("application/json", "json"),
    "markdown": ("text/markdown", "md"),
    "latex": ("application/x-tex", "tex"),
    "tsv": ("text/tab-separated-values", "tsv"),
    "html": ("text/html", "html"),
}
PAIR = ["intro/a", "expert/b"]


def export(tensorboard: TensorBoard, view: str, format_name: str, **query: object) -> Response:
    response = tensorboard.get("export", view=view, format=format_name, **query)
    assert response.status == 200, response.body
    kind, end = TYPES[format_name]
    assert response.headers["Content-Type"].split(";")[0] == kind
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    name = {"runs": "lifecycle-runs", "compare": "lifecycle-comparison"}[view]
    assert response.headers["Content-Disposition"] == f'attachment; filename="{name}.{end}"'
    return response


def text(tensorboard: TensorBoard, view: str, format_name: str, **query: object) -> str:
    return export(tensorboard, view, format_name, **query).body.decode()


def error(tensorboard: TensorBoard, status: int, **query: object) -> dict[str, object]:
    response = tensorboard.get("export", **query)
    assert response.status == status, response.body
    found: dict[str, object] = response.json()["error"]
    return found


ASKED = {
    "where": "flag.lr < 5",
    "columns": "name, flag.lr, metric.loss",
    "sort": "flag.lr",
}


def test_a_table_as_csv_is_whole_and_of_what_is_asked(tensorboard: TensorBoard):
    rows = list(csv.DictReader(io.StringIO(text(tensorboard, "runs", "csv", **ASKED))))
    assert [(row["name"], row["flag.lr"]) for row in rows] == [("expert/b", "0.003"), ("intro/a", "0.5")]
    assert float(rows[1]["metric.loss"]) == pytest.approx(0.025)
    (one,) = csv.DictReader(io.StringIO(text(tensorboard, "runs", "csv", **ASKED, limit=1)))
    assert one["name"] == "expert/b"


def test_a_table_for_documents_is_headed_as_on_the_page(fast_tensorboard: TensorBoard):
    markdown = text(fast_tensorboard, "runs", "markdown", **ASKED).splitlines()
    assert markdown[0] == "| name | lr | loss |"
    assert markdown[2].startswith("| expert/b | 0.003 | ")
    latex = text(fast_tensorboard, "runs", "latex", **ASKED)
    assert "name & lr & loss \\\\" in latex
    assert latex.startswith("\\begin{tabular}{lrr}")


def test_a_table_to_paste_has_whole_numbers_and_times_to_read(fast_tensorboard: TensorBoard):
    pasted = text(fast_tensorboard, "runs", "tsv", columns="name, started, metric.loss", sort="name")
    head, first, *_ = [line.split("\t") for line in pasted.splitlines()]
    assert head == ["name", "started", "loss"]
    assert re.fullmatch(r"20\d\d-\d\d-\d\d \d\d:\d\d:\d\d", first[1])
    assert first[0] == "expert/b"
    whole = fast_tensorboard.json("runs", columns="metric.loss", sort="name")["columns"][0]["values"]
    assert float(first[2]) == whole[0]


def test_json_is_the_answer_of_the_views_own_route(fast_tensorboard: TensorBoard):
    exported = json.loads(text(fast_tensorboard, "runs", "json", **ASKED))
    answered = fast_tensorboard.json("runs", **ASKED)
    assert exported == {**answered, "read": exported["read"]}
    exported = json.loads(text(fast_tensorboard, "compare", "json", run=PAIR))
    assert exported == fast_tensorboard.json("compare", run=PAIR)


def test_groups_are_rows_with_their_spread(fast_tensorboard: TensorBoard):
    asked = {"group": "flag.model", "columns": "metric.loss", "sort": "name"}
    rows = list(csv.DictReader(io.StringIO(text(fast_tensorboard, "runs", "csv", **asked))))
    assert [row["n"] for row in rows] == ["1", "1"]
    assert "metric.loss sd" in rows[0]
    assert "| group | n | left out | loss |" in text(fast_tensorboard, "runs", "markdown", **asked)


def test_a_comparison_in_each_format(tensorboard: TensorBoard):
    rows = csv.DictReader(io.StringIO(text(tensorboard, "compare", "csv", run=PAIR)))
    values = {(row["section"], row["name"], row["column"]): row["value"] for row in rows}
    assert values["flags", "lr", "expert/b"] == "0.003"
    assert "| lr | 0.5 | 0.003 |" in text(tensorboard, "compare", "markdown", run=PAIR)
    latex = text(tensorboard, "compare", "latex", run=PAIR)
    assert latex.startswith("\\documentclass")
    assert "lr & 0.5 & 0.003 \\\\" in latex
    assert ["lr", "0.5", "0.003"] in [
        line.split("\t") for line in text(tensorboard, "compare", "tsv", run=PAIR).splitlines()
    ]


def test_a_report_says_what_made_it_and_may_load_nothing(tensorboard: TensorBoard):
    response = export(tensorboard, "compare", "html", run=PAIR, budget="step")
    page = response.body.decode()
    policies = response.headers.get_all("Content-Security-Policy")
    assert any(policy.startswith("default-src 'none'; style-src 'unsafe-inline'") for policy in policies)
    assert "<code>at equal step</code>" in page
    assert "in TensorBoard on " in page
    assert page.count("<svg") >= 2
    assert "Illegal Content-Security-Policy" not in tensorboard.log()


def test_a_report_of_groups_names_filter_and_grouping(fast_tensorboard: TensorBoard):
    groups = fast_tensorboard.json("runs", group="flag.model", columns="name")["groups"]
    run = [f"group:{group['key']}" for group in groups]
    page = text(fast_tensorboard, "compare", "html", run=run, where="flag.lr < 5")
    assert "<code>flag.lr &lt; 5</code>" in page
    assert "<code>group by flag.model</code>" in page


def test_what_cannot_be_exported(fast_tensorboard: TensorBoard):
    assert error(fast_tensorboard, 400)["parameter"] == "view"
    assert error(fast_tensorboard, 400, view="runs")["parameter"] == "format"
    assert "it can be csv, json" in error(fast_tensorboard, 400, view="runs", format="html")["message"]
    assert error(fast_tensorboard, 400, view="runs", format="csv", sort="flag.")["parameter"] == "sort"
    wrong = error(fast_tensorboard, 404, view="compare", format="csv", run=["intro/a", "expert/bb"])
    assert wrong["suggestion"] == "expert/b"
    assert error(fast_tensorboard, 400, view="runs", format="csv", columm="name")["suggestion"] == "columns"
