"""What the documents say is so: links lead somewhere, names exist, calls have the parameters shown."""

from __future__ import annotations

import ast
import inspect
import re
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

import tb_lifecycle

ROOT = Path(__file__).parent.parent
LISTED = subprocess.run(
    ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", "*.md"],
    cwd=ROOT, check=True, capture_output=True, text=True,
).stdout  # fmt: skip
DOCUMENTS = sorted({name for name in LISTED.split("\0") if name and (ROOT / name).is_file()})
README = (ROOT / "README.md").read_text(encoding="utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")


def blocks(text: str, language: str) -> list[str]:
    return [
        textwrap.dedent(code)
        for code in re.findall(rf"^ *```{language}\n(.*?)^ *```$", text, flags=re.MULTILINE | re.DOTALL)
    ]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_link_within_the_repository_leads_somewhere(document: str):
    path = ROOT / document
    links = re.findall(r"\]\(([^)#\s]+)[^)]*\)", path.read_text(encoding="utf-8"))
    missing = [link for link in links if "://" not in link and not (path.parent / link).exists()]
    assert missing == []


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_piece_of_python_is_python(document: str):
    for code in blocks((ROOT / document).read_text(encoding="utf-8"), "python"):
        ast.parse(code)


def test_the_table_of_calls_has_them_all_with_their_parameters():
    table = re.findall(r"^\| (`.+?`) \|", README, flags=re.MULTILINE)
    calls = [ast.parse(call, mode="eval").body for cell in table for call in re.findall(r"`(.+?)`", cell)]
    shown = {}
    for call in calls:
        assert isinstance(call, ast.Call)
        assert isinstance(call.func, ast.Name)
        shown[call.func.id] = [ast.unparse(argument) for argument in call.args] + [
            f"{keyword.arg}={ast.unparse(keyword.value)}" for keyword in call.keywords
        ]
    functions = {name for name in tb_lifecycle.__all__ if inspect.isfunction(getattr(tb_lifecycle, name))}
    assert set(shown) >= functions - {"active_run"}
    for name, parameters in shown.items():
        signature = inspect.signature(getattr(tb_lifecycle, name))
        assert [parameter.partition("=")[0] for parameter in parameters] == list(signature.parameters)[
            : len(parameters)
        ]
        for parameter in parameters:
            given, has_default, default = parameter.partition("=")
            declared = signature.parameters[given].default
            assert (declared is not inspect.Parameter.empty) == bool(has_default), f"{name}: {given}"
            assert not has_default or ast.literal_eval(default) == declared, f"{name}: {given}"


def test_the_commands_shown_exist():
    help_text = subprocess.run(
        [sys.executable, "-m", "tb_lifecycle.commands.main", "--help"],
        cwd=ROOT, check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip
    for command in set(re.findall(r"tb-lifecycle (\w+)", README)):
        assert re.search(rf"\b{command}\b", help_text), command
    for script in set(re.findall(r"\bscripts/[\w-]+", README + CONTRIBUTING)):
        assert (ROOT / script).stat().st_mode & 0o111, script


def test_the_map_of_the_code_names_what_is_there():
    """And every directory of the package is on it."""
    rows = re.findall(
        r"^\| `((?:tb_lifecycle|frontend|examples|tests)/\S*)` \| (.+) \|$", CONTRIBUTING, re.MULTILINE
    )
    for directory, text in rows:
        if not directory.startswith("tb_lifecycle/") or not directory.endswith("/"):
            continue
        for named in re.findall(r"`([\w/]+\.(?:py|md|proto))`", text):
            assert list((ROOT / directory).rglob(named)), f"{directory}: {named}"
    mapped = {directory for directory, _ in rows}
    packages = {
        f"{path.parent.relative_to(ROOT).as_posix()}/"
        for path in (ROOT / "tb_lifecycle").glob("*/__init__.py")
    }
    assert packages - mapped == set()


RELIABILITY = (ROOT / "docs" / "reliability.md").read_text(encoding="utf-8")
PROMISES = re.findall(r"^\| (?!promise|---)(.+) \| (.+) \|$", RELIABILITY, re.MULTILINE)


@pytest.mark.parametrize(("promise", "tests"), PROMISES)
def test_a_promise_is_held_by_a_test_that_is_there(promise: str, tests: str):
    named = re.findall(r"`([^`]+)`", tests)
    assert named, promise
    for place in named:
        file, _, name = place.partition("::")
        text = (ROOT / file).read_text(encoding="utf-8")
        assert f"def {name}(" in text if name else "test" in text, place


COMPARING = (ROOT / "docs" / "comparing.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| (C\d+) \| (.+) \|$", COMPARING, re.MULTILINE)


def test_what_is_compared_is_told_row_by_row():
    assert [number for number, _ in ROWS] == [f"C{place}" for place in range(1, 21)]


@pytest.mark.parametrize(("number", "text"), ROWS)
def test_a_row_says_where_it_is_and_what_is_missing_and_has_a_picture_of_its_own(number: str, text: str):
    cells = [cell.strip() for cell in re.sub(r"\[<img[^>]*>\]", "picture", text).split(" | ")]
    assert len(cells) == 6
    assert all(cells), number
    assert any(cell != "—" for cell in cells[1:4]), number
    (picture,) = re.findall(r"\(images/comparing/([\w-]+)\.png\)", text)
    assert re.search(rf'<img src="images/comparing/{picture}\.png" width="\d+" alt="[^"]+">', text), number
    assert (ROOT / "docs/images/comparing" / f"{picture}.png").read_bytes().startswith(b"\x89PNG"), picture


def test_the_script_makes_the_pictures_of_the_rows_and_no_others():
    script = (ROOT / "scripts" / "screenshots_comparing.mjs").read_text(encoding="utf-8")
    table = re.search(r"^const PICTURES = \{\n(.*?)^\};", script, re.MULTILINE | re.DOTALL)
    assert table is not None
    made = re.findall(r'^  "?([\w-]+)"?: \{', table[1], re.MULTILINE)
    shown = [re.findall(r"\(images/comparing/([\w-]+)\.png\)", text)[0] for _, text in ROWS]
    assert sorted(made) == sorted(shown)
    assert len(set(shown)) == len(shown)
    assert {path.stem for path in (ROOT / "docs/images/comparing").iterdir()} == set(shown)
