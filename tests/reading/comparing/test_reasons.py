from typing import Any

from tb_lifecycle.reading.comparing.compare import compare
from tests.reading.runs import dataset, describe


def names_of(*others: dict[str, Any], baseline: dict[str, Any] | None = None) -> list[str]:
    reasons = compare([baseline or describe("a"), *others], "a")["reasons"]
    return [f"{reason['kind']} {reason['name']}" for reason in reasons]


def flags(**changes: Any) -> dict[str, Any]:
    return {**describe("a")["flags"], **changes}


def test_a_reason_has_both_values_and_the_run() -> None:
    reasons = compare([describe("a"), describe("b", flags=flags(lr=0.003))], "a")["reasons"]
    assert reasons == [{"kind": "flag", "name": "lr", "a": 0.5, "b": 0.003, "run": "b", "effect": None}]


def test_a_is_the_baselines_value_wherever_it_stands() -> None:
    reasons = compare([describe("a"), describe("b", flags=flags(lr=0.003))], "b")["reasons"]
    assert reasons == [{"kind": "flag", "name": "lr", "a": 0.003, "b": 0.5, "run": "a", "effect": None}]


def test_kinds_come_in_the_order_of_what_moves_a_figure_most() -> None:
    other = describe(
        "b",
        flags=flags(model="expert", lr=0.1, seed=2, rundir="elsewhere"),
        datasets=[dataset("train", "sha256:ffff"), dataset("validation", "sha256:bbbbbbbb")],
        code={
            **describe("b")["code"],
            "files": [{"path": "train.py", "state": "modified", "digest": "sha256:99"}],
        },
        environment={
            "python": "3.12.1",
            "packages": {"numpy": "2.1.0", "tensorflow": "2.19.0", "rich": "14.0.0"},
        },
        hardware={"cpu": "Xeon", "cores": 16, "memory": 64, "platform": "Linux"},
        host="gpu-2",
    )
    assert names_of(other) == [
        "dataset digits/train",
        "code train.py",
        "flag model",
        "flag lr",
        "seed seed",
        "package tensorflow",
        "package rich",
        "python python",
        "hardware cpu",
    ]


def test_only_the_seed_differs() -> None:
    assert names_of(describe("b", flags=flags(seed=2, rundir="runs/b"))) == ["seed seed"]


def test_larger_changes_of_like_flags_come_first() -> None:
    other = describe("b", flags=flags(lr=0.001, epochs=11))
    assert names_of(other) == ["flag lr", "flag epochs"]
    assert names_of(describe("b", flags=flags(lr=0.49, epochs=100))) == ["flag epochs", "flag lr"]


def test_flags_set_by_the_user_come_before_others_of_their_sort() -> None:
    details = {"zeta": {"set": True}, "alpha": {"set": False}}
    other = describe("b", flags=flags(alpha=1, zeta=1), flag_details=details)
    assert names_of(other) == ["flag zeta", "flag alpha"]


def test_where_output_goes_is_no_reason() -> None:
    for name in ("rundir", "logdir", "log_dir", "model_dir", "output_dir", "run_name", "checkpointDir"):
        assert names_of(describe("b", flags=flags(**{name: "other"}))) == [], name


def test_a_data_directory_is_a_reason_only_where_the_data_may_differ() -> None:
    other = describe("b", flags=flags(data_dir="elsewhere"))
    assert names_of(other) == []
    unread = [dataset("train", None)]
    unknown = describe("a", datasets=unread)
    assert names_of({**other, "datasets": unread}, baseline=unknown) == ["flag data_dir"]


def test_another_commit_with_the_same_files_explains_little() -> None:
    other = describe("b", code={**describe("b")["code"], "commit": "b" * 40}, flags=flags(lr=0.1))
    assert names_of(other) == ["flag lr", "code commit"]


def test_another_commit_with_unknown_files_comes_before_flags() -> None:
    code = {"commit": "a" * 40, "branch": "main", "dirty": False, "files": []}
    baseline = describe("a", code=code)
    other = describe("b", code={**code, "commit": "b" * 40}, flags=flags(lr=0.1))
    assert names_of(other, baseline=baseline) == ["code commit", "flag lr"]


def test_the_entry_script_comes_first_among_changed_files() -> None:
    files = [
        {"path": "aaa.py", "state": "modified", "digest": "sha256:1"},
        {"path": "train.py", "state": "modified", "digest": "sha256:2"},
    ]
    other = describe("b", code={**describe("b")["code"], "files": files})
    assert names_of(other) == ["code train.py", "code aaa.py"]


def test_tests_and_texts_explain_less_than_flags() -> None:
    paths = ("model.py", "README.md", "tests/test_model.py", "page/style.css", "train.yaml")
    files = [{"path": path, "state": "modified", "digest": "sha256:1"} for path in paths]
    other = describe("b", code={**describe("b")["code"], "files": files}, flags=flags(lr=0.1))
    assert names_of(other) == [
        "code model.py",
        "code train.yaml",
        "flag lr",
        "code README.md",
        "code page/style.css",
        "code tests/test_model.py",
    ]


def test_a_file_that_one_run_did_not_use_is_no_change() -> None:
    files = describe("b")["code"]["files"][:1]
    assert names_of(describe("b", code={**describe("b")["code"], "files": files})) == []


def test_another_script_is_a_reason_by_itself() -> None:
    command = {**describe("b")["command"], "entry": "expert.py", "line": "python expert.py"}
    assert names_of(describe("b", command=command, flags=flags(lr=0.1))) == ["command entry", "flag lr"]


def test_the_same_script_in_another_clone_is_no_reason() -> None:
    here = {**describe("a")["command"], "entry": "/home/ana/mnist/train.py"}
    there = {**describe("b")["command"], "entry": "train.py", "directory": "/home/bo/mnist"}
    code = describe("a")["code"]
    baseline = describe("a", command=here, code={**code, "root": "/home/ana/mnist"})
    other = describe("b", command=there, code={**code, "root": "/home/bo/mnist"})
    assert names_of(other, baseline=baseline) == []


def test_a_command_line_counts_where_there_are_no_flags() -> None:
    command = {**describe("b")["command"], "line": "python train.py --lr 3"}
    assert names_of(describe("b", command=command)) == []
    bare = describe("a", flags={})
    assert names_of(describe("b", command=command, flags={}), baseline=bare) == ["command line"]


def test_frameworks_come_before_other_packages_and_major_before_minor_versions() -> None:
    packages = {"numpy": "2.1.1", "tensorflow": "2.18.1", "rich": "14.0.0", "attrs": "1.0"}
    other = describe("b", environment={"python": "3.11.9", "packages": packages})
    assert names_of(other) == ["package tensorflow", "package numpy", "package attrs", "package rich"]


def test_each_run_has_its_own_reasons_ranked_together() -> None:
    second, third = describe("b", flags=flags(seed=2)), describe("c", flags=flags(model="expert"))
    reasons = compare([describe("a"), second, third], "a")["reasons"]
    assert [(reason["run"], reason["name"]) for reason in reasons] == [("c", "model"), ("b", "seed")]
