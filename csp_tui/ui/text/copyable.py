"""A text that can be copied elsewhere, and the message shown after it was copied."""

from __future__ import annotations

import base64
import os

from csp_tui.domain.quick_dataclass import dataclass
from csp_tui.i18n import gettext as _
from csp_tui.ui.terminal.multiplexer import is_in_tmux

CLIPBOARD_LIMIT = 74_000
"""Bytes of base64 from which on some terminals, and tmux among them, may cut what they get."""


@dataclass(frozen=True, slots=True)
class Copyable:
    """A text that can be taken elsewhere.

    Attributes:
        text: The text as it is; it may hold data.
        what: What it is, as the beginning of a sentence, such as "The tenant ID".
        file_name: Suggested for saving.
    """

    text: str
    what: str
    file_name: str = "text.txt"


def copied_message(text: str, what: str) -> str:
    """What can be said after a text was sent to the terminal, which never confirms it.

    Args:
        text: What was sent.
        what: What it is, as the beginning of a sentence.
    """
    words = _("{what} was copied to the terminal's clipboard, if it has one.").format(what=what)
    if is_in_tmux(os.environ):
        words += " " + _("tmux forwards it with: set -s set-clipboard on")
    if len(base64.b64encode(text.encode())) > CLIPBOARD_LIMIT:
        words += " " + _("It is long, and some terminals cut it off: Save to file keeps all of it.")
    return words
