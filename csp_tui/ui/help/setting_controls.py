"""Help on the controls of the settings."""

from __future__ import annotations

from csp_tui.i18n import N_
from csp_tui.ui.help.entry import ControlHelp

SETTING_CONTROLS = (
    ControlHelp(
        "#setting-language",
        N_("Language"),
        N_(
            "Space or Enter selects the language of every screen; stored data stays as it was "
            "written."
        ),
    ),
    ControlHelp(
        "#setting-theme",
        N_("Colors"),
        N_(
            "Space or Enter selects colors immediately. Every state also has a symbol or a word, "
            "so that none depends on color alone."
        ),
    ),
    ControlHelp(
        "#setting-signs",
        N_("Symbols"),
        N_(
            "Space or Enter selects the symbols for lines and marks. Letters in names stay as "
            "they are."
        ),
    ),
    ControlHelp(
        "#setting-animations",
        N_("Blinking and motion"),
        N_(
            "Space or Enter selects whether cursors blink and lists scroll smoothly. Turn this "
            "off to send less data over a slow connection."
        ),
    ),
    *(
        ControlHelp(
            f"#field-{name}",
            title,
            N_(
                "New support requests start with this contact. If it is empty, they start with "
                "the contact of the last request. It is saved when you leave the field."
            ),
        )
        for name, title in (
            ("contact_name", N_("Contact name")),
            ("contact_email", N_("Contact e-mail")),
            ("contact_phone", N_("Contact phone")),
        )
    ),
)
