"""Numbers as people of a language write them."""

from __future__ import annotations

from csp_tui.i18n import current


class Number(int):
    """A count that groups its thousands where it is put into a sentence.

    English writes 1,234 and French 1 234 with a narrow space that never breaks.
    """

    def __format__(self, spec: str) -> str:
        """The number with its groups; a spec of its own is respected."""
        if spec:
            return super().__format__(spec)
        grouped = super().__format__(",")
        return grouped.replace(",", "\u202f") if current() == "fr" else grouped

    def __str__(self) -> str:
        return format(self)
