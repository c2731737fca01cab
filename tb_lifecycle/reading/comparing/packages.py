"""The packages that a run had installed, as a comparison and a check need them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Package:
    """An installed package.

    Attributes:
      version: as its metadata say.
      origin: the URL or directory that it was installed from; "" for one from an index.
      editable: it is imported from where its sources lie, so that its version tells little.
    """

    version: str
    origin: str = ""
    editable: bool = False

    def __str__(self) -> str:
        """The version, and where it is from unless an index has it."""
        if self.origin:
            return f"{self.version} from {self.origin}"
        return f"{self.version}, editable" if self.editable else self.version


def packages_of(environment: Mapping[str, Any]) -> dict[str, Package]:
    """The packages by name, from the `environment` of a run's description."""
    direct, editable = environment.get("direct") or {}, set(environment.get("editable") or ())
    return {
        name: Package(version, direct.get(name, ""), name in editable)
        for name, version in (environment.get("packages") or {}).items()
    }
