"""In continuous integration a test that is skipped for want of a package fails: all of them are there."""

from __future__ import annotations

import os

import pytest

_WANTING = ("could not import", "is not installed")


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fails the session where tests were skipped for want of a package, and says which."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter is None or not os.environ.get("CI"):
        return
    skipped = [
        report
        for report in reporter.stats.get("skipped", [])
        if any(why in str(report.longrepr) for why in _WANTING)
    ]
    for report in skipped:
        reporter.write_line(f"SKIPPED FOR WANT OF A PACKAGE: {report.nodeid}: {report.longrepr}")
    if skipped and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
