"""What has been taken out of one text, and why."""

from __future__ import annotations

from dataclasses import dataclass, field

from tb_lifecycle.recording.redaction.rules import REMOVED, Rules
from tb_lifecycle.recording.redaction.secret_names import Says
from tb_lifecycle.recording.redaction.secret_values import is_secret


@dataclass
class Removal:
    """Takes values out of one text.

    Attributes:
      rules: of the run.
      reasons: why something was taken out, in the order in which it was found.
    """

    rules: Rules
    reasons: dict[str, None] = field(default_factory=dict)

    def note(self, why: str) -> None:
        """Remembers that something was taken out."""
        self.reasons[why] = None

    def because(self, why: str) -> str:
        """What takes a secret's place."""
        self.note(why)
        return REMOVED

    def named(self, name: str) -> str:
        """What takes the place of a value that is a secret by its name."""
        return self.because(f"{name} says secret")

    def value(self, name: str, line: str, value: str, *, quoted: bool = False) -> str:
        """The line without a value that is surely the name's, if that is a secret."""
        says = Says.LIKELY if name == "data" else self.rules.grade(name)
        if value and is_secret(name, value, says, sure=True, quoted=quoted):
            at = line.rindex(value)
            return line[:at] + self.named(name) + line[at + len(value) :]
        return line
