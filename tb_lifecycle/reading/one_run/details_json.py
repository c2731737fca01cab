"""What a run recorded at length, message by message, as the `run` answer shows it.

What was not recorded is None, "", [] or {}: a key is always there.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from tb_lifecycle.format import lifecycle_pb2
from tb_lifecycle.format.crash import Crash
from tb_lifecycle.format.metadata import FILES_DIRECTORY
from tb_lifecycle.reading.records.packages import describe_packages, read_packages
from tb_lifecycle.reading.records.values import STATUS_WORDS, digest_text, to_python

Json = dict[str, Any]

_SUFFIXES = {"patch": ".diff", "sources": ".zip"}


def describe_command(command: lifecycle_pb2.Command) -> Json | None:
    """Describes how the process was started; `line` is what to type in a shell."""
    if not command.argv and not command.interpreter:
        return None
    return {
        "argv": list(command.argv),
        "directory": command.directory,
        "interpreter": command.interpreter,
        "entry": command.entry,
        "module": command.module,
        "line": _command_line(command),
    }


def _command_line(command: lifecycle_pb2.Command) -> str:
    if command.module:
        return shlex.join(["python", "-m", command.module, *command.argv[1:]])
    return shlex.join(["python", *command.argv]) if command.entry else shlex.join(command.argv)


def describe_code(state: lifecycle_pb2.CodeState, code: lifecycle_pb2.Code) -> Json:
    """Describes the code: `state` is what a table shows of it, `code` the rest."""
    commit = code.commit or state.commit
    return {
        "commit": commit or None,
        "branch": (code.branch or state.branch) or None,
        "remote": code.remote or None,
        "dirty": state.dirty if commit and not state.changes_unknown else None,
        "subject": code.subject or None,
        "author": code.author or None,
        "committed": code.committed or None,
        "root": code.root or None,
        "patch": describe_file(code.patch) if code.HasField("patch") else None,
        "files": [_describe_source(file) for file in code.files],
        "cut": list(code.cut),
        "lost": list(code.cut[: code.decisive]),
        "repositories": [
            {"path": item.path, "commit": item.commit, "remote": item.remote or None}
            for item in code.repositories
        ],
    }


def _describe_source(file: lifecycle_pb2.SourceFile) -> Json:
    return {
        "path": file.path,
        "state": file.state,
        "size": file.size,
        "digest": digest_text(file.digest),
        "content": file.in_sources,
        "mode": f"{file.mode:06o}" if file.mode else None,
        "added": file.added,
        "removed": file.removed,
    }


def describe_file(file: lifecycle_pb2.File) -> Json:
    """Describes a file that belongs to the record."""
    return {
        "path": file_path(file),
        "size": file.size,
        "digest": digest_text(file.digest),
        "kind": file.kind,
    }


def file_path(file: lifecycle_pb2.File) -> str:
    """The path by which a file of the record is asked for, also where its bytes are in the record."""
    if file.path:
        return file.path
    return f"{FILES_DIRECTORY}/{file.kind}-{file.digest.hex()[:12]}{_SUFFIXES.get(file.kind, '')}"


def describe_environment(details: lifecycle_pb2.RunDetails) -> Json | None:
    """Describes the interpreter and what was installed."""
    if not details.HasField("environment"):
        return None
    environment = details.environment
    return {
        "python": environment.python or None,
        "implementation": environment.implementation or None,
        **describe_packages(read_packages(environment)),
        "lock_file": environment.lock_file,
        "builds": sorted_map(environment.builds),
        "variables": sorted_map(environment.variables),
        "seeds": sorted_map(environment.seeds),
    }


def describe_hardware(details: lifecycle_pb2.RunDetails) -> Json | None:
    """Describes the machine; what was not found out is None."""
    if not details.HasField("hardware"):
        return None
    hardware = details.hardware
    return {
        "cpu": hardware.cpu or None,
        "cores": hardware.cores or None,
        "usable_cores": hardware.usable_cores or None,
        "memory": hardware.memory or None,
        "memory_limit": hardware.memory_limit or None,
        "platform": hardware.platform or None,
        "gpus": [
            {"name": gpu.name, "memory": gpu.memory or None, "driver": gpu.driver or None}
            for gpu in hardware.gpus
        ],
        "container": hardware.container or None,
        "scheduler": sorted_map(hardware.scheduler),
    }


def describe_flag(flag: lifecycle_pb2.FlagDetail) -> Json:
    """Describes how a flag was declared; `default` and `set` are None where that is not known."""
    return {
        "default": to_python(flag.default) if flag.known else None,
        "type": flag.type,
        "help": flag.help,
        "set": flag.set_by_user if flag.known else None,
    }


def describe_serving(serve: lifecycle_pb2.ServeRecord | None) -> Json | None:
    """Describes what a server of the run's export has done; times are milliseconds."""
    if serve is None:
        return None
    return {
        "requests": serve.requests,
        "errors": serve.errors,
        "mean_ms": 1000 * serve.total_seconds / serve.requests if serve.requests else None,
        "max_ms": 1000 * serve.max_seconds if serve.requests else None,
        "last": serve.last_request or None,
        "export": serve.export_name,
        "digest": digest_text(serve.export_digest),
        "host": serve.host or None,
    }


def describe_incarnations(incarnations: Sequence[lifecycle_pb2.Incarnation], status: str) -> list[Json]:
    """Describes each start of the run; the last one has the run's `status`."""
    described = []
    for incarnation in incarnations:
        word = "lost" if incarnation.lost else STATUS_WORDS.get(incarnation.status, "unknown")
        described.append(
            {
                "started": incarnation.started or None,
                "ended": incarnation.ended or None,
                "status": word,
                "host": incarnation.host,
                "user": incarnation.user,
                "pid": incarnation.pid or None,
                "commit": incarnation.commit or None,
                "command": incarnation.command,
                "first_step": incarnation.first_step if incarnation.first_step >= 0 else None,
                "last_step": incarnation.last_step if incarnation.last_step >= 0 else None,
                "changes": [_describe_change(change) for change in incarnation.changes],
                "more_changes": incarnation.more_changes,
            }
        )
    if described:
        described[-1]["status"] = status
    return described


def _describe_change(change: lifecycle_pb2.Change) -> Json:
    return {
        "kind": change.kind,
        "name": change.name,
        "before": to_python(change.before) if change.HasField("before") else None,
        "after": to_python(change.after) if change.HasField("after") else None,
    }


def describe_exit(
    incarnations: Sequence[lifecycle_pb2.Incarnation], status: str, crash: Crash | None
) -> Json | None:
    """Describes how the last incarnation ended; None where it has not, and where nobody saw it."""
    if not incarnations or status in ("running", "lost", "unknown"):
        return None
    last = incarnations[-1]
    seen = last if crash is None else crash
    return {
        "code": last.exit_code if crash is None else None,
        "signal": seen.signal,
        "exception": seen.exception,
        "traceback": seen.traceback,
        "reason": last.reason,
    }


def describe_redactions(redactions: Iterable[lifecycle_pb2.Redaction]) -> list[Json]:
    """Describes what was removed before writing."""
    return [{"where": item.where, "name": item.name, "why": item.why} for item in redactions]


def sorted_map(values: Mapping[str, str]) -> dict[str, str]:
    """A recorded map in alphabetical order, however it is written."""
    return dict(sorted(values.items(), key=lambda item: item[0].lower()))


def describe_writers(record: lifecycle_pb2.RunRecord) -> list[dict[str, Any]]:
    """The other processes that recorded the run while this one did."""
    return [
        {"host": writer.host, "pid": writer.pid, "started": writer.started or None}
        for writer in record.writers
    ]
