"""Which runs are of one setting: the same but for their seed and where they wrote."""

from __future__ import annotations

import json
from collections.abc import Sequence

from tb_lifecycle.reading.comparing.facts import Facts
from tb_lifecycle.reading.flag_names import FlagRole, flag_role

_NO_SETTING = (FlagRole.SEED, FlagRole.OUTPUT, FlagRole.MINOR)


def settings_of(facts: Sequence[Facts]) -> list[str]:
    """For each run a text that is the same for runs of one setting, as far as was recorded."""
    return [_setting(each) for each in facts]


def _setting(facts: Facts) -> str:
    flags = {
        name: value for name, value in facts.sections["flags"].items() if flag_role(name) not in _NO_SETTING
    }
    code = {path: file.get("digest") for path, file in facts.files.items()}
    data = facts.sections["datasets"]
    commit = None if code else facts.sections["code"].get("commit")
    command = None if flags else facts.entry
    return json.dumps([flags, code, data, commit, command], sort_keys=True, default=str)
