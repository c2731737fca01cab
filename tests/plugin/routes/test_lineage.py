from tests.tensorboard_server import TensorBoard


def test_it_joins_runs_data_and_exports_by_digest(tensorboard: TensorBoard):
    answer = tensorboard.json("lineage", run="intro/a")
    nodes = {node["id"]: node for node in answer["nodes"]}
    kinds = {node["kind"] for node in nodes.values()}
    assert {"run", "dataset", "export"} <= kinds
    (dataset,) = [node for node in nodes.values() if node["kind"] == "dataset"]
    assert dataset["digest"].startswith("sha256:")
    edges = {(edge["from"], edge["to"]) for edge in answer["edges"]}
    assert (dataset["id"], "run:intro/a") in edges
    assert all(end in nodes for edge in edges for end in edge)


def test_an_unknown_run_is_a_404(fast_tensorboard: TensorBoard):
    assert fast_tensorboard.get("lineage", run="intro/aa").json()["error"]["suggestion"] == "intro/a"
