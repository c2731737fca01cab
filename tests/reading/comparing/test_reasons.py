from typing import Any

from tb_lifecycle.reading.comparing.compare import compare
from tb_lifecycle.reading.comparing.facts import facts_of
from tb_lifecycle.reading.comparing.flag_effects import Peer, factor
from tb_lifecycle.reading.comparing.reasons import find_reasons
from tests.reading.runs import dataset, describe


def names_of(*others: dict[str, Any], baseline: dict[str, Any] | None = None) -> list[str]:
    reasons = compare([baseline or describe("a"), *others], "a")["reasons"]
    return [f"{reason['kind']} {reason['name']}" for reason in reasons]


def flags(**changes: Any) -> dict[str, Any]:
    return {**describe("a")["flags"], **changes}


def test_a_reason_has_both_values_and_the_run() -> None:
    reasons = compare([describe("a"), describe("b", flags=flags(lr=0.003))], "a")["reasons"]
    assert reasons == [
        {"kind": "flag", "name": "lr", "a": 0.5, "b": 0.003, "run": "b", "effect": None, "beside": []}
    ]


def test_a_is_the_baselines_value_wherever_it_stands() -> None:
    reasons = compare([describe("a"), describe("b", flags=flags(lr=0.003))], "b")["reasons"]
    assert reasons == [
        {"kind": "flag", "name": "lr", "a": 0.003, "b": 0.5, "run": "a", "effect": None, "beside": []}
    ]


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


def reasons_of(baseline: dict[str, Any], *others: dict[str, Any]) -> list[tuple[Any, ...]]:
    reasons = compare([baseline, *others], baseline["run"])["reasons"]
    return [tuple(reason[key] for key in ("kind", "name", "a", "b", "run", "effect")) for reason in reasons]


def test_each_kind_of_reason_has_both_values() -> None:
    first = describe(
        "a",
        datasets=[dataset("train", "sha256:11"), dataset("test", None)],
        code={"commit": "1" * 40, "patch": {"digest": "sha256:77"}},
        environment={
            "python": "3.11.9",
            "implementation": "CPython",
            "lock_file": "one",
            "packages": {"numpy": "1.0"},
            "variables": {"OMP_NUM_THREADS": "4", "RANK": "0"},
        },
        ranks=[{"rank": 1, "differs": []}],
    )
    second = describe(
        "b",
        datasets=[dataset("train", "sha256:22"), dataset("test", "sha256:33")],
        code={"commit": "2" * 40, "patch": {"digest": "sha256:88"}},
        environment={
            "python": "3.12.0",
            "implementation": "PyPy",
            "lock_file": "other",
            "packages": {},
            "variables": {"OMP_NUM_THREADS": "8", "RANK": "1"},
        },
        hardware={**describe("b")["hardware"], "cpu": "Xeon", "cores": 8, "scheduler": {"SLURM_JOB_ID": "1"}},
        host="elsewhere",
    )
    assert reasons_of(first, second) == [
        ("dataset", "digits/train", "sha256:11", "sha256:22", "b", None),
        ("dataset", "digits/test", None, "sha256:33", "b", None),
        ("code", "commit", "1" * 40, "2" * 40, "b", None),
        ("rank", "processes", 2, None, "b", None),
        ("rank", "rank 1", "as the first", None, "b", None),
        ("package", "numpy", "1.0", None, "b", None),
        ("variable", "OMP_NUM_THREADS", "4", "8", "b", None),
        ("python", "implementation", "CPython", "PyPy", "b", None),
        ("python", "python", "3.11.9", "3.12.0", "b", None),
        ("hardware", "cpu", "EPYC", "Xeon", "b", None),
        ("hardware", "cores", 16, 8, "b", None),
    ]


def test_files_have_their_digests_and_a_command_its_line() -> None:
    code = describe("a")["code"]
    changed = [{"path": "new.py", "state": "added", "digest": "sha256:99"}, *code["files"]]
    assert reasons_of(describe("a"), describe("b", code={**code, "files": changed})) == [
        ("code", "new.py", None, "sha256:99", "b", None)
    ]
    assert reasons_of(describe("b", code={**code, "files": changed}), describe("a")) == [
        ("code", "new.py", "sha256:99", None, "a", None)
    ]
    line = {**describe("a")["command"], "line": "python train.py 3"}
    assert reasons_of(describe("a", flags={}), describe("b", flags={}, command=line)) == [
        ("command", "line", "python train.py", "python train.py 3", "b", None)
    ]
    entry = {**describe("a")["command"], "entry": "other.py"}
    assert reasons_of(describe("a"), describe("b", command=entry)) == [
        ("command", "entry", "train.py", "other.py", "b", None)
    ]


def test_a_patch_explains_nothing_that_the_files_do_not() -> None:
    code = describe("a")["code"]
    files = [{"path": "train.py", "state": "modified", "digest": "sha256:99"}]
    other = describe("b", code={**code, "patch": {"digest": "sha256:77"}, "files": files})
    assert names_of(other) == ["code train.py"]
    unseen = describe("b", code={**code, "patch": {"digest": "sha256:77"}})
    assert names_of({**unseen, "flags": flags(lr=0.1)}) == ["flag lr", "code patch"]


def test_a_library_s_seed_is_no_second_reason_beside_the_flag() -> None:
    def seeded(run: str, seed: int) -> dict[str, Any]:
        environment = {**describe(run)["environment"], "seeds": {"torch": str(seed)}}
        return describe(run, environment=environment, flags=flags(seed=seed))

    assert names_of(seeded("b", 2), baseline=seeded("a", 1)) == ["seed seed"]
    other = {**seeded("b", 2), "flags": flags(seed=1, lr=0.1)}
    assert names_of(other, baseline=seeded("a", 1)) == ["flag lr", "seed torch"]


def test_a_package_from_elsewhere_is_as_far_as_its_version() -> None:
    """What tells where it is from is no part of its version."""

    def having(run: str, attrs: str, rich: str, **more: Any) -> dict[str, Any]:
        return describe(run, environment={"packages": {"attrs": attrs, "rich": rich}, **more})

    other = having("b", "1.1", "1.0.1", direct={"attrs": "file:///x/9.9"})
    assert names_of(other, baseline=having("a", "1.0", "1.0.0")) == ["package attrs", "package rich"]
    other = having("b", "1.0", "1.0.1", direct={"attrs": "file:///x/9.9"})
    assert names_of(other, baseline=having("a", "1.0", "1.0.0")) == ["package rich", "package attrs"]


def test_how_much_a_flag_has_changed() -> None:
    """By ratio where both are positive; anything else as far as a factor of e."""
    for far, first in ((2.0, "flag mid"), (3.0, "flag zeta")):
        before, after = {"zeta": 1.0, "mid": "x"}, {"zeta": far, "mid": "y"}
        assert names_of(describe("b", flags=after), baseline=describe("a", flags=before))[0] == first
    for odd in (0, -3.0, True, "3", None, float("inf"), float("nan")):
        before, after = {"zeta": odd, "alpha": 1, "mid": 1}, {"zeta": 100, "alpha": 2, "mid": 4}
        assert names_of(describe("b", flags=after), baseline=describe("a", flags=before)) == [
            *("flag mid", "flag zeta", "flag alpha")
        ], odd


def test_minor_flags_come_last() -> None:
    other = describe("b", flags=flags(verbose=True, zeta=1), host="x", environment={"python": "3.12"})
    baseline = describe("a", flags=flags(verbose=False, zeta=2))
    assert names_of(other, baseline=baseline)[0] == "flag zeta"
    assert names_of(other, baseline=baseline)[-1] == "flag verbose"


def whole(*others: dict[str, Any], baseline: dict[str, Any] | None = None) -> list[dict[str, Any]]:
    return list(compare([baseline or describe("a"), *others], "a")["reasons"])


def beside(reason: dict[str, Any]) -> list[str]:
    return [f"{each['kind']} {each['name']}" for each in reason["beside"]]


def test_a_commit_stands_beside_the_file_that_it_changed() -> None:
    code = describe("b")["code"]
    files = [{**code["files"][0], "digest": "sha256:99", "state": "modified"}, code["files"][1]]
    (reason,) = whole(describe("b", code={**code, "commit": "b" * 40, "files": files}))
    assert (reason["kind"], reason["name"], beside(reason)) == ("code", "train.py", ["code commit"])
    assert reason["beside"][0]["b"] == "b" * 40


def test_a_changed_data_file_is_one_reason() -> None:
    """Its path in a flag and a variable, its content in the working tree, both of its splits."""
    code = describe("b")["code"]

    def reading(run: str, path: str, digest: str) -> dict[str, Any]:
        datasets = [
            {"name": "digits", "split": split, "digest": f"sha256:{digest}{split}", "source": f"/home/{path}"}
            for split in ("train", "test")
        ]
        file = {"path": path, "state": "modified", "digest": f"sha256:{digest}"}
        environment = {**describe("a")["environment"], "variables": {"DATA": f"/home/{path}"}}
        return describe(
            run,
            datasets=datasets,
            flags=flags(corpus=path),
            code={**code, "files": [*code["files"], file]},
            environment=environment,
        )

    first, second = reading("a", "data/one.csv", "11"), reading("b", "data/two.csv", "22")
    (reason,) = whole(second, baseline=first)
    assert (reason["kind"], reason["name"]) == ("dataset", "digits/test")
    assert sorted(beside(reason)) == [
        *("code data/one.csv", "code data/two.csv", "dataset digits/train", "flag corpus", "variable DATA")
    ]


def test_flags_that_lead_elsewhere_are_reasons_of_their_own() -> None:
    data = [
        {**dataset("train", "sha256:ff"), "source": "/data/digits.csv"},
        dataset("validation", "sha256:bbbbbbbb"),
    ]
    other = describe("b", datasets=data, flags=flags(corpus="words.txt", lr=0.1))
    assert names_of(other) == ["dataset digits/train", "flag lr", "flag corpus"]


def test_a_variable_that_repeats_the_seed_is_the_same_cause() -> None:
    def seeded(run: str, seed: int) -> dict[str, Any]:
        environment = {**describe(run)["environment"], "variables": {"SEED": str(seed)}}
        return describe(run, environment=environment, flags=flags(seed=seed))

    (reason,) = whole(seeded("b", 2), baseline=seeded("a", 1))
    assert (reason["kind"], beside(reason)) == ("seed", ["variable SEED"])


def test_a_command_that_no_flag_tells_of_is_a_reason() -> None:
    line = {**describe("a")["command"], "line": "python train.py --fast"}
    same = describe("a")["flags"]
    assert names_of(describe("b", command=line, flags=same)) == ["command line"]
    assert names_of(describe("b", command=line, flags=flags(lr=0.1))) == ["flag lr"]


def held(*peers: Peer, **changes: Any) -> list[dict[str, Any]]:
    facts = [facts_of(describe("a")), facts_of(describe("b", **changes))]
    return find_reasons(facts, 0, peers, "accuracy")


def test_what_moves_the_metric_comes_before_other_data_and_what_does_not_comes_last() -> None:
    peers = [
        Peer({"lr": (0.5, 0.05, 0.005)[row % 3], "width": (1, 2)[row % 2]}, 0.9 - 0.1 * (row % 3))
        for row in range(24)
    ]
    data = [dataset("train", "sha256:ffff"), dataset("validation", "sha256:bbbbbbbb")]
    reasons = held(*peers, flags={**describe("a")["flags"], "lr": 0.005, "width": 2}, datasets=data)
    assert [reason["name"] for reason in reasons] == ["lr", "digits/train", "width"]
    assert reasons[0]["effect"]["text"] == (
        "over 24 other runs, accuracy is 0.9000 near 0.5 and 0.7000 near 0.005, +0.1000 a decade"
    )
    assert reasons[2]["effect"]["text"] == "over 24 other runs, accuracy does not move with it"


def test_other_runs_tell_of_commits_and_data_too() -> None:
    digests = ("sha256:aaaaaaaa", "sha256:ffff")
    peers = [
        Peer(
            {"lr": (0.5, 0.1)[row % 2]},
            0.9 - 0.1 * (row // 2 % 2),
            {
                factor("dataset", "digits/train"): digests[row // 2 % 2],
                factor("code", "commit"): ("a41c" + "0" * 36, "b" * 40)[row // 4 % 2],
            },
        )
        for row in range(24)
    ]
    data = [dataset("train", "sha256:ffff"), dataset("validation", "sha256:bbbbbbbb")]
    code = {**describe("b")["code"], "commit": "b" * 40}
    reasons = held(*peers, datasets=data, code=code, flags={**describe("a")["flags"], "lr": 0.1})
    assert [(reason["name"], reason["effect"]["moves"]) for reason in reasons] == [
        *(("digits/train", True), ("lr", False), ("commit", False))
    ]
