"""Help on the controls of the settings."""

from __future__ import annotations

from csp_tui.i18n import N_
from csp_tui.ui.help.entry import ControlHelp

SETTING_CONTROLS = (
    (
        "#setting-language",
        ControlHelp(
            N_("Language"),
            N_(
                "Space or Enter chooses the language of every screen; what is stored stays as it "
                "was written."
            ),
        ),
    ),
    (
        "#setting-theme",
        ControlHelp(
            N_("Colours"),
            N_(
                "Space or Enter chooses colours, at once and for good. Every state also has a sign "
                "or a word, so that none is told by colour alone."
            ),
        ),
    ),
    (
        "#setting-signs",
        ControlHelp(
            N_("Signs"),
            N_(
                "Space or Enter chooses what lines and marks are drawn with. Names keep their "
                "letters in either case."
            ),
        ),
    ),
    (
        "#setting-animations",
        ControlHelp(
            N_("Blinking and motion"),
            N_(
                "Space or Enter chooses whether cursors blink and lists glide. Off sends fewer "
                "bytes through a slow line, and is calmer."
            ),
        ),
    ),
)
