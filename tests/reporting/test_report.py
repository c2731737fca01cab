import re
from html.parser import HTMLParser

import pytest

from tb_lifecycle.errors import LogdirError
from tb_lifecycle.reporting.report import gather, write
from tests.reporting.made_up import NAN, answer, content, curves

HOSTILE = ("</style><script>alert(1)</script>", "a\0b\ud800\u202e", "${x}&\\end{document}%")
SIDE = {
    "word": "better", "delta": 0.01, "interval": [0.005, 0.015], "p": 0.001, "method": "welch",
    "probability": 0.97, "runs_needed": None, "text": "It is better.",
}  # fmt: skip
VOID = {"meta"}


class Reader(HTMLParser):
    """Collects the elements of a page, and what is not closed in its turn."""

    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.addresses: list[str | None] = []
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.append(tag)
        self.addresses += [value for key, value in attrs if key in ("src", "href", "srcset", "action")]
        self.wrong += [key for key, _ in attrs if key.startswith("on")]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self.open.pop() != tag:
            self.wrong.append(tag)

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def read(page: str) -> Reader:
    page.encode()
    reader = Reader()
    reader.feed(page)
    assert (reader.open, reader.wrong, reader.addresses) == ([], [], [])
    return reader


def text_of(page: str) -> str:
    return " ".join(" ".join(read(page).texts).split())


def with_sides(names: list[str], *sides: dict[str, object] | None, **changes: object) -> dict[str, object]:
    verdict = {**answer(names)["verdict"], **SIDE, "sides": list(sides), **changes}
    return {"verdict": verdict}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_is_a_text_everywhere(name: str) -> None:
    names = [name, f"{name}2"]
    everywhere = {
        "flags": {name: [name, 1]},
        "warnings": [name],
        "notices": [name],
        "metrics": {name: answer(names)["metrics"]["acc"]},
        "main": name,
    }
    page = write(content(names, **everywhere), "html")
    assert "script" not in read(page).names
    assert "\0" not in page
    for format_name in ("markdown", "latex", "csv"):
        written = write(content(names, format_name, **everywhere), format_name)
        written.encode()
        assert "\0" not in written


def test_the_page_may_load_nothing_and_names_what_made_it() -> None:
    page = write(
        gather(answer(["a", "b"]), curves([1, 2]), "html", logdir="/r", expressions=["x < 1"]), "html"
    )
    assert "default-src 'none'" in page
    assert re.search(
        r"<footer>tb_lifecycle \S+ · <code>x &lt; 1</code> · <code>metric acc</code></footer>", page
    )


def test_the_title_is_what_is_compared_or_what_was_given() -> None:
    assert "<h1 contenteditable" in (page := write(content(["a", "b", "c", "d"]), "html"))
    assert "<title>b, c and 1 more against a by acc</title>" in page
    found = gather(answer(["a", "b"]), curves([1]), "markdown", logdir="/r", title="Mine & yours")
    assert write(found, "markdown").startswith("# Mine & yours\n")


def test_without_intervals_the_verdict_is_its_sentence() -> None:
    assert "Verdict b is higher than a." in text_of(write(content(["a", "b"]), "html"))


def test_each_side_has_a_sentence_and_a_bar() -> None:
    unclear = {**SIDE, "word": "not distinguishable", "delta": -0.001, "runs_needed": 31}
    strange = {**unclear, "word": "not comparable", "interval": None, "text": "It saw other data."}
    page = write(content(list("abcd"), **with_sides(list("abcd"), None, SIDE, unclear, strange)), "html")
    said = text_of(page)
    assert "B is better than A by 0.0100 (95 % interval +0.0050 to +0.0150, Welch's t, n = 1 and 1)." in said
    assert "C is not distinguishable from A (-0.00100, 95 % interval" in said
    assert "; about 31 runs a side would tell." in said
    assert "D It saw other data." in said
    assert said.index("B against A") < said.index("C against A") < said.index("D against A")


def test_a_side_without_a_figure_says_so() -> None:
    text = "No run of b went to its end with a figure of acc."
    none = {**dict.fromkeys(SIDE), "text": text}
    said = text_of(write(content(list("abc"), **with_sides(list("abc"), None, none, SIDE)), "html"))
    assert f"B {text}" in said
    assert "B against A – – – – no figure" in said


def test_the_largest_differences_have_bars_of_finite_length() -> None:
    sides = [
        {**SIDE, "delta": sign * 1e308, "interval": [sign * 1e308 - 1e292, sign * 1e308]} for sign in (-1, 1)
    ]
    page = write(content(list("abc"), **with_sides(list("abc"), None, *sides)), "html")
    places = re.findall(r' [xy][12]?="([^"]+)"', page)
    assert all(-5 <= float(place) <= 400 for place in places)


def test_six_sides_have_a_row_each_and_more_have_no_page() -> None:
    heads = text_of(write(content(list("abcdef")), "html"))
    assert "Metric Better Figure Δ acc ↑ up A 0.9000 B 0.9100 +0.0100" in heads
    assert "Metric Better A B Δ acc ↑ up 0.9000 0.9100 +0.0100" in text_of(write(content(list("ab")), "html"))
    with pytest.raises(LogdirError, match="6 runs or groups at most, not 7"):
        content(list("abcdefg"))
    assert "0.9600" in write(content(list("abcdefg"), "markdown"), "markdown")


def test_figures_that_are_none() -> None:
    metric = {**answer(["a", "b"])["metrics"]["acc"], "values": [NAN, None], "deltas": [None, None],
              "relative": [None, None], "good": [None, None], "best": None}  # fmt: skip
    found = gather(answer(["a", "b"], metrics={"acc": metric}), curves([NAN, NAN]), "html", logdir="/r")
    page = text_of(write(found, "html"))
    assert "acc ↑ up NaN –" in page
    assert "acc: no finite values." in page


def test_what_differs_is_ranked_by_the_reasons_and_coincidence_is_said() -> None:
    effect = {"moves": True, "n": 46, "a": 1, "b": 2, "slope": None, "text": "over 46 other runs, acc is 2"}
    reasons = [
        {"kind": "flag", "name": "width", "a": 1, "b": 2, "run": "b", "effect": effect,
         "beside": [{"kind": "dataset", "name": "x", "a": 1, "b": 2}]},
        {"kind": "package", "name": "numpy", "a": "1", "b": "2", "run": "b", "effect": None, "beside": []},
    ]  # fmt: skip
    changes = {
        "flags": {"rundir": ["a", "b"], "width": [1, 2]},
        "environment": {"numpy": ["1", "2"]},
        "reasons": reasons,
    }
    said = text_of(write(content(["a", "b"], **changes), "html"))
    order = ["flag width 1 2 over 46 other runs, acc is 2; with data set x", "package numpy", "flag rundir"]
    places = [said.index(each) for each in order]
    assert places == sorted(places)
    assert "A and B differ in 2 ways at once" in said
    assert "at once" not in text_of(write(content(["a", "b"]), "html"))


def test_a_groups_members_and_who_does_not_count() -> None:
    group = {"key": "seed:x", "label": "lr1", "members": ["lr1-s1", "lr1-s2", "lr1-s3"], "n": 1,
             "left_out": {"failed": 1, "no figure": 1}}  # fmt: skip
    names = ["group:seed:x", "b"]
    changes = {"groups": [group, None], "warnings": ["group:seed:x was evaluated on other data."]}
    said = text_of(write(content(names, **changes), "html"))
    assert "lr1 , n = 1, 1 failed not counted, 1 without a figure, s1, s2, s3, baseline" in said
    assert "Note: lr1 was evaluated on other data." in said
