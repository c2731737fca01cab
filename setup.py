"""The tb_lifecycle package: a TensorBoard plugin and the summary library that feeds it."""

import re
from pathlib import Path

from setuptools import find_packages, setup

ROOT = Path(__file__).parent
REPOSITORY = "https://github.com/tb-lifecycle/tb_lifecycle"


def version() -> str:
    """The version, which stands in the package and nowhere else."""
    text = (ROOT / "tb_lifecycle" / "__init__.py").read_text(encoding="utf-8")
    return re.search(r'^__version__ = "(.+)"$', text, re.MULTILINE)[1]


def description() -> str:
    """The README with links that work on a package index too."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    text = re.sub(r"(!\[[^\]]*\]\()(?!https?:|#)", rf"\1{REPOSITORY}/raw/main/", text)
    return re.sub(r"((?<!!)\[[^\]]*\]\()(?!https?:|#)", rf"\1{REPOSITORY}/blob/main/", text)


TENSORFLOW = [
    "tensorflow-cpu>=2.20; platform_system == 'Linux' and platform_machine == 'x86_64'",
    "tensorflow>=2.20; platform_system != 'Linux' or platform_machine != 'x86_64'",
]
COMPLETION = ["shtab>=1.7"]
SWEEP = ["scikit-learn>=1.4"]
QUICK_TEST = [
    *COMPLETION,
    "attrs>=23.1",
    "build>=1.2",
    "click>=8.1",
    "hypothesis>=6.100",
    "mypy>=1.15",
    "pandas>=2.0",
    "pydantic>=2.6",
    "pytest>=8.0",
    "pytest-timeout>=2.3",
    "pytest-xdist>=3.6",
    "ruff>=0.9",
    "setuptools>=77",
    "twine>=6.1",
    "typer>=0.12",
    "types-protobuf>=6.30",
]
# The libraries that are recorded from in the tests, themselves and not stand-ins.
INTEGRATIONS = [
    "accelerate>=1.1",
    "clu>=0.0.12",
    "datasets>=3.0",
    "dill>=0.3.8",
    "hydra-core>=1.3",
    "ipykernel>=6.29",
    "jax>=0.4.30",
    "keras-tuner>=1.4",
    "lightning>=2.4",
    "nbclient>=0.10",
    "nbformat>=5.10",
    "optuna>=4.0",
    "polars>=1.0",
    "pyarrow>=16",
    "ray[tune]>=2.40; sys_platform == 'linux'",
    "scikit-learn>=1.4",
    "scipy>=1.11",
    "tensorboardX>=2.6",
    "transformers>=4.44",
]

setup(
    name="tb_lifecycle",
    version=version(),
    description="Where a model came from and which of two is better, inside TensorBoard",
    long_description=description(),
    long_description_content_type="text/markdown",
    url=REPOSITORY,
    project_urls={
        "Source": REPOSITORY,
        "Documentation": f"{REPOSITORY}/tree/main/docs",
        "Changelog": f"{REPOSITORY}/blob/main/CHANGELOG.md",
        "Issues": f"{REPOSITORY}/issues",
    },
    keywords="tensorboard experiment-tracking provenance reproducibility hyperparameters machine-learning",
    license="Apache-2.0",
    license_files=["LICENSE"],
    python_requires=">=3.10",
    # The examples lie at the top for readers, and inside the package where `tb-lifecycle demo` runs them.
    packages=[
        *find_packages(include=["tb_lifecycle", "tb_lifecycle.*"]),
        "tb_lifecycle.examples",
        "tb_lifecycle.examples.digits",
    ],
    package_dir={"tb_lifecycle.examples": "examples"},
    include_package_data=False,
    package_data={
        "tb_lifecycle": ["py.typed"],
        "tb_lifecycle.examples": ["README.md"],
        "tb_lifecycle.examples.digits": ["*"],
        "tb_lifecycle.format": ["*.proto", "*.pyi"],
        "tb_lifecycle.reporting": ["report.css"],
        "tb_lifecycle.plugin": ["static/*", "static/**/*", "http_api.md"],
    },
    install_requires=[
        "google-crc32c>=1.5",
        # `matches` in linear time; without it, patterns that could take long are refused.
        "google-re2>=1.1; platform_python_implementation == 'CPython'",
        "numpy>=1.23",
        "packaging>=22",
        "protobuf>=6.31.1,<8",
        "tensorboard>=2.20",
        "werkzeug>=2.2",
    ],
    extras_require={
        "tensorflow": TENSORFLOW,
        "demo": TENSORFLOW,
        "completion": COMPLETION,
        "sweep": SWEEP,
        "quicktest": QUICK_TEST,
        "integrations": INTEGRATIONS,
        "test": [*TENSORFLOW, *QUICK_TEST, *INTEGRATIONS],
        "mutate": ["mutmut>=3.8"],
    },
    entry_points={
        "console_scripts": ["tb-lifecycle = tb_lifecycle.commands.main:main"],
        "tensorboard_plugins": ["lifecycle = tb_lifecycle.plugin.loader:LifecycleLoader"],
    },
    classifiers=[
        "Development Status :: 4 - Beta",
        "Environment :: Plugins",
        "Environment :: Web Environment",
        "Intended Audience :: Science/Research",
        "Operating System :: MacOS",
        "Operating System :: POSIX :: Linux",
        "Programming Language :: Python :: 3",
        "Programming Language :: Python :: 3.10",
        "Programming Language :: Python :: 3.11",
        "Programming Language :: Python :: 3.12",
        "Programming Language :: Python :: 3.13",
        "Topic :: Scientific/Engineering :: Artificial Intelligence",
        "Topic :: Scientific/Engineering :: Visualization",
        "Typing :: Typed",
    ],
)
