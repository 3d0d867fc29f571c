"""Messages from the parts of the audience page to the page."""

from __future__ import annotations

from textual.message import Message


class DraftChanged(Message):
    """Unsaved changes were added or removed, so what is shown is out of date."""


class RequestCreated(Message):
    """A support request was created and is to be shown.

    Attributes:
        request_id: Its number.
    """

    def __init__(self, request_id: int) -> None:
        super().__init__()
        self.request_id = request_id
