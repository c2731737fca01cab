"""Which runs are of one setting: the same but for their seed and where they wrote."""

from __future__ import annotations

import json
from collections.abc import Sequence

from tb_lifecycle.reading.comparing.facts import Facts
from tb_lifecycle.reading.groups.same_setting import setting_flags


def settings_of(facts: Sequence[Facts]) -> list[str]:
    """For each run a text that is the same for runs of one setting, as far as was recorded."""
    return [_setting(each) for each in facts]


def _setting(facts: Facts) -> str:
    flags = setting_flags(facts.run, facts.sections["flags"])
    code = {path: file.get("digest") for path, file in facts.files.items()}
    data = facts.sections["datasets"]
    commit = None if code else facts.sections["code"].get("commit")
    command = None if flags else facts.entry
    return json.dumps([flags, code, data, commit, command], sort_keys=True, default=str)
