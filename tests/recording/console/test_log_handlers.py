from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from tb_lifecycle.recording.console.log_handlers import redirect
from tests.recording.runs_on_disk import read_console
from tests.recording.scripts import START, run_script


@pytest.fixture
def handler() -> Iterator[logging.StreamHandler[io.StringIO]]:
    made = logging.StreamHandler(io.StringIO())
    logger = logging.getLogger("tests.console_logging")
    logger.addHandler(made)
    yield made
    logger.removeHandler(made)


def test_only_handlers_of_that_stream_are_redirected(handler: logging.StreamHandler[io.StringIO]) -> None:
    before, after = handler.stream, io.StringIO()
    redirect(io.StringIO(), after)
    assert handler.stream is before
    redirect(before, after)
    assert handler.stream is after


def test_log_lines_of_handlers_made_before_the_run(tmp_path: Path) -> None:
    code = """
import logging, sys
from absl import logging as absl_logging
logging.basicConfig(format="%(message)s")
absl_logging.set_verbosity("info")
import tb_lifecycle
with tb_lifecycle.start_run(sys.argv[1]):
    logging.warning("from logging")
    absl_logging.info("from absl")
logging.warning("after the run")
"""
    done = run_script(tmp_path / "r", code)
    assert done.returncode == 0, done.stderr
    assert "after the run" in done.stderr
    text = "\n".join(line.text for line in read_console(tmp_path / "r"))
    assert "from logging" in text
    assert "from absl" in text
    assert "after the run" not in text


def test_a_handler_made_in_the_run_outlives_it(tmp_path: Path) -> None:
    code = START + "import logging\nlogging.basicConfig()\nrun.end_run()\nlogging.warning('later')"
    done = run_script(tmp_path / "r", code)
    assert done.stderr == "WARNING:root:later\n"
