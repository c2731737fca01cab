"""The tb_lifecycle package: a TensorBoard plugin and the summary library that feeds it."""

from pathlib import Path

from setuptools import find_packages, setup

ROOT = Path(__file__).parent

TENSORFLOW = [
    "tensorflow-cpu>=2.18; platform_system == 'Linux' and platform_machine == 'x86_64'",
    "tensorflow>=2.18; platform_system != 'Linux' or platform_machine != 'x86_64'",
]
QUICK_TEST = [
    "build>=1.2",
    "mypy>=1.15",
    "pandas>=2.0",
    "pytest>=8.0",
    "pytest-timeout>=2.3",
    "pytest-xdist>=3.6",
    "ruff>=0.9",
    "setuptools>=77",
    "types-protobuf>=6.30",
]

setup(
    name="tb_lifecycle",
    version="0.1.0",
    description="Where a model came from and which of two is better, inside TensorBoard",
    long_description=(ROOT / "README.md").read_text(encoding="utf-8"),
    long_description_content_type="text/markdown",
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
    include_package_data=True,
    package_data={
        "tb_lifecycle": ["py.typed"],
        "tb_lifecycle.examples": ["README.md"],
        "tb_lifecycle.examples.digits": ["*"],
        "tb_lifecycle.format": ["*.proto", "*.pyi"],
        "tb_lifecycle.plugin": ["static/*", "static/**/*", "http_api.md"],
    },
    install_requires=[
        "google-crc32c>=1.5",
        "numpy>=1.23",
        "protobuf>=6.31.1,<8",
        "tensorboard>=2.20",
        "werkzeug>=2.2",
    ],
    extras_require={
        "tensorflow": TENSORFLOW,
        "demo": TENSORFLOW,
        "quicktest": QUICK_TEST,
        "test": [*TENSORFLOW, *QUICK_TEST],
    },
    entry_points={
        "console_scripts": ["tb-lifecycle = tb_lifecycle.commands.main:main"],
        "tensorboard_plugins": ["lifecycle = tb_lifecycle.plugin.loader:LifecycleLoader"],
    },
    classifiers=[
        "Intended Audience :: Science/Research",
        "Programming Language :: Python :: 3",
        "Programming Language :: Python :: 3.10",
        "Programming Language :: Python :: 3.11",
        "Programming Language :: Python :: 3.12",
        "Programming Language :: Python :: 3.13",
        "Topic :: Scientific/Engineering :: Artificial Intelligence",
    ],
)
