"""The responses of the emulator, including those of a broken connection."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import field
from typing import Any

from csp_tui.domain.quick_dataclass import dataclass
from csp_tui.domain.wording import Message


@dataclass(slots=True)
class Answer:
    """An answer, and how it is delivered.

    Attributes:
        status: The status code.
        body: The content.
        headers: Headers beside the usual ones.
        delay: Seconds before it begins.
        trickle: Seconds between its pieces, 0 to send it at once.
        cut: How many bytes of the content are sent, None for all; the length promises all.
        lost: Whether the connection is closed without an answer.
    """

    status: int
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    delay: float = 0.0
    trickle: float = 0.0
    cut: int | None = None
    lost: bool = False


class EmulatorProblem(ValueError):
    """The emulator can't carry out a manual step, which is not part of Microsoft's services.

    Attributes:
        reason: Why, for people.
    """

    def __init__(self, reason: Message) -> None:
        super().__init__(str(reason))
        self.reason = reason

    def answer(self) -> Answer:
        """The problem as an answer that can be put into any language."""
        values = {name: str(value) for name, value in self.reason.values.items()}
        facts = {"code": "badRequest", "message": str(self), "said": self.reason.text}
        return document({"error": {**facts, "values": values}}, 400)


class Refusal(Exception):
    """A request is not accepted.

    Attributes:
        answer: What is answered.
    """

    def __init__(self, status: int, code: str, message: str, **inner: Any) -> None:
        super().__init__(message)
        self.answer = error(status, code, message, **inner)


def document(value: object, status: int = 200) -> Answer:
    """An answer of JSON."""
    body = json.dumps(value, ensure_ascii=False).encode()
    return Answer(status, body, {"Content-Type": "application/json; charset=utf-8"})


def error(
    status: int, code: str, message: str, *, inner: str = "", resource_id: str = ""
) -> Answer:
    """An error in the form of the Product Ingestion API."""
    details = [{"code": inner, "message": message, "resourceId": resource_id}] if inner else []
    return document({"error": {"code": code, "message": message, "details": details}}, status)


def fault_body(kind: str, status: int) -> tuple[bytes, str]:
    """The content and media type of a failure, in one of the forms that services use."""
    bodies: Mapping[str, tuple[bytes, str]] = {
        "pia": (
            json.dumps({"error": {"code": "fault", "message": "injected", "details": []}}).encode(),
            "application/json",
        ),
        "problem": (
            json.dumps(
                {"type": "about:blank", "title": "injected", "status": status, "errors": {}}
            ).encode(),
            "application/problem+json",
        ),
        "ich": (
            json.dumps({"error": {"code": "ICH0001", "message": "injected"}}).encode(),
            "application/json",
        ),
        "html": (b"<html><body><h1>Bad gateway</h1></body></html>", "text/html"),
        "text": (b"upstream connect error", "text/plain"),
        "empty": (b"", "application/json"),
    }
    return bodies.get(kind, bodies["pia"])
