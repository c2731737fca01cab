"""How the frameworks were built. Only those that the script has imported are asked; none is imported here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from tb_lifecycle.recording.machine.loaded_modules import loaded
from tb_lifecycle.recording.machine.packages import canonical

_FRAMEWORKS = (
    "tensorflow",
    "tensorflow-cpu",
    "torch",
    "jax",
    "jaxlib",
    "keras",
    "numpy",
    "flax",
    "lightning",
    "onnxruntime",
)
_CUDA_PACKAGES = {"cuda": "nvidia-cuda-runtime", "cudnn": "nvidia-cudnn", "nccl": "nvidia-nccl"}


def read_builds(versions: Mapping[str, str]) -> dict[str, str]:
    """Reads the frameworks' versions and the CUDA that they bring, by what they are called.

    Args:
      versions: installed packages, by name.
    """
    installed = {canonical(name): version for name, version in versions.items()}
    builds = {name: installed[name] for name in _FRAMEWORKS if name in installed}
    for label, prefix in _CUDA_PACKAGES.items():
        for name, version in installed.items():
            if name.startswith(prefix):
                builds[label] = version
    for name, read in (("tensorflow", _tensorflow), ("torch", _torch)):
        module = loaded(name)
        if module is not None:
            builds.update({key: str(value) for key, value in _guarded(read, module).items() if value})
    return builds


def _guarded(read: Callable[[Any], dict[str, Any]], module: Any) -> dict[str, Any]:
    try:
        return read(module)
    except Exception:  # another version of the framework than the ones known here
        return {}


def _tensorflow(tensorflow: Any) -> dict[str, Any]:
    build = tensorflow.sysconfig.get_build_info()
    return {
        "tensorflow": tensorflow.__version__,
        "tensorflow build": tensorflow.version.GIT_VERSION,
        "cuda": build.get("cuda_version"),
        "cudnn": build.get("cudnn_version"),
    }


def _torch(torch: Any) -> dict[str, Any]:
    cuda = torch.version.cuda
    return {
        "torch": torch.__version__,
        "torch build": torch.version.git_version,
        "cuda": cuda,
        "rocm": getattr(torch.version, "hip", None),
        "cudnn": torch.backends.cudnn.version() if cuda else None,
    }
