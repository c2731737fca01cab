import pytest

from tb_lifecycle.errors import ExpressionError
from tb_lifecycle.reading.expressions.parser import parse


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("1 2", "2"),
        ("a b", "b"),
        ("1 +", "+"),
        ("1 + * 2", "*"),
        ("+1", "+"),
        ("a ** 2", "**"),
        ("a // 2", "//"),
        ("a % 2", "%"),
        ("a = 2", "="),
        ("a <> 2", "<>"),
        ("a && b", "&&"),
        ("a || b", "||"),
        ("a & b", "&"),
        ("!a", "!"),
        ("a is None", "is"),
        ("a if b else c", "if"),
        ("lambda x: x", "lambda"),
        ("a == not b", "not"),
        ("- not a", "not"),
        ("a not b", "not"),
        ("a := 1", ":="),
        ("{1: 2}", "{"),
        ("[x for x in y]", "for"),
        ("(a", "("),
        ("[1, 2", "["),
        ("min(a", "("),
        ("flag['a'", "["),
        ("a)", ")"),
        ("[1)", ")"),
        ("(1]", "]"),
        ("[1 2]", "2"),
        ("[, 1]", ","),
        ("1, 2", ","),
        ("a.b", "."),
        ("a.b.c", "."),
        ("name.upper", "."),
        ("flag.a['b']", "["),
        ("flag['a'].b", "."),
        ("flag['a']['b']", "["),
        ("a[0]", "["),
        ("'a'[0]", "["),
        ("(a)(1)", "("),
        ("'a'.join", "."),
        ("flag.", "."),
        ("flag.1", ".1"),
        ("flag[1]", "1"),
        ("flag[a]", "a"),
        ("flag[]", "]"),
        ("flag.lambda", "flag.lambda"),
        ("flag.a.class", "flag.a.class"),
        ("foo(1)", "foo"),
        ("eval('1')", "eval"),
        ("__import__('os')", "__import__"),
        ("flag.lr(1)", "("),
        ("min()", "min()"),
        ("min(a, b)", "b"),
        ("min(1)", "1"),
        ("min(flag.a)", "flag.a"),
        ("min(max(a))", "max(a)"),
        ("min(a + b)", "a + b"),
        ("at(a)", "at(a)"),
        ("at(a, b)", "b"),
        ("at(a, mean(b))", "mean(b)"),
        ("at(1, max(b))", "1"),
        ("has()", "has()"),
        ("has(a, b)", "b"),
        ("min(key=1)", "="),
        ("matches(a)", "matches(a)"),
        ("matches(a, b)", "b"),
        ("matches(a, '[')", "'['"),
        ("matches(a, '(?=a)b')", "'(?=a)b'"),
        ("ago(1)", "1"),
        ("ago('6')", "'6'"),
        ("ago('6 months')", "'6 months'"),
        ("ago('')", "''"),
        ("ago('-6h')", "'-6h'"),
        ("007", "007"),
        ("1__0", "1__0"),
        ("1_", "1_"),
        ("0x", "0x"),
        ("1.2.3", "1.2.3"),
        ("12abc", "12abc"),
        ("1j", "1j"),
        ("'abc", "'abc"),
        ("a == \"b'", "\"b'"),
        ("'a\nb'", "'a\nb'"),
        (r"'\u12'", r"\u12'"),
        (r"'\ud83d'", r"\ud83d"),
        (r"'\ud83dx'", r"\ud83d"),
        (r"'\ude00'", r"\ude00"),
        (r'flag["a\d"]', r"\d"),
        ("a # b", "#"),
        ("a $ b", "$"),
        ("`a`", "`"),
        ("a\\b", "\\"),
        ("a \x00", "\x00"),
        ("'a' 'b'", "'b'"),
        ("😀 + 1", "😀"),
        ("'😀' + ?", "?"),
        ("return", "return"),
        ("a and", "and"),
        ("and a", "and"),
        ("not", "not"),
        ("a in", "in"),
    ],
)
def test_errors_say_where(text: str, wrong: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        parse(text)
    error = caught.value
    assert text[error.start : error.end] == wrong
    assert error.message.endswith((".", "?"))
    assert "\n" not in error.message


@pytest.mark.parametrize(("text", "end"), [("", 0), ("   ", 3), ("\n", 1)])
def test_an_empty_expression_is_an_error(text: str, end: int) -> None:
    with pytest.raises(ExpressionError, match=r"The expression is empty\.") as caught:
        parse(text)
    assert (caught.value.start, caught.value.end) == (0, end)


@pytest.mark.parametrize(
    "text",
    [
        *("(" * 10_000, "(" * 10_000 + "1" + ")" * 10_000, "[" * 10_000, "-(" * 10_000, "not (" * 10_000),
        *(
            "min(" * 10_000,
            "has(" * 500 + "a" + ")" * 500,
            "1 + (" * 10_000,
            "flag[" * 10_000,
            "1 or (1 and (" * 5_000,
        ),
        *(
            "." * 10_000,
            "flag" + ".a" * 10_000 + ".",
            "a." * 10_000,
            "'" * 9_999,
            '"' + "\\" * 9_999,
            "1" * 10_000,
        ),
        *(
            "," * 10_000,
            ")" * 10_000,
            "not " * 10_000,
            "-" * 10_000,
            "a < " * 10_000,
            "=" * 10_000,
            "\x00" * 1_000,
        ),
        *(
            "x" * 1_000_001,
            "1 or 1 and not 1 < 1 + 1 * -(" * 100 + "1" + ")" * 100,
            "\\u" * 100,
            "'\\u",
            "\ud800",
            "'\ud800",
        ),
    ],
    ids=lambda text: repr(text[:12]),
)
def test_hostile_text_is_an_error_like_any_other(text: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        parse(text)
    assert 0 <= caught.value.start <= caught.value.end <= len(text)


@pytest.mark.parametrize(
    ("text", "replacement"),
    [
        ("a = 1", "a == 1"),
        ("a <> 1", "a != 1"),
        ("a && b", "a and b"),
        ("a || b", "a or b"),
        ("flag.lambda", 'flag["lambda"]'),
        ("maxx(a)", "max(a)"),
        ("match(a, 'b')", "matches(a, 'b')"),
    ],
)
def test_suggestions_go_in_place_of_what_is_wrong(text: str, replacement: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        parse(text)
    error = caught.value
    assert text[: error.start] + str(error.suggestion) + text[error.end :] == replacement
    parse(replacement)


@pytest.mark.parametrize(
    "text",
    [
        "[1,]",
        "(1,)",
        "()",
        "[]",
        "min(a,)",
        "flag . a . b",
        "flag [ 'a' ]",
        "min (a)",
        "1\n+\n2",
        "\ta\n",
        "r'a'",
    ],
)
def test_spacing_and_trailing_commas(text: str) -> None:
    parse(text)
