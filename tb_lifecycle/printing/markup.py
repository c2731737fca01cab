"""Tables for documents: Markdown with pipes, LaTeX with booktabs."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

# Heading, texts and whether they are aligned to the right.
Columns = Sequence[tuple[str, Sequence[str], bool]]


def _name_greek(letter: str) -> str:
    name = unicodedata.name(letter).split()[-1].replace("LAMDA", "LAMBDA")
    return name.capitalize() if letter.isupper() else name.lower()


_LATEX = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    '"': r"\textquotedbl{}",
    "`": r"\textasciigrave{}",
    "–": "--",
    "—": "---",
    "…": r"\ldots{}",
    "≈": r"$\approx$",
    "≠": r"$\neq$",
    "≤": r"$\leq$",
    "≥": r"$\geq$",
    "−": "$-$",
    "×": r"$\times$",
    "·": r"$\cdot$",
    "√": r"$\surd$",
    "∞": r"$\infty$",
    "↑": r"$\uparrow$",
    "↓": r"$\downarrow$",
    "→": r"$\rightarrow$",
    "←": r"$\leftarrow$",
    "µ": r"$\mu$",
    **{character: f"\\{character}" for character in "&%$#_{}"},
    **{letter: f"$\\{_name_greek(letter)}$" for letter in "αβγδεζηθικλμνξπρστυφχψωΓΔΘΛΞΠΣΦΨΩ"},
}
# Two of these are one sign of the font T1: `--lr` would have a dash.
_JOINED = re.compile("(?<=[-,'])(?=[-,'])")
# A bracket after a break would be taken for its argument.
LATEX_BREAK = "\\\\{}\n"
# What inputenc's utf8 knows with the fonts T1 and, by textcomp, TS1; of everything else LaTeX stops.
_LETTERS = (
    "¡£§«»¿ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖØÙÚÛÜÝÞßàáâãäåæçèéêëìíîïðñòóôõöøùúûüýþÿ"
    "ĂăĄąĆćČčĎďĐđĘęĚěĞğİıĹĺĽľŁłŃńŇňŊŋŐőŒœŔŕŘřŚśŞşŠšŢţŤťŮůŰűŸŹźŻżŽž‘’‚“”„‰‹›"
    "¢¤¥¦¨©ª¬®¯°±²³´¶¹º¼½¾÷•€™"
)
_MARKDOWN = re.compile(r"[\\|`*<\[\]]")


def markdown(columns: Columns) -> str:
    """A table with pipes."""
    heads = " | ".join(escape_markdown(head) for head, _, _ in columns)
    rules = " | ".join("---:" if right else "---" for _, _, right in columns)
    lines = [f"| {heads} |", f"| {rules} |"]
    for row in zip(*(texts for _, texts, _ in columns), strict=True):
        lines.append(f"| {' | '.join(map(escape_markdown, row))} |")
    return "\n".join(lines)


def latex(columns: Columns, *, heads: bool = True) -> str:
    """A tabular with the rules of the package booktabs."""
    alignment = "".join("r" if right else "l" for _, _, right in columns)
    lines = [f"\\begin{{tabular}}{{{alignment}}}", "\\toprule"]
    if heads:
        lines += [_latex_row([head for head, _, _ in columns]), "\\midrule"]
    lines += [_latex_row(row) for row in zip(*(texts for _, texts, _ in columns), strict=True)]
    return "\n".join([*lines, "\\bottomrule", "\\end{tabular}"])


def markdown_titled(title: str, grid: str, notes: Sequence[str]) -> str:
    """A table below a heading, with notes below that."""
    notes = [escape_markdown(note) for note in notes]
    return "\n\n".join(part for part in (f"## {escape_markdown(title)}", grid, "  \n".join(notes)) if part)


def latex_titled(title: str, grid: str, notes: Sequence[str]) -> str:
    """A table below a heading, with notes below that."""
    notes = [escape_latex(note) for note in notes]
    return "\n\n".join(
        part for part in (f"\\section*{{{escape_latex(title)}}}", grid, LATEX_BREAK.join(notes)) if part
    )


def escape_markdown(text: str) -> str:
    """The text with what Markdown takes for markup escaped."""
    return _MARKDOWN.sub(r"\\\g<0>", " ".join(text.splitlines()))


def escape_latex(text: str) -> str:
    """The text with what LaTeX takes for commands escaped, for the fonts T1 and TS1.

    Accents that stand by themselves join their letters; what the fonts lack becomes its code, `[U+4E2D]`.
    """
    whole = unicodedata.normalize("NFC", " ".join(text.split()))
    return "{}".join("".join(map(_latex_character, part)) for part in _JOINED.split(whole))


def _latex_character(character: str) -> str:
    if character in _LATEX:
        return _LATEX[character]
    if " " <= character <= "~" or character in _LETTERS:
        return character
    return f"[U+{ord(character):04X}]"


def _latex_row(texts: Sequence[str]) -> str:
    # A row that begins with a bracket would be taken for an argument of the line break before it.
    cells = [escape_latex(text) for text in texts]
    cells[:1] = [f"{{}}{cell}" if cell.startswith(("[", "*")) else cell for cell in cells[:1]]
    return " & ".join(cells) + r" \\"
