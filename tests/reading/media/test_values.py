import numpy as np
import pytest

from tb_lifecycle.reading.media.values import (
    DRAWN_BINS,
    MOST_BINS,
    MOST_PR_POINTS,
    MOST_TEXT,
    Unusable,
    read_histogram,
    read_pr_curve,
    read_text,
)


def area(bins: list[list[float]]) -> float:
    return sum((right - left) * height for left, right, height in bins)


def test_a_histogram_is_a_density_whose_area_is_one():
    read = read_histogram([[0.0, 1.0, 3.0], [1.0, 3.0, 1.0]])
    assert len(read["bins"]) == DRAWN_BINS
    assert [read["bins"][0][2], read["bins"][-1][2]] == pytest.approx([0.75, 0.125])
    assert (read["bins"][0][0], read["bins"][-1][1]) == (0.0, 3.0)
    assert area(read["bins"]) == pytest.approx(1)
    assert read["n"] == 4
    assert read["mean"] == pytest.approx(0.75 * 0.5 + 0.25 * 2)
    assert read["sd"] == pytest.approx(np.sqrt(0.75 * (0.5 - 0.875) ** 2 + 0.25 * (2 - 0.875) ** 2))


def test_narrow_bins_near_zero_are_no_spikes():
    read = read_histogram([[-1.0, -1e-9, 500.0], [-1e-9, 1e-9, 1.0], [1e-9, 1.0, 500.0], [0.0, 0.0, 1.0]])
    assert max(height for _, _, height in read["bins"]) < 0.6
    assert area(read["bins"]) == pytest.approx(1)


def test_one_number_alone_has_no_density():
    assert read_histogram([[5.0, 5.0, 7.0]]) == {"bins": [[5.0, 5.0, None]], "n": 7.0, "mean": 5.0, "sd": 0.0}


def test_what_is_not_finite_is_left_out_of_a_histogram():
    read = read_histogram([[-np.inf, 0.0, 3.0], [0.0, 1.0, 2.0], [0.0, np.nan, 1.0], [1.0, 0.0, 9.0]])
    assert [height for _, _, height in read["bins"]] == pytest.approx([1.0] * DRAWN_BINS)


def test_huge_bins_and_counts_are_numbers():
    read = read_histogram([[-1.7e308, 0.0, 1e308], [0.0, 1.7e308, 1e308]])
    assert read["mean"] == 0
    assert np.isfinite(read["bins"]).all()
    assert read["sd"] == pytest.approx(8.5e307)


@pytest.mark.parametrize(
    ("tensor", "said"),
    [
        (np.zeros((0, 3)), "Nothing is counted"),
        (np.zeros((4, 3)), "Nothing is counted"),
        (np.zeros(3), "its shape is [3]"),
        (np.ones((MOST_BINS + 1, 3)), "2,001 bins"),
        (np.array([[b"a", b"b", b"c"]], object), "no numbers"),
    ],
)
def test_what_is_no_histogram_says_so(tensor, said):
    with pytest.raises(Unusable) as error:
        read_histogram(tensor)
    assert said in str(error.value)


def test_average_precision_is_as_scikit_learn_has_it():
    sklearn = pytest.importorskip("sklearn.metrics")
    random = np.random.default_rng(1)
    labels = random.integers(0, 2, 300)
    scores = np.round(np.clip(labels * 0.3 + random.random(300) * 0.7, 0, 1), 3)
    precision, recall, _ = sklearn.precision_recall_curve(labels, scores)
    table = np.zeros((6, len(recall) - 1))
    table[4], table[5] = precision[:-1], recall[:-1]
    read = read_pr_curve(table)
    assert read["ap"] == pytest.approx(sklearn.average_precision_score(labels, scores), abs=1e-12)
    assert [point[0] for point in read["points"]] == sorted(recall[:-1])


def test_a_long_pr_curve_is_thinned_and_its_ap_is_not():
    recall = np.linspace(0.001, 1, 5000)
    table = np.zeros((6, 5000))
    table[4], table[5] = 1.0, recall
    read = read_pr_curve(table)
    assert len(read["points"]) == MOST_PR_POINTS
    assert (read["points"][0][0], read["points"][-1][0], read["thresholds"]) == (0.001, 1.0, 5000)
    assert read["ap"] == pytest.approx(1.0)


def test_where_nothing_is_called_positive_there_is_no_precision():
    table = np.array(
        [[5.0, 3.0, 0.0], [5.0, 1.0, 0.0], [0.0] * 3, [0.0] * 3, [0.5, 0.75, 0.0], [1.0, 0.6, 0.0]]
    )
    assert read_pr_curve(table)["points"] == [(0.6, 0.75), (1.0, 0.5)]


@pytest.mark.parametrize("tensor", [np.zeros(6), np.zeros((5, 3)), np.zeros((6, 0)), np.full((6, 3), np.nan)])
def test_what_is_no_pr_curve_says_so(tensor):
    with pytest.raises(Unusable):
        read_pr_curve(tensor)


def test_text_is_text_and_its_tables_are_lines():
    assert read_text(np.array([b"a\nb"], object)) == {"text": "a\nb", "length": 3}
    assert read_text(np.array([[b"a", b"b"], [b"c", b"\xff"]], object))["text"] == "a\tb\nc\t�"
    assert read_text(np.array(b"alone", object))["text"] == "alone"


def test_a_long_text_is_cut_and_says_how_long_it_was():
    read = read_text(np.array([b"x" * (MOST_TEXT + 5)], object))
    assert (len(read["text"]), read["length"]) == (MOST_TEXT, MOST_TEXT + 5)


def test_numbers_are_no_text():
    with pytest.raises(Unusable):
        read_text(np.zeros(2))
