"""Looks at a logdir's files themselves: which runs TensorBoard misses, and which files it cannot read."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from tb_lifecycle.reading.notices import damage_sentences
from tb_lifecycle.reading.notices.damage import DamageCheck
from tb_lifecycle.reading.notices.disk import DiskCheck


class FileChecks:
    """The looks at one logdir."""

    def __init__(self, logdir: str, behind: float = 0.0, *, loaded: bool) -> None:
        """Looks at nothing yet.

        Args:
          logdir: the local directory.
          behind: seconds by which TensorBoard's data may be older than the files.
          loaded: TensorBoard has finished reading, or will have when `look` is called.
        """
        self._damage = DamageCheck(loaded=loaded)
        self._disk = DiskCheck(logdir, behind, loaded=loaded, watch=self._damage.look)

    def look_ahead(self) -> None:
        """Looks at what is on disk, in a moment that would be spent waiting."""
        self._damage.look_ahead(self._disk.walk_ahead())

    def suspect(self, paths: Collection[str]) -> None:
        """Names all files in which TensorBoard stopped, or directories of such."""
        self._damage.suspect(paths)

    def look(self, listed: Collection[str]) -> None:
        """Looks again, where it is time to; `listed` are TensorBoard's runs."""
        self._disk.look(listed)

    @property
    def missing(self) -> int:
        """How many runs are on disk and not listed, as far as that is known."""
        return self._disk.missing

    @property
    def hostile(self) -> bool:
        """Whether there is a file that TensorBoard's readers end at."""
        return any(damage.fault == "huge" for damages in self._damage.found.values() for damage in damages)

    def sentences(self) -> Iterator[str]:
        """What is wrong, in words."""
        yield from self._disk.sentences()
        yield from damage_sentences.of_logdir(self._damage.found)

    def sentences_of(self, run: str) -> Iterator[str]:
        """What is wrong with the files of one of TensorBoard's runs."""
        yield from damage_sentences.of_files(self._damage.found.get(run, ()))
