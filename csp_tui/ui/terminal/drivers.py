"""Which driver runs the terminal."""

from __future__ import annotations

from textual.driver import Driver


def resilient_driver(chosen: type[Driver]) -> type[Driver]:
    """The driver to use instead of one of Textual's: one that notices a lost terminal.

    Args:
        chosen: Textual's choice for this platform.
    """
    match chosen.__name__:
        case "LinuxDriver":
            from csp_tui.ui.terminal.driver import ResilientDriver

            return ResilientDriver
        case "WebDriver":
            from csp_tui.ui.terminal.web_driver import ResilientWebDriver

            return ResilientWebDriver
    return chosen
