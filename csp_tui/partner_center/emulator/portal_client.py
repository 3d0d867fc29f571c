"""Asks a running emulator to do what is done by hand in Partner Center."""

from __future__ import annotations

import http.client
import json
from collections.abc import Mapping
from contextlib import closing
from typing import Any

_LONGEST_ANSWER = 100_000
_TIMEOUT = 10.0


def ask_portal(host: str, port: int, facts: Mapping[str, Any]) -> tuple[int, Any]:
    """Send an act and wait for the answer.

    Args:
        host: Where the emulator runs.
        port: Its port.
        facts: The act, its offer and what it is done with.

    Returns:
        The status of HTTP, and the answer or the error.

    Raises:
        OSError: It cannot be reached, or does not answer as it should.
    """
    with closing(http.client.HTTPConnection(host, port, timeout=_TIMEOUT)) as connection:
        try:
            connection.request("POST", "/portal", json.dumps(facts))
            response = connection.getresponse()
            return response.status, json.loads(response.read(_LONGEST_ANSWER))
        except (ValueError, http.client.HTTPException) as error:
            raise OSError(str(error)) from error
