"""The pages that the server answers with, in words of the language in use."""

from __future__ import annotations

from functools import cache
from html import escape
from importlib.resources import files
from pathlib import Path
from string import Template

import textual_serve

from csp_tui import i18n
from csp_tui.i18n import gettext as _

TITLE = "csp-tui"
_OF_THE_TERMINAL = Path(textual_serve.__file__).parent / "static"
STATIC: dict[str, tuple[Path, str]] = {
    "textual.js": (_OF_THE_TERMINAL / "js" / "textual.js", "text/javascript"),
    "xterm.css": (_OF_THE_TERMINAL / "css" / "xterm.css", "text/css"),
    "font.ttf": (_OF_THE_TERMINAL / "fonts" / "RobotoMono-VariableFont_wght.ttf", "font/ttf"),
    "page.js": (Path(str(files(__package__) / "page" / "page.js")), "text/javascript"),
    "page.css": (Path(str(files(__package__) / "page" / "page.css")), "text/css"),
}
"""Every file that the page loads, and its kind; all come from this server."""


def workbench() -> str:
    """The page with the workbench in it."""
    return _fill(
        "index.html",
        title=TITLE,
        opening=_("The workbench is being opened."),
        ended=_("This session has ended."),
        again=_("Begin again"),
        noscript=_("This page needs JavaScript."),
    )


def ask_token(*, wrong: bool) -> str:
    """The page that asks for the token.

    Args:
        wrong: Whether one was given that is not the right one.
    """
    text = _("That token is not the right one.") if wrong else _("This page needs a token.")
    label, button = escape(_("Token")), escape(_("Go on"))
    form = (
        f'<form method="post" action="enter"><label for="token">{label}</label>'
        '<input type="password" id="token" name="token" autocomplete="off" required autofocus>'
        f'<button type="submit">{button}</button></form>'
    )
    return _fill("notice.html", {"body": form}, text=text)


def welcome() -> str:
    """The page that takes the token out of the address.

    A redirect would do as well, were it not that browsers then leave out a strict cookie for
    whoever comes by a link from elsewhere.
    """
    head = '<meta http-equiv="refresh" content="0;url=./">'
    return _fill("notice.html", {"head": head}, text=_("The workbench is being opened."))


def full() -> str:
    """The page for a visitor for whom there is no place at the moment."""
    body = f'<p><a href="./">{escape(_("Try again"))}</a></p>'
    text = _("All places are taken at the moment. Please try again in a few minutes.")
    return _fill("notice.html", {"body": body}, text=text)


def refused(text: str) -> str:
    """A page with a sentence."""
    return _fill("notice.html", text=text)


def _fill(name: str, parts: dict[str, str] | None = None, **words: str) -> str:
    texts = {"title": TITLE, "head": "", "body": "", "language": i18n.current()}
    texts |= {name: escape(text) for name, text in words.items()} | (parts or {})
    return _template(name).substitute(texts)


@cache
def _template(name: str) -> Template:
    return Template((files(__package__) / "page" / name).read_text("utf-8"))
