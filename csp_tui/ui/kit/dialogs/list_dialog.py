"""A dialog with a list in which one can find something."""

from __future__ import annotations

from typing import TypeVar

from csp_tui.i18n import gettext as _
from csp_tui.ui.kit.dialog import Dialog
from csp_tui.ui.kit.lists.record_list import RecordList
from csp_tui.ui.kit.widgets.find_field import FindField

T = TypeVar("T")


class ListDialog(Dialog[T]):
    """Shows a list below a ``FindField``, which opens with the key that finds in every list."""

    # The field only narrows the list.
    KEEPS_TYPED = False

    def disabled_reason_list_find(self) -> str | None:
        """There must be something to find."""
        if any(one.source.total or one.order.words for one in self.query(RecordList)):
            return None
        return _("There is nothing to find here.")

    def command_list_find(self) -> None:
        """Go to the field of the list."""
        self.query_one(FindField).open()

    def command_back(self) -> None:
        """End the search; without one leave the dialog."""
        field = self.query_one(FindField)
        if field.is_open:
            field.action_leave()
        else:
            super().command_back()
