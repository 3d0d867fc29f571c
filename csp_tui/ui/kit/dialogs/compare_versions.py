"""Compare what the user typed with what someone else has saved, and select the one to keep."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button, Static

from csp_tui.domain.history import Entry
from csp_tui.domain.history_words import summarize
from csp_tui.domain.text import visible
from csp_tui.i18n import N_, moment, ngettext, render
from csp_tui.i18n import gettext as _
from csp_tui.ui.kit.dialog import Dialog
from csp_tui.ui.text.conflicts import VersionRow

_ENTRIES_AT_MOST = 3


class VersionsDialog(Dialog[str]):
    """Shows both versions; the result is ``mine``, ``theirs`` or ``fields``, None decides later.

    Args:
        entries: What others have changed, newest first.
        rows: The fields that differ.
        by_field: Whether the page can show both sides field by field.
    """

    HELP_TEXT = N_(
        "Someone else saved a change to what you are changing here, so both versions are "
        "shown. Keep yours applies your change to the newest version after checking the "
        "rules; what you did not change stays theirs. Escape decides later and keeps what "
        "you typed."
    )
    AUTO_FOCUS = "#later"
    DEFAULT_CSS = """
    VersionsDialog {
        & > .dialog { width: 110; }
        &.-short > .dialog { height: 96%; }
        &.-short .dialog-body { height: 1fr; }
        & .version { height: auto; margin-bottom: 1; }
        & .version-label { text-style: bold; height: auto; }
        & .sides { layout: horizontal; height: auto; }
        & .sides > Static { width: 1fr; height: auto; padding-right: 1; }
        & .sides > .side-before { color: $text-muted; }
        &.-narrow .sides { layout: vertical; }
        &.-narrow .sides > Static { width: 100%; }
    }
    """

    def __init__(
        self, entries: Sequence[Entry], rows: Sequence[VersionRow], *, by_field: bool
    ) -> None:
        super().__init__(_("Changed by someone else"))
        self._entries = entries
        self._rows = rows
        self._by_field = by_field

    def compose_body(self) -> Iterable[Widget]:
        """The changes with their authors, then every field that differs."""
        yield self.text("\n".join(change_lines(self._entries)))
        for row in self._rows:
            with Vertical(classes="version"):
                yield Static(Content(visible(row.label)), classes="version-label")
                with Vertical(classes="sides"):
                    yield _side(_("Yours"), row.yours, "side-yours")
                    yield _side(_("Theirs (saved)"), row.theirs, "side-theirs")
                    yield _side(_("Before"), row.before, "side-before")
        if not self._rows:
            yield self.text(_("It affects other fields than those you changed here."))

    def compose_buttons(self) -> Iterable[Button]:
        """Decide later, then the choices."""
        yield Button(_("Decide later"), id="later")
        yield Button(_("Use theirs"), id="theirs")
        if self._by_field:
            yield Button(_("Field by field"), id="fields")
        yield Button(_("Keep yours"), id="mine", variant="primary")

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Return the choice."""
        event.stop()
        self.dismiss(None if event.button.id == "later" else event.button.id)


def _side(title: str, text: str, classes: str) -> Static:
    text = _("{title}:").format(title=title) + "\n" + (visible(text) or "–")
    return Static(Content(text), classes=classes)


def change_lines(entries: Sequence[Entry]) -> list[str]:
    """List the newest changes with their authors, a line each, and how many more there are."""
    lines = [
        _("{when} {who}: {what}").format(
            when=moment(entry.at), who=entry.who, what=render(summarize(entry))
        )
        for entry in entries[:_ENTRIES_AT_MOST]
    ]
    more = len(entries) - len(lines)
    if more > 0:
        lines.append(ngettext("and {count} more change", "and {count} more changes", more))
    return lines
