"""Commands that print a report in one of several formats, or write it to a file."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from csp_tui.cli import output
from csp_tui.cli.files import byte_target, standard_output
from csp_tui.cli.output import table
from csp_tui.cli.session import print_line
from csp_tui.cli.values import STANDARD
from csp_tui.domain.text import visible
from csp_tui.exchange.documents import Document, csv_lines, html_lines, markdown_lines
from csp_tui.exchange.json_pieces import json_pieces
from csp_tui.exchange.writing import write_lines
from csp_tui.i18n import gettext as _

if TYPE_CHECKING:
    from csp_tui.cli.parser import Parser

FORMATS = ("text", "json", "csv", "markdown", "html")


def add_format(parser: Parser) -> None:
    """Let a command choose the format of its report and where it goes."""
    parser.add_argument(
        "--format",
        choices=FORMATS,
        default="text",
        help=_("the format of the report (default: text)"),
    )
    parser.add_argument("--out", metavar=_("FILE"), help=_("the file to write"))


def show_document(
    args: argparse.Namespace,
    document: Callable[[], Document],
    shape: Callable[[], object],
) -> None:
    """Print a report, or write it to the file that ``--out`` names.

    Args:
        args: The arguments of the command, with ``format``, ``out`` and ``json``.
        document: Makes the report.
        shape: Makes its JSON values.
    """
    kind = "json" if args.json else args.format
    if args.out in (None, STANDARD) and kind in ("text", "json"):
        lines = json_pieces(shape()) if kind == "json" else text_lines(document())
        if kind == "json":
            print_line("".join(lines))
        else:
            for line in lines:
                print_line(line)
        return
    target = args.out or STANDARD
    with standard_output(target):
        write_lines(byte_target(target), _lines(kind, document, shape))


def _lines(
    kind: str, document: Callable[[], Document], shape: Callable[[], object]
) -> Iterable[str]:
    match kind:
        case "json":
            return _ended(json_pieces(shape()))
        case "csv":
            return csv_lines(document())
        case "markdown":
            return markdown_lines(document())
        case "html":
            return html_lines(document())
        case _:
            return (f"{line}\n" for line in _file_lines(document()))


def _ended(pieces: Iterator[str]) -> Iterator[str]:
    yield from pieces
    yield "\n"


def _file_lines(document: Document) -> Iterator[str]:
    """A report as a text of its own: what it is, what it says, and its tables with headings."""
    yield visible(document.title)
    yield from map(visible, document.lines)
    for part in document.parts:
        lines = list(table(part.columns, part.rows, aligned=True))
        if lines:
            yield ""
            yield visible(part.title)
            yield from lines


def text_lines(document: Document) -> Iterator[str]:
    """A report as lines for people, or for a pipe; of several tables each line says which."""
    several = len(document.parts) > 1
    for part in document.parts:
        if several and output.is_piped():
            yield from table((), ((part.title, *row) for row in part.rows))
            continue
        yield from table(part.columns, part.rows)
