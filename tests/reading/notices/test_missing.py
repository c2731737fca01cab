from __future__ import annotations

from tb_lifecycle.reading.notices.missing import describe, uncounted
from tb_lifecycle.reading.tensorboard.file_limit import FileLimit


def tell(*names: str, limit: FileLimit | None = None, at_least: bool = False, reading: bool = False) -> str:
    return describe(names, limit, at_least=at_least, reading=reading)


def test_a_limit_that_may_be_raised() -> None:
    assert tell("a", "b", limit=FileLimit(1024, 20_000)) == (
        "2 runs on disk are not shown: TensorBoard may open 1,024 files. "
        "Raise the limit with 'ulimit -n 20000'."
    )
    assert tell("a", limit=FileLimit(1024, None)).endswith("'ulimit -n 65536'.")


def test_advice_that_cannot_be_followed_is_not_given() -> None:
    for limit in (FileLimit(20_000, 20_000), FileLimit(65_536, None)):
        assert tell("a", limit=limit) == (
            f"1 run on disk is not shown: TensorBoard may open {limit.soft:,} files. "
            "The system allows no more: open a directory below, with fewer runs."
        )


def test_other_reasons() -> None:
    assert tell("a") == "1 run on disk is not shown: TensorBoard could not read a."
    assert tell(*"abcde") == "5 runs on disk are not shown: TensorBoard could not read a, b, c and 2 more."
    assert tell("a", reading=True) == "1 run on disk is not shown yet: TensorBoard is still reading."


def test_what_was_not_counted_to_the_end() -> None:
    names = [f"r{number}" for number in range(80_000)]
    assert tell(*names, limit=FileLimit(1024, 1024), at_least=True).startswith(
        "At least 80,000 runs on disk are not shown: TensorBoard may open 1,024 files."
    )
    assert uncounted(1200).startswith(
        "The runs on disk could not be counted in time, after 1,200 directories"
    )
