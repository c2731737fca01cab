"""The packages that a run had installed: the only reading of them, and of what a description says of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tb_lifecycle.format import lifecycle_pb2


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

    @property
    def has_index(self) -> bool:
        """Whether an index can give it again."""
        return not self.origin and not self.editable


Packages = Mapping[str, Package]


def read_packages(environment: lifecycle_pb2.Environment) -> dict[str, Package]:
    """The packages of a record by name, in alphabetical order."""
    return {
        name: Package(
            environment.packages[name],
            environment.direct.get(name, ""),
            name in environment.editable,
        )
        for name in sorted(environment.packages, key=str.lower)
    }


def describe_packages(packages: Packages) -> dict[str, Any]:
    """The parts of a description's `environment` that tell of packages."""
    return {
        "packages": {name: package.version for name, package in packages.items()},
        "editable": sorted(name for name, package in packages.items() if package.editable),
        "direct": {name: package.origin for name, package in packages.items() if package.origin},
    }


def packages_of(description: Mapping[str, Any]) -> dict[str, Package]:
    """The packages by name that a run's description tells of; none where that has no environment."""
    environment = description.get("environment") or {}
    direct, editable = environment.get("direct") or {}, set(environment.get("editable") or ())
    return {
        name: Package(version, direct.get(name, ""), name in editable)
        for name, version in (environment.get("packages") or {}).items()
    }
