import itertools
import math
import re
import xml.etree.ElementTree as ElementTree

import pytest

from tb_lifecycle.reporting.line_chart import HEIGHT, WIDTH, Line, line_chart
from tests.reporting.made_up import NAN


def chart(*values: list[float], title: str = "loss") -> ElementTree.Element:
    lines = [Line(place, f"run {place}", list(range(len(each))), each) for place, each in enumerate(values)]
    return ElementTree.fromstring(line_chart(title, lines))


def numbers(figure: ElementTree.Element) -> list[float]:
    """Every coordinate of its paths, lines and texts."""
    paths = " ".join(path.get("d", "") for path in figure.iter("path"))
    found = [float(each) for each in re.findall(r"-?\d+\.\d", paths)]
    places = [part.get(name) for part in figure.iter() for name in ("x", "y", "x1", "x2", "y1", "y2")]
    return [*found, *(float(place) for place in places if place is not None)]


@pytest.mark.parametrize(
    "values",
    [
        [0.1, 0.5, 0.9],
        [0.5],
        [0.5, 0.5, 0.5],
        [0.0, 0.0],
        [NAN, 0.5, math.inf, 0.7],
        [1e-300, 2e-300],
        [-1e308, 1e308],
        [1e308, 1e308],
        [5e-324, 1e308],
        [5e-324, 1e-323],
        [1.7e308, 1.7e308],
        [1e-9, 1.0, 1e9],
    ],
)
def test_every_line_is_drawn_within_the_picture(values: list[float]) -> None:
    figure = chart(values)
    assert all(math.isfinite(each) and -1 <= each <= max(WIDTH, HEIGHT) + 1 for each in numbers(figure))
    assert [path.get("d") for path in figure.iter("path")] != [""]


def test_curves_without_a_finite_value_are_a_sentence() -> None:
    assert chart([NAN, math.inf]).text == "loss: no finite values."
    assert chart().text == "loss: no finite values."


def test_a_gap_breaks_the_line_and_is_not_bridged() -> None:
    (path,) = chart([0.1, 0.2, NAN, 0.4, 0.5]).iter("path")
    assert path.get("d", "").count("M") == 2


def test_values_of_more_than_a_decade_are_on_a_log_scale_and_it_says_so() -> None:
    assert chart([0.01, 1.0]).findtext("figcaption") == "loss, log"
    assert chart([0.0, 1.0]).findtext("figcaption") == "loss"
    assert chart([0.5, 1.0]).findtext("figcaption") == "loss"


def test_it_can_be_read_aloud_and_its_title_is_a_text() -> None:
    figure = chart([0.5, 0.9], title="<script>")
    assert figure.findtext("svg/title") == "<script>"
    assert figure.findtext("svg/desc") == "run 0 ends at 0.9000"


def test_letters_at_the_end_do_not_lie_over_each_other() -> None:
    figure = chart(*([0.1, 0.5] for _ in range(6)))
    heights = sorted(float(box.get("y", "")) for box in figure.iter("rect"))
    assert len(heights) == 6
    assert min(after - before for before, after in itertools.pairwise(heights)) >= 12
    assert heights[-1] + 12 <= HEIGHT
