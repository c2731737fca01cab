"""Asks TensorBoard's data server about all runs at once, and decodes only what has changed.

`GrpcDataProvider` makes several Python objects a series at every question: half a second for 10,000 runs of
five, in which the process can do nothing else. Here each run's part of an answer stays the bytes that came;
equal bytes are an unchanged run.
"""

from __future__ import annotations

import hashlib
import logging
import sys
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from tb_lifecycle.format import metadata
from tb_lifecycle.reading.records import raw_parts
from tb_lifecycle.reading.records.newest import Newest, Stamps
from tb_lifecycle.reading.tensorboard.listing import HPARAMS, SCALARS, Listing, Point

if TYPE_CHECKING:
    import grpc
    from tensorboard.data.provider import DataProvider

T = TypeVar("T")

_SERVICE = "/tensorboard.data.TensorBoardDataProvider/"
_LOCAL = "localhost:"
_PROVIDER_MODULE = "tensorboard.data.grpc_provider"
_MAXIMUM_ANSWER = 256 * 1024 * 1024  # bytes; TensorBoard's own limit
_PATIENCE = 2.0  # seconds
_RUNS_FIELD = 1  # of the answer of any list call

logger = logging.getLogger("tensorboard")


class DataServerSource:
    """A `Source` over a channel of its own to the data server behind a provider."""

    def __init__(self, channel: grpc.Channel, experiment_id: str) -> None:
        """Connects, and asks nothing yet.

        Args:
          channel: to the data server.
          experiment_id: of the runs.
        """
        from tensorboard.data.proto import data_provider_pb2 as messages

        self._channel = channel
        self._experiment_id = experiment_id
        self._messages = messages
        # Connects at once: a data server that has run out of files later lets nobody new in.
        self._first = self._call("GetExperiment", messages.GetExperimentRequest(), wait=True)
        self._started = _Unchanged(_decode_run)
        self._lifecycle = _Unchanged(_tensor_decoder(_stamp))
        self._hparams = _Unchanged(_tensor_decoder(_content))
        self._scalars = _Unchanged(_decode_scalars)

    def answers(self) -> bool:
        """Whether the server answers us; may wait some seconds to know."""
        import grpc

        try:
            self._first.result(timeout=_PATIENCE)
        except (grpc.RpcError, grpc.FutureTimeoutError) as error:
            logger.debug("tb_lifecycle asks TensorBoard's data server through TensorBoard: %r", error)
            return False
        return True

    def close(self) -> None:
        """Closes the channel."""
        self._first.cancel()
        self._channel.close()

    def list(self, previous: Listing) -> Listing:
        """Lists everything, with four questions at the same time."""
        messages = self._messages
        asked: list[tuple[_Unchanged[Any], Any]] = [
            (self._started, self._call("ListRuns", messages.ListRunsRequest())),
            (self._lifecycle, self._call("ListTensors", messages.ListTensorsRequest(), metadata.PLUGIN_NAME)),
            (self._hparams, self._call("ListTensors", messages.ListTensorsRequest(), HPARAMS)),
            (self._scalars, self._call("ListScalars", messages.ListScalarsRequest(), SCALARS)),
        ]
        return previous.renew(*(unchanged.renew(future.result()) for unchanged, future in asked))

    def read_newest(self, runs: Sequence[str], tags: Collection[str]) -> Mapping[str, Mapping[str, Newest]]:
        """Reads the newest value of some lifecycle series of some runs, by run and tag."""
        request = self._messages.ReadTensorsRequest()
        request.run_tag_filter.tags.names[:] = sorted(tags)
        answer = self._read("ReadTensors", request, metadata.PLUGIN_NAME, runs)
        response = self._messages.ReadTensorsResponse.FromString(answer)
        return {
            run.run_name: {
                tag.tag_name: Newest(_only_string(tag.data.value[-1]), tag.data.wall_time[-1])
                for tag in run.tags
                if tag.data.value
            }
            for run in response.runs
        }

    def read_last_scalars(self, runs: Sequence[str]) -> Mapping[str, Mapping[str, Point | None]]:
        """Reads the newest point of every scalar series of some runs, by run and tag; None for none."""
        answer = self._read("ReadScalars", self._messages.ReadScalarsRequest(), SCALARS, runs)
        response = self._messages.ReadScalarsResponse.FromString(answer)
        result = {}
        for run in response.runs:
            points: dict[str, Point | None] = {}
            for tag in run.tags:
                data, name = tag.data, sys.intern(tag.tag_name)
                found = Point(data.step[-1], data.wall_time[-1], data.value[-1]) if data.value else None
                points[name] = found
            result[run.run_name] = points
        return result

    def _read(self, method: str, request: Any, plugin_name: str, runs: Sequence[str]) -> bytes:
        request.run_tag_filter.runs.names[:] = sorted(runs)
        request.downsample.num_points = 1
        answer: bytes = self._call(method, request, plugin_name).result()
        return answer

    def _call(self, method: str, request: Any, plugin_name: str | None = None, *, wait: bool = False) -> Any:
        """Asks, once there is a connection where `wait` says so; returns the answer's bytes as a future."""
        request.experiment_id = self._experiment_id
        if plugin_name is not None:
            request.plugin_filter.plugin_name = plugin_name
        call = self._channel.unary_unary(
            _SERVICE + method, request_serializer=None, response_deserializer=None
        )
        return call.future(request.SerializeToString(), wait_for_ready=wait)


def connect(provider: DataProvider, experiment_id: str) -> DataServerSource | None:
    """Opens a channel to the data server that `provider` asks.

    Returns:
      None where there is no such server on this machine.
    """
    module = sys.modules.get(_PROVIDER_MODULE)  # imported where there is such a provider
    if module is None or type(provider) is not module.GrpcDataProvider:
        return None
    address: str = getattr(provider, "_addr", "")
    if not address.startswith(_LOCAL):
        return None
    import grpc

    options = [("grpc.max_receive_message_length", _MAXIMUM_ANSWER), ("grpc.enable_http_proxy", 0)]
    channel = grpc.secure_channel(address, grpc.local_channel_credentials(), options=options)
    return DataServerSource(channel, experiment_id)


class _Unchanged(Generic[T]):
    """One kind of listing: what each run's bytes say, decoded once as long as they stay the same."""

    def __init__(self, decode: Callable[[bytes], tuple[str, T]]) -> None:
        self._decode = decode
        self._answer = b""
        self._decoded: dict[bytes, tuple[str, T]] = {}
        self._by_run: Mapping[str, T] = {}

    def renew(self, answer: bytes) -> Mapping[str, T]:
        """What the answer says, by run; the mapping before where it is all the same."""
        digest = hashlib.blake2b(answer).digest()
        if digest == self._answer:
            return self._by_run
        self._answer = digest
        parts, _ = raw_parts.split(answer, _RUNS_FIELD)
        before, decode = self._decoded, self._decode
        now = {part: before.get(part) or decode(part) for part in parts}
        if now.keys() != before.keys():
            self._decoded = now
            self._by_run = dict(now.values())
        return self._by_run


def _decode_run(part: bytes) -> tuple[str, float | None]:
    from tensorboard.data.proto.data_provider_pb2 import Run

    run = Run.FromString(part)
    return run.name, run.start_time or None


def _decode_scalars(part: bytes) -> tuple[str, Stamps]:
    from tensorboard.data.proto.data_provider_pb2 import ListScalarsResponse

    run = ListScalarsResponse.RunEntry.FromString(part)
    return run.run_name, {sys.intern(tag.tag_name): _stamp(tag.metadata) for tag in run.tags}


def _tensor_decoder(describe: Callable[[Any], T]) -> Callable[[bytes], tuple[str, Mapping[str, T]]]:
    def decode(part: bytes) -> tuple[str, Mapping[str, T]]:
        from tensorboard.data.proto.data_provider_pb2 import ListTensorsResponse

        run = ListTensorsResponse.RunEntry.FromString(part)
        return run.run_name, {sys.intern(tag.tag_name): describe(tag.metadata) for tag in run.tags}

    return decode


def _stamp(series: Any) -> tuple[int | None, float | None]:
    return series.max_step, series.max_wall_time


def _content(series: Any) -> bytes:
    content: bytes = series.summary_metadata.plugin_data.content
    return content


def _only_string(tensor: Any) -> bytes | None:
    strings = tensor.string_val
    return strings[0] if len(strings) == 1 else None
