"""A field whose text is neither shown nor copied."""

from __future__ import annotations

from csp_tui.i18n import gettext as _
from csp_tui.ui.kit.widgets.text_fields import TextField

_AT_MOST = 10_000


class SecretField(TextField):
    """A field for a secret: dots instead of its text, and no way to copy that.

    Recovery keeps only what a dialog hands it, and no dialog hands it a secret.
    """

    def __init__(self, *, placeholder: str = "", id: str | None = None) -> None:
        super().__init__(
            password=True,
            placeholder=placeholder,
            id=id,
            max_length=_AT_MOST,
            select_on_focus=False,
        )

    def action_copy(self) -> None:
        """Say that nothing was copied."""
        self.app.notify(_("Secrets cannot be copied."))

    action_cut = action_copy
