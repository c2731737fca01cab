"""How TensorBoard takes the plugin in. An exception anywhere here would stop TensorBoard itself."""

from __future__ import annotations

import argparse
import logging
import re
from typing import TYPE_CHECKING

from tensorboard.plugins import base_plugin

if TYPE_CHECKING:
    from tb_lifecycle.plugin.plugin import LifecyclePlugin

OLDEST_TENSORBOARD = (2, 20)

# TensorBoard's own logger: it is shown on the terminal at TensorBoard's own verbosity.
logger = logging.getLogger("tensorboard")


class LifecycleLoader(base_plugin.TBLoader):  # type: ignore[misc]
    """Prepares TensorBoard's flags and process for the plugin, and loads it where it can work."""

    def define_flags(self, parser: argparse.ArgumentParser) -> None:
        """Adds the plugin's command line flags to TensorBoard's."""
        group = parser.add_argument_group("lifecycle plugin")
        group.add_argument(
            "--lifecycle_raise_file_limit",
            metavar="BOOL",
            type=_boolean,
            default=True,
            help="""\
Whether to raise this process's limit of open files (as 'ulimit -n' shows it) to the highest allowed.
TensorBoard keeps every event file open and does not show runs past that limit. (default: true)""",
        )

    def fix_flags(self, flags: argparse.Namespace) -> None:
        """Lets TensorBoard read every event file of a run, and as many runs as the system allows."""
        try:
            if getattr(flags, "reload_multifile", False) is None:
                flags.reload_multifile = True
            if getattr(flags, "lifecycle_raise_file_limit", True):
                from tb_lifecycle.reading.tensorboard.file_limit import raise_open_file_limit

                raise_open_file_limit()
        except Exception as error:
            logger.warning("tb_lifecycle could not prepare TensorBoard, some runs may not show: %s", error)

    def load(self, context: base_plugin.TBContext) -> LifecyclePlugin | None:
        """Makes the plugin, or returns None and says why not."""
        try:
            reason = _missing(context)
            if reason is None:
                from tb_lifecycle.plugin.plugin import LifecyclePlugin

                return LifecyclePlugin(context)
        except Exception as error:
            reason = (
                f"it could not be loaded ({type(error).__name__}: {error}). "
                "Run 'pip install --upgrade tb_lifecycle tensorboard protobuf'"
            )
        logger.warning("The Lifecycle tab is off: %s.", reason)
        return None


def _missing(context: base_plugin.TBContext) -> str | None:
    """What the plugin needs and this TensorBoard lacks, as the end of a sentence."""
    from tensorboard import version

    numbers = tuple(int(number) for number in re.findall(r"\d+", version.VERSION)[:2])
    if numbers < OLDEST_TENSORBOARD:
        oldest = ".".join(map(str, OLDEST_TENSORBOARD))
        return (
            f"it needs TensorBoard {oldest} or newer, and this is {version.VERSION}. "
            "Run 'pip install --upgrade tensorboard'"
        )
    if context.data_provider is None:
        return "this TensorBoard has no data provider. Start it with --logdir"
    return None


def _boolean(text: str) -> bool:
    values = {"true": True, "false": False}
    if text.lower() not in values:
        raise argparse.ArgumentTypeError(f"expected true or false, not {text!r}")
    return values[text.lower()]
