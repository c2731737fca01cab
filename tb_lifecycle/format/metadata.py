"""The vocabulary of the record: plugin name, tags, format version, and the metadata of a series.

A series' metadata is kept by TensorBoard from its first event only, so it holds nothing that can change.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tb_lifecycle.format import lifecycle_pb2

if TYPE_CHECKING:
    from tensorboard.compat.proto.summary_pb2 import SummaryMetadata

PLUGIN_NAME = "lifecycle"
FORMAT_VERSION = 1

RUN_TAG = "lifecycle/run"
DETAILS_TAG = "lifecycle/details"
SERVE_TAG = "lifecycle/serve"
RANK_TAG_PREFIX = "lifecycle/rank/"
WRITER_TAG_PREFIX = "lifecycle/writer/"  # HOST-PID: of a process that came while another one recorded the run
WRITER_DETAILS_TAG_PREFIX = "lifecycle/writer-details/"

# Both of TensorBoard's readers let a newer record at this step replace the older one, and no restart of the
# training drops it, as it would a record at step 0 or later.
RECORD_STEP = -1

# Files that belong to a record lie here, below the run's directory.
FILES_DIRECTORY = "lifecycle"
CONSOLE_PATH = f"{FILES_DIRECTORY}/console.log"
CRASH_PATH = f"{FILES_DIRECTORY}/crash.log"
ALIVE_PATH = f"{FILES_DIRECTORY}/alive"


def create_summary_metadata() -> SummaryMetadata:
    """Makes the metadata that the first event of every lifecycle series carries."""
    from tensorboard.compat.proto.summary_pb2 import DATA_CLASS_TENSOR, SummaryMetadata

    content = lifecycle_pb2.PluginData(format_version=FORMAT_VERSION).SerializeToString()
    return SummaryMetadata(
        plugin_data=SummaryMetadata.PluginData(plugin_name=PLUGIN_NAME, content=content),
        data_class=DATA_CLASS_TENSOR,
    )
