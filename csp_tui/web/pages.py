"""The pages that the server responds with, in the current language."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from html import escape
from importlib.resources import files
from pathlib import Path
from string import Template

import textual_serve

from csp_tui import i18n
from csp_tui.i18n import gettext as _

TITLE = "csp-tui"
_OF_THE_TERMINAL = Path(textual_serve.__file__).parent / "static"
_STATIC: dict[str, tuple[Path, str]] = {
    "textual.js": (_OF_THE_TERMINAL / "js" / "textual.js", "text/javascript"),
    "xterm.css": (_OF_THE_TERMINAL / "css" / "xterm.css", "text/css"),
    "font.ttf": (_OF_THE_TERMINAL / "fonts" / "RobotoMono-VariableFont_wght.ttf", "font/ttf"),
    "page.js": (Path(str(files(__package__) / "page" / "page.js")), "text/javascript"),
    "page.css": (Path(str(files(__package__) / "page" / "page.css")), "text/css"),
}


@dataclass(frozen=True)
class StaticFile:
    """A file that the page loads.

    Attributes:
        content: Its bytes.
        kind: Its media type.
        version: Another one for other bytes.
    """

    content: bytes
    kind: str
    version: str


@cache
def static_file(name: str) -> StaticFile | None:
    """A file that the page loads, all from this server; None if it loads none of that name."""
    if name not in _STATIC:
        return None
    path, kind = _STATIC[name]
    content = path.read_bytes()
    return StaticFile(content, kind, sha256(content).hexdigest()[:32])


def workbench() -> str:
    """The page with the workbench in it."""
    return _fill(
        "index.html",
        title=TITLE,
        opening=_("The workbench is being opened."),
        ended=_("This session has ended."),
        again=_("Start over"),
        noscript=_("This page needs JavaScript."),
    )


def ask_token(*, wrong: bool) -> str:
    """The page that asks for the token.

    Args:
        wrong: Whether one was given that is not the right one.
    """
    text = _("Wrong token.") if wrong else _("This page needs a token.")
    label, button = escape(_("Token")), escape(_("Continue"))
    form = (
        f'<form method="post" action="enter"><label for="token">{label}</label>'
        '<input type="password" id="token" name="token" autocomplete="off" required autofocus>'
        f'<button type="submit">{button}</button></form>'
    )
    return _fill("notice.html", {"body": form}, text=text)


def welcome() -> str:
    """The page that takes the token out of the address.

    A redirect would do as well, were it not that browsers then leave out a strict cookie for
    anyone who follows a link from elsewhere.
    """
    head = '<meta http-equiv="refresh" content="0;url=./">'
    return _fill("notice.html", {"head": head}, text=_("The workbench is being opened."))


def full() -> str:
    """The page for a visitor when all places are taken."""
    body = f'<p><a href="./">{escape(_("Try again"))}</a></p>'
    text = _("All sessions are in use. Please try again in a few minutes.")
    return _fill("notice.html", {"body": body}, text=text)


def too_many_guesses() -> str:
    """The page for a wrong token while many others are being refused."""
    body = f'<p><a href="./">{escape(_("Try again"))}</a></p>'
    text = _("Too many wrong tokens were entered. Please try again in a minute.")
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
