"""What pictures need: no blinking, and no second app to hand a picture over."""

from __future__ import annotations

import pytest
from textual.widgets import Input, TextArea

from tests.snapshots.pictures import Picture


@pytest.fixture(autouse=True)
def taken_already(monkeypatch: pytest.MonkeyPatch) -> None:
    """Starting an app only to hand over a picture would cost more than taking it."""

    def hand_over(app: Picture, **_options: object) -> str:
        return app.svg

    monkeypatch.setattr("textual._doc.take_svg_screenshot", hand_over)


@pytest.fixture(autouse=True)
def no_blinking(monkeypatch: pytest.MonkeyPatch) -> None:
    """A picture taken half a second later shows the same cursor."""
    monkeypatch.setattr(Input, "_toggle_cursor", lambda _field: None)
    monkeypatch.setattr(TextArea, "_toggle_cursor_blink_visible", lambda _field: None)
