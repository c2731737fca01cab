from __future__ import annotations

from tests.examples.conftest import Runner


def test_each_small_graph_is_a_run_in_the_graphs_tab(runner: Runner) -> None:
    printed = runner.run("graphs.py", "graphs", data=False)
    expected = {"constant": 42.0, "placeholder": 42.0, "variables": 7.0, "matmul": 10.0}
    for name, result in expected.items():
        assert f" = {result}" in next(line for line in printed.splitlines() if line.startswith(name))
        assert runner.value(f"graphs/{name}", "status") == "completed"
        assert runner.value(f"graphs/{name}", "metric.result") == result
        assert runner.has_graph(f"graphs/{name}/graph")
