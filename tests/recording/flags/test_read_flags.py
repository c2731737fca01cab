from __future__ import annotations

import argparse
import collections
import collections.abc
import dataclasses
import enum
import os
import subprocess
import sys
import types
from pathlib import Path
from typing import Any

import click
import pytest
import typer
from absl import flags as absl_flags
from typer.testing import CliRunner

from tb_lifecycle.recording.flags.directories import DIRECTORY_FLAGS
from tb_lifecycle.recording.flags.read_flags import read_flags
from tb_lifecycle.recording.values import from_value


class Mode(enum.Enum):
    FAST = "fast"


@dataclasses.dataclass
class Optimizer:
    name: str = "adam"
    lr: float = dataclasses.field(default=0.1, metadata={"help": "learning rate"})


@dataclasses.dataclass
class Config:
    epochs: int = 3
    optimizer: Optimizer = dataclasses.field(default_factory=Optimizer)


class Plain:
    batch = 32
    _hidden = 1

    def __init__(self) -> None:
        self.lr = 0.5

    def method(self) -> None:
        pass

    @property
    def double(self) -> float:
        return self.lr * 2


Point = collections.namedtuple("Point", "x y")


def test_nested_mappings_become_dotted_names_in_order() -> None:
    captured = read_flags({"z": 1, "a": {"c": None, "b": {"d": [1, 2]}}, 3: "three", "empty": {}})
    assert list(captured.values.items()) == [
        ("z", 1),
        ("a.c", None),
        ("a.b.d", [1, 2]),
        ("3", "three"),
        ("empty", "{}"),
    ]
    assert captured.details == {}


def test_groups_in_a_list_are_numbered() -> None:
    values = read_flags({"layers": [{"units": 64}, {"units": 10}], "sizes": [1, 2]}).values
    assert values == {"layers.0.units": 64, "layers.1.units": 10, "sizes": [1, 2]}


@pytest.mark.parametrize(
    ("flags", "values"),
    [
        (argparse.Namespace(lr=0.1, nested=argparse.Namespace(a=1)), {"lr": 0.1, "nested.a": 1}),
        (types.SimpleNamespace(lr=0.1), {"lr": 0.1}),
        (Config(), {"epochs": 3, "optimizer.name": "adam", "optimizer.lr": 0.1}),
        (Point(1, Optimizer("sgd")), {"x": 1, "y.name": "sgd", "y.lr": 0.1}),
        (Plain(), {"batch": 32, "lr": 0.5}),
        (collections.OrderedDict(a=1), {"a": 1}),
        (types.MappingProxyType({"a": 1}), {"a": 1}),
        ({}, {}),
        (argparse.Namespace(), {}),
    ],
)
def test_what_holds_flags(flags: object, values: dict[str, object]) -> None:
    assert read_flags(flags).values == values


def test_lookalikes_of_libraries_that_are_not_imported() -> None:
    base = type("BaseModel", (), {"__module__": "pydantic.main"})
    model = type("Settings", (base,), {"__module__": "x"})()
    vars(model).update(lr=0.1, inner=Optimizer())
    assert read_flags(model).values == {"lr": 0.1, "inner.name": "adam", "inner.lr": 0.1}

    config_dict = type(
        "ConfigDict", (), {"__module__": "ml_collections.config_dict", "items": lambda _: [("a", 1)]}
    )()
    assert read_flags(config_dict).values == {"a": 1}

    attribute = type("Attribute", (), {"name": "lr"})
    attrs = type("Attrs", (), {"__attrs_attrs__": (attribute,), "lr": 0.3})()
    assert read_flags(attrs).values == {"lr": 0.3}


@pytest.mark.parametrize(
    "flags", [None, 1, "lr=1", [1], (1, 2), Optimizer, dict, len, object(), argparse, {1, 2}, b"x"]
)
def test_anything_else_is_a_mistake(flags: object) -> None:
    with pytest.raises(TypeError, match=r"log_flags takes an argparse\.Namespace, .* not "):
        read_flags(flags)


def test_a_class_says_to_pass_an_instance() -> None:
    with pytest.raises(TypeError, match=r"pass an instance: Optimizer\(\)"):
        read_flags(Optimizer)


def test_what_cannot_be_shown_is_kept_as_a_line() -> None:
    captured = read_flags({"f": len, "o": object(), "mode": Mode.FAST, "path": Path("a")})
    assert captured.values["f"] == "len"
    assert captured.values["o"] == "<object object>"
    assert captured.values["mode"] is Mode.FAST
    assert captured.details["f"].type == "builtin_function_or_method"
    assert captured.details["o"].type == "object"
    assert "mode" not in captured.details


def test_cycles_end() -> None:
    loop: dict[str, Any] = {"a": 1}
    loop["self"] = loop
    loop["list"] = [{"back": loop}]
    loop["numbers"] = [1]
    loop["numbers"].append(loop["numbers"])
    values = read_flags(loop).values
    assert values["a"] == 1
    assert values["self"] == "… [dict that holds itself]"
    assert values["list.0.back"] == "… [dict that holds itself]"


@pytest.mark.parametrize("name", DIRECTORY_FLAGS)
def test_the_directory(name: str) -> None:
    assert read_flags({name: "runs/a"}).directory == "runs/a"
    assert read_flags({name: Path("runs/a")}).directory == str(Path("runs/a"))
    assert read_flags({name: ""}).directory is None
    assert read_flags({name: 3}).directory is None
    assert read_flags({"x": {name: "runs/a"}}).directory is None


def test_the_first_directory_that_is_not_empty() -> None:
    assert read_flags({"output_dir": "c", "logdir": "b", "rundir": ""}).directory == "b"


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser()
    made.add_argument("data", nargs="?", default="mnist")
    made.add_argument("--lr", "-l", type=float, default=0.1, help="learning rate")
    made.add_argument("--epochs", type=int, default=3)
    made.add_argument("--seed", type=int, default="7")
    made.add_argument("--fast", action="store_true", help=argparse.SUPPRESS)
    made.add_argument("--cache", action=argparse.BooleanOptionalAction, default=True)
    made.add_argument("--tag", action="append")
    made.add_argument("-v", action="count", default=0)
    made.add_argument("--file", type=argparse.FileType("w"))
    made.add_argument("--choice", choices=["a", "b"], default="a")
    made.add_argument("--version", action="version", version="1")
    return made


def details_of(
    arguments: list[str], monkeypatch: pytest.MonkeyPatch, made: argparse.ArgumentParser | None = None
) -> dict[str, Any]:
    made = made or parser()
    monkeypatch.setattr(sys, "argv", ["train.py", *arguments])
    return read_flags(made.parse_args(), parser=made).details


def test_a_parser_adds_type_default_and_help(monkeypatch: pytest.MonkeyPatch) -> None:
    details = details_of([], monkeypatch)
    shown = {name: (detail.type, from_value(detail.default), detail.help) for name, detail in details.items()}
    assert shown == {
        "data": ("str", "mnist", ""),
        "lr": ("float", 0.1, "learning rate"),
        "epochs": ("int", 3, ""),
        "seed": ("int", "7", ""),
        "fast": ("bool", False, ""),
        "cache": ("bool", True, ""),
        "tag": ("str", None, ""),
        "v": ("int", 0, ""),
        "file": ("FileType", None, ""),
        "choice": ("str", "a", ""),
    }
    assert all(detail.known for detail in details.values())
    assert not any(detail.set_by_user for detail in details.values())


@pytest.mark.parametrize(
    ("arguments", "given"),
    [
        (["--lr", "0.1"], {"lr"}),
        (["-l0.1", "--no-cache"], {"lr", "cache"}),
        (["--ep=3", "cifar"], {"epochs", "data"}),
        (["-vv", "--tag", "a", "--tag", "b", "--fast"], {"v", "tag", "fast"}),
        (["--choice", "a"], {"choice"}),
    ],
)
def test_what_the_user_set(arguments: list[str], given: set[str], monkeypatch: pytest.MonkeyPatch) -> None:
    details = details_of(arguments, monkeypatch)
    assert {name for name, detail in details.items() if detail.set_by_user} == given


def test_nothing_of_the_user_s_runs_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[str] = []

    class Loud(argparse.Action):
        def __call__(self, _parser: Any, namespace: Any, values: Any, _option: Any = None) -> None:
            calls.append("action")
            setattr(namespace, self.dest, values)

    made = argparse.ArgumentParser()
    made.add_argument("--loud", action=Loud)
    made.add_argument("--typed", type=lambda text: calls.append("type") or text)
    monkeypatch.setattr(sys, "argv", ["train.py", "--loud", "1", "--typed", "2"])
    flags = made.parse_args()
    assert calls == ["action", "type"]
    details = read_flags(flags, parser=made).details
    assert calls == ["action", "type"]
    assert all(details[name].set_by_user for name in ("loud", "typed"))


def test_subcommands(monkeypatch: pytest.MonkeyPatch) -> None:
    made = argparse.ArgumentParser()
    made.add_argument("--lr", type=float, default=0.1)
    commands = made.add_subparsers(dest="command")
    train = commands.add_parser("train")
    train.add_argument("--epochs", type=int, default=3)
    train.set_defaults(kind="t")
    details = details_of(["train", "--epochs", "3"], monkeypatch, made)
    assert {name: detail.set_by_user for name, detail in details.items()} == {
        "lr": False,
        "command": True,
        "epochs": True,
    }


def test_a_command_line_that_was_not_the_process_s(monkeypatch: pytest.MonkeyPatch) -> None:
    made = parser()
    monkeypatch.setattr(sys, "argv", ["pytest", "-x", "--unknown"])
    details = read_flags(made.parse_args(["--epochs", "5"]), parser=made).details
    assert [name for name, detail in details.items() if detail.set_by_user] == ["epochs"]


def test_a_parser_that_is_none() -> None:
    with pytest.raises(TypeError, match=r"parser= takes an argparse\.ArgumentParser, not str"):
        read_flags({}, parser="x")  # type: ignore[arg-type]


def test_dataclass_defaults() -> None:
    details = read_flags(Optimizer("adam", 0.2)).details
    assert (details["lr"].type, details["lr"].help) == ("float", "learning rate")
    assert from_value(details["lr"].default) == 0.1
    assert details["lr"].set_by_user
    assert not details["name"].set_by_user


def absl_of(main: str, monkeypatch: pytest.MonkeyPatch) -> absl_flags.FlagValues:
    """FLAGS as a script `main` sees them, whose library defines flags too."""
    monkeypatch.setattr(sys, "argv", [main])
    values = absl_flags.FlagValues()
    own = [
        absl_flags.Flag(
            absl_flags.FloatParser(), absl_flags.ArgumentSerializer(), "lr", 0.1, "learning rate"
        ),
        absl_flags.Flag(
            absl_flags.ArgumentParser(), absl_flags.ArgumentSerializer(), "rundir", None, "run directory"
        ),
    ]
    library = absl_flags.Flag(
        absl_flags.ArgumentParser(), absl_flags.ArgumentSerializer(), "log_dir", "/tmp", "logs"
    )
    for module, flag in [(main, own[0]), (main, own[1]), ("absl.logging", library)]:
        values[flag.name] = flag
        values.register_flag_by_module(module, flag)
        values.register_key_flag_for_module(module, flag)
    return values


def test_absl_gives_the_main_module_s_own_flags(monkeypatch: pytest.MonkeyPatch) -> None:
    flags = absl_of("train.py", monkeypatch)
    flags(["train.py", "--lr=0.5"])
    captured = read_flags(flags)
    assert captured.values == {"lr": 0.5, "rundir": None}
    assert captured.directory is None
    lr = captured.details["lr"]
    assert (lr.type, from_value(lr.default), lr.help, lr.set_by_user) == ("float", 0.1, "learning rate", True)
    assert not captured.details["rundir"].set_by_user
    flags(["train.py", "--rundir=runs/a"])
    assert read_flags(flags).directory == "runs/a"


def test_absl_flags_that_are_not_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ValueError, match=r"not parsed yet.*app\.run\(main\)"):
        read_flags(absl_of("train.py", monkeypatch))


SCRIPT = """
from absl import app, flags
import library
from tb_lifecycle.recording.flags.read_flags import read_flags

FLAGS = flags.FLAGS
flags.DEFINE_float("lr", 0.1, "learning rate")
flags.DEFINE_list("sizes", ["1"], "sizes")


def main(_):
    captured = read_flags(FLAGS)
    print(captured.values, captured.directory, captured.details["sizes"].type)


app.run(main)
"""


@pytest.mark.parametrize("start", [["package/train.py"], ["-m", "package.train"]])
def test_a_script_of_absl(start: list[str], tmp_path: Path) -> None:
    (tmp_path / "package").mkdir()
    (tmp_path / "package" / "train.py").write_text(SCRIPT)
    (tmp_path / "library.py").write_text(
        "from absl import flags, logging\nflags.DEFINE_string('other', 'x', 'o')\n"
    )
    environment = os.environ | {"PYTHONPATH": f"{Path(__file__).parents[3]}{os.pathsep}{tmp_path}"}
    arguments = [sys.executable, *start, "--lr=0.3", "--log_dir=/tmp/x"]
    done = subprocess.run(
        arguments, cwd=tmp_path, env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "{'lr': 0.3, 'sizes': ['1']} None list"


def test_absl_flags_of_a_module_that_is_not_the_main_one() -> None:
    values = absl_flags.FlagValues()
    absl_flags.DEFINE_integer("epochs", 3, "how many", flag_values=values)
    values(["x"])
    assert read_flags(values).values == {"epochs": 3}


def test_a_directory_that_another_flag_reads_from_is_not_the_run_s() -> None:
    assert read_flags({"model_dir": "bert", "model_name_or_path": "./bert", "out_dir": "o"}).directory == "o"
    assert read_flags({"work_dir": "data", "data_dir": "data/"}).directory is None


@pytest.mark.framework
def test_hydra_s_directory_where_no_flag_names_one(tmp_path: Path) -> None:
    script = tmp_path / "train.py"
    script.write_text(
        "import hydra, tb_lifecycle\n"
        "@hydra.main(version_base=None, config_path=None)\n"
        "def main(cfg):\n"
        "    tb_lifecycle.log_flags(cfg)\n"
        "    print('at', tb_lifecycle.active_run().directory)\n"
        "main()\n"
    )
    done = subprocess.run(
        [sys.executable, str(script), "+lr=0.1", "hydra.run.dir=made/here"],
        cwd=tmp_path, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert f"at {tmp_path / 'made/here'}" in done.stdout


class Raises:
    """An object that cannot be looked into."""

    def __getattr__(self, name: str) -> object:
        raise RuntimeError("not connected")

    def __repr__(self) -> str:
        raise ValueError("no text")


class Broken(collections.abc.Mapping[str, object]):
    def __len__(self) -> int:
        return 2

    def __iter__(self) -> Any:
        return iter(["good", "bad"])

    def __getitem__(self, key: str) -> object:
        if key == "bad":
            raise OSError("gone")
        return 1


class Shut(Broken):
    def __iter__(self) -> Any:
        raise OSError("shut")


def test_what_raises_is_described_and_leaves_the_others() -> None:
    ring: list[object] = [1]
    ring.append(ring)
    values = read_flags(
        {"raises": Raises(), "broken": Broken(), "shut": Shut(), "ring": ring, "lr": 0.1}
    ).values
    assert values["lr"] == 0.1
    assert values["raises"] == "<tests.recording.flags.test_read_flags.Raises, whose repr raises ValueError>"
    assert values["broken.good"] == 1
    assert values["broken.bad"] == "… [cannot be read: OSError: gone]"
    assert (
        values["shut"] == "… [tests.recording.flags.test_read_flags.Shut that cannot be read: OSError: shut]"
    )
    assert isinstance(values["ring"], list)
    assert list(read_flags(Shut()).values.values()) == ["… [cannot be read: OSError: shut]"]


def test_two_names_that_meet_are_both_kept() -> None:
    assert read_flags({"a": {"b": 1}, "a.b": 2}).values == {"a.b": 1, "a.b#2": 2}


def test_deep_is_not_endless() -> None:
    deep: dict[str, Any] = {"v": 1}
    for _ in range(30):
        deep = {"k": deep}
    assert "more than 20 deep" in str(list(read_flags(deep).values.values()))


def declared(flags: object) -> dict[str, tuple[object, str, bool]]:
    return {
        name: (from_value(detail.default), detail.help, detail.set_by_user)
        for name, detail in read_flags(flags).details.items()
        if detail.known
    }


def test_what_dataclasses_declare_also_within_others() -> None:
    assert declared(Config(optimizer=Optimizer(lr=0.5))) == {
        "epochs": (3, "", False),
        "optimizer.name": ("adam", "", False),
        "optimizer.lr": (0.1, "learning rate", True),
    }


def test_what_pydantic_and_attrs_declare() -> None:
    import attrs
    import pydantic

    class Inner(pydantic.BaseModel):
        depth: int = 3

    class Model(pydantic.BaseModel):
        width: int = pydantic.Field(64, description="units a layer")
        inner: Inner = Inner()
        name: str

    assert declared(Model(width=64, name="a")) == {
        "width": (64, "units a layer", True),
        "inner.depth": (3, "", False),
    }

    @attrs.define
    class Options:
        size: int
        lr: float = attrs.field(default=0.1, metadata={"help": "rate"})
        layers: list[int] = attrs.field(factory=list)

    assert declared(Options(1, lr=0.2)) == {"lr": (0.1, "rate", True)}


def test_what_click_and_typer_declare() -> None:
    seen: list[dict[str, tuple[object, str, bool]]] = []

    @click.command()
    @click.option("--lr", default=0.1, help="rate")
    @click.option("--name", default="a")
    @click.pass_context
    def train(context: click.Context, **_: object) -> None:
        seen.append(declared(context))

    train.main(["--lr", "0.1"], standalone_mode=False)
    app = typer.Typer()

    @app.command()
    def main(context: typer.Context, lr: float = 0.1, name: str = "a") -> None:  # noqa: ARG001
        assert read_flags(context).values == {"lr": 0.5, "name": "a"}
        seen.append(declared(context))

    assert CliRunner().invoke(app, ["--lr", "0.5"]).exit_code == 0
    assert seen[0] == {"lr": (0.1, "rate", True), "name": ("a", "", False)}
    assert seen[1]["lr"][2] is True
    assert seen[1]["name"][2] is False


@pytest.mark.framework
def test_an_estimator_s_parameters_are_its_flags() -> None:
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    model = make_pipeline(StandardScaler(with_mean=False), LogisticRegression(C=0.5))
    model.fit([[0.0], [1.0]], [0, 1])
    values = read_flags(model).values
    assert values["logisticregression.C"] == 0.5
    assert values["standardscaler.with_mean"] is False
    assert not [name for name in values if name.endswith("_")]
    assert declared(LogisticRegression(C=0.5))["C"] == (1.0, "", True)
