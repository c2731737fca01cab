import xml.etree.ElementTree as ElementTree

from hypothesis import given
from hypothesis import strategies as st

from tb_lifecycle.reporting.markup import Markup, element, escape, join


def test_what_is_no_markup_is_escaped() -> None:
    assert element("td", "<b>", Markup("<i>x</i>")) == "<td>&lt;b&gt;<i>x</i></td>"
    assert element("td", title="a\"b'<", class_=None) == '<td title="a&quot;b&#x27;&lt;"></td>'
    assert join(["a&b", Markup("&amp;")]) == "a&amp;b&amp;"


def test_what_xml_cannot_hold_is_shown_as_its_code() -> None:
    assert escape("a\0b\ud800c\x7f") == "a\\x00b\\xd800c\\x7f"


@given(st.text(st.characters(categories=None)))
def test_any_text_comes_back_and_is_utf_8(text: str) -> None:
    made = element("p", text, title=text)
    made.encode()
    read = ElementTree.fromstring(made)
    assert list(read) == []
    if escape(text).count("\\x") == text.count("\\x") and "\r" not in text:
        assert (read.text or "") == text
