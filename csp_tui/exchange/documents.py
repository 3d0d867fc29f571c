"""Reports as documents: CSV, Markdown and a page to print, with text from data escaped."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field

from csp_tui.domain.quick_dataclass import dataclass
from csp_tui.domain.text import visible
from csp_tui.exchange.cells import csv_cell

_MARKED = re.compile(r"([\\`*_{}\[\]<>()#+\-.!|~&$@:])")
_STYLE = (
    "body{font:14px/1.45 system-ui,sans-serif;margin:2rem;color:#1b1a19}"
    "h1{font-size:1.4rem}h2{font-size:1.1rem;margin-top:1.6rem}"
    "table{border-collapse:collapse;width:100%}"
    "th,td{border:1px solid #c8c6c4;padding:.25rem .5rem;text-align:left;vertical-align:top}"
    "th{background:#f3f2f1}tr{break-inside:avoid}"
    "@media print{body{margin:0}thead{display:table-header-group}}"
)


@dataclass(frozen=True, slots=True)
class Part:
    """A table of a document.

    Attributes:
        title: Its heading.
        columns: The titles of its columns.
        rows: Its rows, a text for each column.
    """

    title: str
    columns: Sequence[str]
    rows: Iterable[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Document:
    """A report.

    Attributes:
        title: Its title.
        language: ``en`` or ``fr``.
        lines: Sentences before the tables.
        parts: Its tables.
    """

    title: str
    language: str
    lines: Sequence[str] = ()
    parts: Sequence[Part] = field(default_factory=tuple)


_HEAD_CELLS = 3
"""Cells of a row that are in its first line where it is read as text."""


def plain_lines(document: Document) -> Iterator[str]:
    """The document to be read on a screen: a row is a line and, where it has more, lines below."""
    yield f"{visible(document.title)}\n"
    for line in document.lines:
        yield f"{visible(line)}\n"
    for part in document.parts:
        yield f"\n{visible(part.title)}\n"
        for row in part.rows:
            cells = [visible(" ".join(cell.split())) for cell in row]
            yield " · ".join(cell for cell in cells[:_HEAD_CELLS] if cell) + "\n"
            for column, cell in list(zip(part.columns, cells, strict=True))[_HEAD_CELLS:]:
                if cell:
                    yield f"  {column}: {cell}\n"


def csv_lines(document: Document) -> Iterator[str]:
    """The tables as CSV, each with its own titles.

    With several, a first column says which one a row is of, and all rows are as long.
    """
    several = len(document.parts) > 1
    width = max((len(part.columns) for part in document.parts), default=0)
    for part in document.parts:
        rest = [""] * (width - len(part.columns))
        yield _csv_row([document.title, *part.columns, *rest] if several else part.columns)
        for row in part.rows:
            yield _csv_row([part.title, *row, *rest] if several else row)


def _csv_row(cells: Iterable[str]) -> str:
    return ",".join(csv_cell(visible(" ".join(cell.split()))) for cell in cells) + "\n"


def markdown_lines(document: Document) -> Iterator[str]:
    """The document as Markdown."""
    yield f"# {_marked(document.title)}\n"
    for line in document.lines:
        yield f"\n{_marked(line)}\n"
    for part in document.parts:
        yield f"\n## {_marked(part.title)}\n\n"
        yield "| " + " | ".join(map(_marked, part.columns)) + " |\n"
        yield "|" + " --- |" * len(part.columns) + "\n"
        for row in part.rows:
            yield "| " + " | ".join(map(_marked, row)) + " |\n"


def _marked(text: str) -> str:
    """A text that stays itself in Markdown, on one line."""
    return _MARKED.sub(r"\\\1", visible(" ".join(text.split())))


def html_lines(document: Document) -> Iterator[str]:
    """The document as one page without scripts or links, to be printed."""
    title = _escaped(document.title)
    yield (
        f'<!doctype html>\n<html lang="{document.language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta http-equiv="Content-Security-Policy" '
        "content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>\n"
    )
    for line in document.lines:
        yield f"<p>{_escaped(line)}</p>\n"
    for part in document.parts:
        yield f"<h2>{_escaped(part.title)}</h2>\n<table>\n<thead><tr>"
        yield "".join(f"<th>{_escaped(column)}</th>" for column in part.columns)
        yield "</tr></thead>\n<tbody>\n"
        for row in part.rows:
            yield "<tr>" + "".join(f"<td>{_escaped(cell)}</td>" for cell in row) + "</tr>\n"
        yield "</tbody>\n</table>\n"
    yield "</body>\n</html>\n"


def _escaped(text: str) -> str:
    return html.escape(visible(text))
