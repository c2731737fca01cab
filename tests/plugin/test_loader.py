import argparse
import logging
import subprocess
import sys

import pytest
from tensorboard import version
from tensorboard.plugins.base_plugin import TBContext
from tensorboard.plugins.core import core_plugin

from tb_lifecycle.plugin.loader import LifecycleLoader
from tb_lifecycle.reading.tensorboard import file_limit


def parse(*arguments: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    core_plugin.CorePluginLoader().define_flags(parser)
    LifecycleLoader().define_flags(parser)
    return parser.parse_args(arguments)


def fixed(*arguments: str) -> argparse.Namespace:
    flags = parse("--lifecycle_raise_file_limit=false", *arguments)
    LifecycleLoader().fix_flags(flags)
    return flags


def test_every_event_file_is_followed_unless_the_user_says_otherwise():
    assert fixed().reload_multifile is True
    assert fixed("--reload_multifile=true").reload_multifile is True
    assert fixed("--reload_multifile=false").reload_multifile is False


def test_flags_of_another_program_are_no_reason_to_stop_it():
    LifecycleLoader().fix_flags(argparse.Namespace(lifecycle_raise_file_limit=False))


def test_a_failure_is_a_warning_and_stops_nothing(monkeypatch, caplog):
    def fail():
        raise OSError("the kernel says no")

    monkeypatch.setattr(file_limit, "raise_open_file_limit", fail)
    LifecycleLoader().fix_flags(parse())
    assert "the kernel says no" in caplog.text


def test_a_flag_that_is_neither_true_nor_false_is_refused(capsys):
    with pytest.raises(SystemExit):
        parse("--lifecycle_raise_file_limit=perhaps")
    assert "expected true or false, not 'perhaps'" in capsys.readouterr().err


def test_an_old_tensorboard_goes_without_the_tab(monkeypatch, caplog):
    monkeypatch.setattr(version, "VERSION", "2.19.1")
    assert LifecycleLoader().load(TBContext(data_provider=object())) is None
    assert [record.levelno for record in caplog.records] == [logging.WARNING]
    assert "needs TensorBoard 2.20 or newer, and this is 2.19.1" in caplog.text
    assert "pip install --upgrade tensorboard" in caplog.text


def test_a_nightly_tensorboard_is_as_new_as_its_number(monkeypatch, caplog):
    monkeypatch.setattr(version, "VERSION", "2.22.0a20260401")
    assert LifecycleLoader().load(TBContext(data_provider=object(), logdir="runs")) is not None
    assert not caplog.records


def test_a_tensorboard_without_data_goes_without_the_tab(caplog):
    assert LifecycleLoader().load(TBContext(data_provider=None)) is None
    assert "--logdir" in caplog.text


def test_a_record_format_that_does_not_load_is_told_in_one_line(monkeypatch, caplog):
    """As generated protobuf code refuses an older runtime: by raising when it is imported."""
    monkeypatch.delitem(sys.modules, "tb_lifecycle.plugin.plugin", raising=False)
    monkeypatch.setitem(sys.modules, "tb_lifecycle.format.metadata", None)
    assert LifecycleLoader().load(TBContext(data_provider=object(), logdir="runs")) is None
    (record,) = caplog.records
    assert "pip install --upgrade tb_lifecycle tensorboard protobuf" in record.getMessage()
    assert "\n" not in record.getMessage()


def test_the_entry_point_imports_nothing_that_can_fail():
    """TensorBoard stops when an entry point does not load, as with a protobuf that does not match."""
    code = """
import sys
for name in ("resource", "google.protobuf", "numpy", "google_crc32c", "werkzeug"):
    sys.modules[name] = None
import tensorboard
from tb_lifecycle.plugin.loader import LifecycleLoader
import argparse
flags = argparse.Namespace(reload_multifile=None)
LifecycleLoader().fix_flags(flags)
print(flags.reload_multifile)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr, done.returncode) == ("True\n", "", 0)
