"""Shows everything in another language, at the same places."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csp_tui import i18n
from csp_tui.ui.kit.page import Page
from csp_tui.ui.terminal.textual_private import ensure_result_callback

if TYPE_CHECKING:
    from csp_tui.ui.kit.app_base import AppBase


def use_language(app: AppBase, language: str) -> None:
    """Use a language from now on."""
    if language != i18n.current():
        i18n.use(language)
        app.call_later(_recreate_pages, app)


def _recreate_pages(app: AppBase) -> None:
    fresh = [page.recreate() for page in app.screen_stack if isinstance(page, Page)]
    while len(app.screen_stack) > 1:
        app.pop_screen()
    ensure_result_callback(app.screen)
    app.switch_screen(fresh[0])
    for page in fresh[1:]:
        app.push_screen(page)
