"""Reports for documents: Markdown as it is, LaTeX that plain pdflatex compiles."""

from __future__ import annotations

from tb_lifecycle.printing.cells import printable
from tb_lifecycle.printing.markup import LATEX_BREAK, escape_latex, escape_markdown
from tb_lifecycle.reporting.content import Content

_PREAMBLE = r"""\documentclass[a4paper,10pt]{article}
\usepackage[T1]{fontenc}
\usepackage[utf8]{inputenc}
\usepackage[margin=20mm]{geometry}
\usepackage{textcomp}
\usepackage{booktabs}
\usepackage{graphicx}
\setlength{\parindent}{0pt}
\begin{document}
"""


def wrap(content: Content, body: str, format_name: str) -> str:
    """A document around the sections."""
    lines = [f"Made {content.made}", *(f"{name}: {text}" for name, text in content.facts)]
    lines.append(" · ".join([f"tb_lifecycle {content.version}", *content.expressions]))
    make = _latex if format_name == "latex" else _markdown
    return make(printable(content.title), list(map(printable, lines)), body)


def _markdown(title: str, lines: list[str], body: str) -> str:
    head = "  \n".join(map(escape_markdown, lines))
    return f"# {escape_markdown(title)}\n\n{head}\n\n{body}"


def _latex(title: str, lines: list[str], body: str) -> str:
    head = LATEX_BREAK.join(map(escape_latex, lines))
    # A table wider than the page is made to fit it.
    body = body.replace(
        "\\begin{tabular}",
        "\\resizebox{\\ifdim\\width>\\linewidth\\linewidth\\else\\width\\fi}{!}{%\n\\begin{tabular}",
    )
    body = body.replace("\\end{tabular}", "\\end{tabular}}")
    return f"{_PREAMBLE}{{\\Large {escape_latex(title)}}}\n\n{head}\n\n{body}\n\\end{{document}}\n"
