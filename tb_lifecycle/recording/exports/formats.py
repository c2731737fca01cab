"""The formats of exports: by which name and first bytes each is known, and who reads it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tb_lifecycle.format.lifecycle_pb2 import Signature
from tb_lifecycle.recording.exports.keras_file import h5_parameters, read_keras
from tb_lifecycle.recording.exports.onnx_model import read_onnx
from tb_lifecycle.recording.exports.pytorch_file import pytorch_parameters
from tb_lifecycle.recording.exports.safetensors_file import safetensors_parameters
from tb_lifecycle.recording.exports.saved_model import read_signatures
from tb_lifecycle.recording.exports.tensor_bundle import parameters, read_index
from tb_lifecycle.recording.exports.tflite_model import read_tflite

Contents = tuple[list[Signature], int]

_ZIP = b"PK\x03\x04"
_HDF5 = b"\x89HDF\r\n\x1a\n"
_PICKLE = b"\x80"


@dataclass(frozen=True)
class Format:
    """A format of files or directories.

    Attributes:
      name: as it is recorded.
      suffixes: of its files; empty for a directory.
      magic: what its files begin with, one of these; empty for anything.
      read: gives the signatures and how many parameters there are (0 unknown).
      offset: of the magic.
    """

    name: str
    suffixes: tuple[str, ...]
    magic: tuple[bytes, ...]
    read: Callable[[Path], Contents]
    offset: int = 0

    def recognises(self, path: Path) -> bool:
        """Whether a file begins as this format does."""
        if not self.magic:
            return True
        with path.open("rb") as file:
            head = file.read(64)[self.offset :]
        return head.startswith(self.magic)


def _read_checkpoint(prefix: Path) -> Contents:
    return [], parameters(read_index(prefix.with_name(prefix.name + ".index")))


def _read_pytorch(path: Path) -> Contents:
    return [], pytorch_parameters(path)


def _read_safetensors(path: Path) -> Contents:
    return [], safetensors_parameters(path)


def _read_h5(path: Path) -> Contents:
    return [], h5_parameters(path)


def _read_directory(path: Path) -> Contents:
    """A directory as Hugging Face saves one: the parameters of its safetensors files."""
    return [], sum(safetensors_parameters(file) for file in sorted(path.glob("*.safetensors")))


CHECKPOINT = Format("checkpoint", (), (), _read_checkpoint)
SAVED_MODEL = Format("SavedModel", (), (), read_signatures)
DIRECTORY = Format("directory", (), (), _read_directory)
FILES = (
    Format("Keras", (".keras",), (_ZIP,), read_keras),
    Format("Keras", (".h5", ".hdf5"), (_HDF5,), _read_h5),
    Format("ONNX", (".onnx",), (), read_onnx),
    Format("TFLite", (".tflite",), (b"TFL3",), read_tflite, offset=4),
    Format("PyTorch", (".pt", ".pth", ".ckpt", ".bin"), (_ZIP, _PICKLE), _read_pytorch),
    Format("safetensors", (".safetensors",), (), _read_safetensors),
)
