"""``--map COLUMN=FIELD``: which column of an imported file holds what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from csp_tui.domain.errors import InvalidInput
from csp_tui.domain.wording import quoted, say
from csp_tui.i18n import gettext as _

if TYPE_CHECKING:
    from csp_tui.cli.parser import Parser


def add_map(parser: Parser, fields: Sequence[str]) -> None:
    """Let an import say which column to read.

    Args:
        parser: The command.
        fields: What a column can hold.
    """

    def assignment(text: str) -> tuple[str, str]:
        title, equals, field = text.rpartition("=")
        if not equals or not title.strip() or field.strip() not in fields:
            raise InvalidInput(
                say("{value} does not name a column and a field.", value=quoted(text[:80])),
                say(
                    "Write COLUMN=FIELD, where COLUMN is a title or a number and FIELD is one "
                    "of: {names}.",
                    names=", ".join(fields),
                ),
                field="map",
            )
        return field.strip(), title.strip()

    parser.add_argument(
        "--map",
        dest="mapping",
        type=assignment,
        action="append",
        default=[],
        metavar=_("COLUMN=FIELD"),
        help=_("read FIELD from this column (title or number); FIELD is one of: {names}").format(
            names=", ".join(fields)
        ),
    )


def read_map(assignments: Sequence[tuple[str, str]]) -> Mapping[str, str]:
    """The columns by field.

    Raises:
        InvalidInput: A field is named twice.
    """
    mapping = dict(assignments)
    if len(mapping) < len(assignments):
        raise InvalidInput(
            say("Two columns are given for the same field."),
            say("Use --map once for each field."),
            field="map",
        )
    return mapping
