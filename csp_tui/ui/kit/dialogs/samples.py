"""Selecting one of the built-in examples, where no other file can be opened."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from textual.widget import Widget
from textual.widgets import Button

from csp_tui.exchange.samples import Sample
from csp_tui.i18n import N_, render
from csp_tui.i18n import gettext as _
from csp_tui.ui.kit.dialog import Dialog


class SamplesDialog(Dialog[Path]):
    """Offers files that ship with the program; the result is the selected one.

    Args:
        title: What the file is for, translated.
        samples: The files.
    """

    HELP_TEXT = N_(
        "Kiosk mode cannot open files on this computer. You can import the built-in examples "
        "instead; each shows first what it would do."
    )
    AUTO_FOCUS = ".sample"
    DEFAULT_CSS = """
    SamplesDialog .sample { width: 100%; height: auto; margin-bottom: 1; }
    """

    def __init__(self, title: str, samples: Sequence[Sample]) -> None:
        super().__init__(title)
        self._samples = samples

    def compose_body(self) -> Iterable[Widget]:
        """One button a file, with what is in it below."""
        yield self.text(_("Select an example:"))
        for index, sample in enumerate(self._samples):
            yield Button(sample.file, classes="sample", name=str(index), variant="primary")
            yield self.text(render(sample.title))

    def compose_buttons(self) -> Iterable[Button]:
        """Leave."""
        yield Button(_("Cancel"), id="cancel")

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Take a file."""
        event.stop()
        if event.button.name:
            self.dismiss(self._samples[int(event.button.name)].path)
