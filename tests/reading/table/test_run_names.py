import pytest

from tb_lifecycle.reading.table.run_names import ancestors, join, last_part, parent_of, path_below


@pytest.mark.parametrize(
    ("name", "parent", "above", "last"),
    [
        (".", None, [], "."),
        ("a", ".", ["."], "a"),
        ("a/b", "a", ["a", "."], "b"),
        ("a/b/c", "a/b", ["a/b", "a", "."], "c"),
    ],
)
def test_what_is_above(name: str, parent: str | None, above: list[str], last: str) -> None:
    assert parent_of(name) == parent
    assert list(ancestors(name)) == above
    assert last_part(name) == last


@pytest.mark.parametrize(
    ("name", "above", "path"),
    [("a", "a", ""), (".", ".", ""), ("a", ".", "a"), ("a/b", ".", "a/b"), ("a/b/c", "a", "b/c")],
)
def test_a_path_leads_back(name: str, above: str, path: str) -> None:
    assert path_below(name, above) == path
    assert join(above, path) == name
