"""The help sheet: what every control is for, by selectors as in a stylesheet.

The first selector that matches wins, so the particular comes before the general.
"""

from __future__ import annotations

from csp_tui.ui.help.center_controls import CENTER_CONTROLS
from csp_tui.ui.help.offer_controls import AUDIENCE_CONTROLS, OFFER_CONTROLS
from csp_tui.ui.help.partner_controls import PARTNER_CONTROLS
from csp_tui.ui.help.plan_controls import PLAN_CONTROLS
from csp_tui.ui.help.reading_controls import READING_CONTROLS
from csp_tui.ui.help.request_controls import REQUEST_CONTROLS
from csp_tui.ui.help.setting_controls import SETTING_CONTROLS

SHEET = (
    *OFFER_CONTROLS,
    *AUDIENCE_CONTROLS,
    *PARTNER_CONTROLS,
    *REQUEST_CONTROLS,
    *CENTER_CONTROLS,
    *PLAN_CONTROLS,
    *SETTING_CONTROLS,
    *READING_CONTROLS,
)
