"""What one run adds to the rules, and lets through; what stands in a secret's place."""

from __future__ import annotations

import re

from tb_lifecycle.recording.redaction.secret_names import Says, grade

REMOVED = "[removed]"

KEY_BEGIN = re.compile(r"-----BEGIN [A-Z0-9 ]*PRIVATE KEY")
KEY_END = re.compile(r"-----END [A-Z0-9 ]*PRIVATE KEY")


class Rules:
    """What one run adds to the rules, and lets through.

    Attributes:
      added: patterns of more secrets.
      allowed: names whose values are let through; `*` stands for any characters, case does not count.
    """

    def __init__(self, added: tuple[re.Pattern[str], ...] = (), allowed: tuple[str, ...] = ()) -> None:
        self.added, self.allowed = added, allowed

    def grade(self, name: str) -> Says:
        """What a name says of its value."""
        says = grade(name)
        return Says.NOTHING if says and self.allowed and self._allows(name) else says

    def _allows(self, name: str) -> bool:
        """Whether a name is let through: as it is written, as an option, or by its last part."""
        from fnmatch import fnmatchcase

        lowered = name.strip("-").lower()
        forms = {lowered, lowered.replace("-", "_"), lowered.rpartition(".")[2]}
        return any(fnmatchcase(form, known.lower()) for known in self.allowed for form in forms)
