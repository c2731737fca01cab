"""What `scripts/mutate` does: mutmut over Python modules, Stryker over the page's, in a temporary copy."""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = "tb_lifecycle"
SEED = 1

# What can be broken is called through two calls more: what nests deep needs a higher limit.
PLUGIN, DEPTH = "deeper_calls", 4000

# What the exit code of a break's tests says when none noticed it. Others: failed, out of time, crashed.
UNNOTICED = {0: "survived", 5: "no test comes here", 33: "no test comes here", None: "not tried"}
FAILED = (1, 3)
OUT_OF_TIME = (-24, 24, 36, 152)
NO_VERDICT = 255  # mutmut could not start the tests, as where one's name holds what no command line takes


def main() -> int:
    """The exit code: 0 when every break was tried, however many survived."""
    parser = argparse.ArgumentParser(prog="scripts/mutate")
    parser.add_argument("--sample", type=int, metavar="N")
    parser.add_argument("--workers", type=int, metavar="N", default=os.cpu_count() or 1)
    parser.add_argument("--tests", action="append", default=[], metavar="PATH")
    parser.add_argument("modules", nargs="+", type=Path, metavar="MODULE")
    options = parser.parse_args()
    modules = [inside(parser, module) for module in options.modules]
    of_page = [module for module in modules if module.parts[0] == "frontend"]
    of_python = [module for module in modules if module.parts[0] == PACKAGE]
    for other in set(modules) - {*of_page, *of_python}:
        parser.error(f"{other} lies neither below {PACKAGE}/ nor below frontend/")
    with tempfile.TemporaryDirectory(prefix="mutate-") as directory:
        copy = Path(directory)
        copy_tree(copy)
        if of_page:
            mutate_page(copy / "frontend", of_page, options.workers)
        if of_python:
            mutate_python(copy, of_python, options.tests, options.sample, options.workers)
    return 0


def inside(parser: argparse.ArgumentParser, module: Path) -> Path:
    """A module's path below the repository's root."""
    path = module.resolve()
    if not path.exists():
        parser.error(f"there is no {module}")
    if not path.is_relative_to(ROOT) or path == ROOT:
        parser.error(f"{module} lies outside the repository")
    return path.relative_to(ROOT)


def copy_tree(copy: Path) -> None:
    """Copies what git does not ignore, committed or not."""
    listed = subprocess.check_output(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=ROOT, text=True
    )
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, copy / name, follow_symlinks=False)


def mutate_page(frontend: Path, modules: Sequence[Path], workers: int) -> None:
    """Stryker over modules of the page, or over all modules of folders."""
    installed = ROOT / "frontend" / "node_modules"
    if not (installed / ".bin" / "stryker").exists():
        sys.exit("scripts/mutate: Stryker is not installed: run 'npm ci' in frontend/ first.")
    (frontend / "node_modules").symlink_to(installed)
    paths = [module.relative_to("frontend") for module in modules]
    mutated = ",".join(str(path / "*.ts" if (frontend / path).is_dir() else path) for path in paths)
    # In place: this is a copy already, and tests that read what lies beside frontend/ find it.
    command = ["npx", "--no-install", "stryker", "run", "--inPlace", "--mutate", mutated]
    command += ["--concurrency", str(workers)]
    if subprocess.run(command, cwd=frontend, check=False).returncode:
        sys.exit("scripts/mutate: Stryker failed.")


def mutate_python(
    copy: Path, modules: Sequence[Path], tests: Sequence[str], sample: int | None, workers: int
) -> None:
    """mutmut over modules of the package."""
    tests = tests or sorted({test for module in modules for test in mirror(module)})
    files = sorted({file for module in modules for file in python_files(module)})
    configure(copy, files, tests)
    made = make_breaks(copy, workers)
    if "failed to collect stats" in made.stdout:
        configure(copy, files, tests, leave_out=failing_unbroken(copy, tests))
        made = make_breaks(copy, workers)
    results = read_results(copy, files)
    if not results:
        where = ", ".join(map(str, modules))
        sys.exit(f"{said(made)}scripts/mutate: nothing was broken in {where}; see above.")
    names = sorted(results)
    if sample is not None and sample < len(names):
        names = sorted(random.Random(SEED).sample(names, sample))
    print(f"Trying {len(names)} of {len(results)} breaks …", flush=True)
    done = mutmut(copy, "run", "--max-children", str(workers), *names)
    if done.returncode:
        sys.exit(f"{said(done)}scripts/mutate: mutmut failed.")
    tried = {name: code for name, code in read_results(copy, files).items() if name in names}
    report(copy, tried, len(results), tests)


def make_breaks(copy: Path, workers: int) -> subprocess.CompletedProcess[str]:
    """Makes the breaks, and finds out which tests come by which.

    No command does that and tries none; asked for one that does not exist, `run` stops there.
    """
    return mutmut(copy, "run", "--max-children", str(workers), "none")


def failing_unbroken(copy: Path, tests: Sequence[str]) -> list[str]:
    """The tests that fail where nothing is broken, since calls take longer there."""
    cache = copy / "cache"
    environment = os.environ | {"PYTHONPATH": str(copy / "mutants"), "MUTANT_UNDER_TEST": "stats"}
    command = [sys.executable, "-m", "pytest", "-q", "-p", PLUGIN, "-o", f"cache_dir={cache}", *tests]
    subprocess.run(command, cwd=copy / "mutants", env=environment, capture_output=True, check=False)
    failed = cache / "v" / "cache" / "lastfailed"
    names = sorted(json.loads(failed.read_bytes())) if failed.is_file() else []
    print("".join(f"Left out, failing where nothing is broken: {name}\n" for name in names), flush=True)
    return names


def said(done: subprocess.CompletedProcess[str]) -> str:
    """What a command printed, without the frames of its spinner."""
    lines = re.split(r"[\r\n]+", f"{done.stdout}\n{done.stderr}")
    return "".join(f"{line}\n" for line in lines if not re.match("[\u2800-\u28ff]", line))


def python_files(module: Path) -> list[Path]:
    """A module, or all modules of a room, below the root."""
    if module.suffix == ".py":
        return [module]
    return sorted(path.relative_to(ROOT) for path in (ROOT / module).rglob("*.py"))


def mirror(module: Path) -> list[str]:
    """The tests of a room, and of a module those of its room without the rooms in it."""
    room = Path("tests", *module.parts[1:])
    if module.suffix != ".py":
        if not (ROOT / room).is_dir():
            sys.exit(
                f"scripts/mutate: no tests mirror {module}: there is no {room}. Name others with --tests."
            )
        return [str(room)]
    own = room.with_name(f"test_{module.name}")
    if len(module.parts) == 2:  # Beside the package's top modules lie the tests of the whole.
        beside = [ROOT / own] if (ROOT / own).is_file() else []
    else:
        beside = sorted((ROOT / room.parent).glob("test_*.py"))
    if not beside:
        sys.exit(f"scripts/mutate: no tests mirror {module}: there is no {own}. Name others with --tests.")
    return [str(path.relative_to(ROOT)) for path in beside]


def configure(copy: Path, files: Sequence[Path], tests: Sequence[str], leave_out: Sequence[str] = ()) -> None:
    """Writes mutmut's configuration. What mutmut does not break it copies beside the broken package."""
    rest = sorted({path.name for path in copy.iterdir()} - {PACKAGE, "mutants", "cache"} | {f"{PLUGIN}.py"})
    settings: dict[str, object] = {
        "source_paths": PACKAGE,
        "only_mutate": lines(files),
        "also_copy": lines(rest),
        "pytest_add_cli_args_test_selection": lines(tests),
        "pytest_add_cli_args": lines(
            ["-p", PLUGIN, "-p", "no:cacheprovider", *(f"--deselect={name}" for name in leave_out)]
        ),
        # A process that has run tests has threads of servers and frameworks, which a fork of it lacks.
        "process_isolation": "forkserver",
        "timeout_multiplier": 4.0,
        "timeout_constant": 15.0,
    }
    text = "".join(f"{name} = {value}\n" for name, value in settings.items())
    (copy / "mutants").mkdir(exist_ok=True)  # a path that is not there when Python starts is never looked at
    (copy / f"{PLUGIN}.py").write_text(f"import sys\n\nsys.setrecursionlimit({DEPTH})\n", encoding="utf-8")
    (copy / "setup.cfg").write_text(f"[mutmut]\n{text}", encoding="utf-8")


def lines(values: Iterable[object]) -> str:
    """A list as a configuration file has it, one value a line."""
    return "".join(f"\n    {value}".replace("%", "%%") for value in values)


def mutmut(copy: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Runs mutmut in the copy, where scripts that tests start import the broken package too."""
    environment = os.environ | {"PYTHONPATH": str(copy / "mutants")}
    return subprocess.run(
        ["mutmut", *arguments], cwd=copy, env=environment, capture_output=True, text=True, check=False
    )


def read_results(copy: Path, files: Sequence[Path]) -> dict[str, int | None]:
    """The exit code of each break's tests, by the break's name; `None` where it was not tried."""
    found: dict[str, int | None] = {}
    for file in files:
        meta = copy / "mutants" / f"{file}.meta"
        if meta.is_file():
            found |= json.loads(meta.read_text(encoding="utf-8"))["exit_code_by_key"]
    return found


def report(copy: Path, tried: dict[str, int | None], made: int, tests: Sequence[str]) -> None:
    """Prints the breaks that nothing noticed, then the score of each module and of all."""
    unclear = sum(code == NO_VERDICT for code in tried.values())
    tried = {name: code for name, code in tried.items() if code != NO_VERDICT}
    survivors = [name for name, code in tried.items() if code in UNNOTICED]
    for name in survivors:
        diff = mutmut(copy, "show", name).stdout.partition("\n")[2]
        print(f"\n{UNNOTICED[tried[name]]}: {name}\n{diff.strip()}")
    all_of, left_of = Counter(map(module_of, tried)), Counter(map(module_of, survivors))
    print()
    for module, number in sorted(all_of.items()):
        print(f"{percent(number - left_of[module], number)}  {module}")
    failed = sum(code in FAILED for code in tried.values())
    late = sum(code in OUT_OF_TIME for code in tried.values())
    crashed = len(tried) - failed - late - len(survivors)
    what = f"all {made}" if made == len(tried) else f"{len(tried)} of {made}, random with seed {SEED}"
    print(f"{percent(len(tried) - len(survivors), len(tried))}  in all: {what}")
    print(
        f"{failed} failed a test, {late} ran out of time, {crashed} crashed, "
        f"{len(survivors)} went unnoticed by {' '.join(tests)}."
    )
    if unclear:
        print(f"Not counted: {unclear} breaks whose tests mutmut could not start.")


def module_of(name: str) -> str:
    """The module of a break, from mutmut's name of it."""
    return name.rpartition(".")[0]


def percent(part: int, whole: int) -> str:
    """A share, as aligned text."""
    return f"{100 * part / whole:5.1f} % ({part}/{whole})"


if __name__ == "__main__":
    sys.exit(main())
