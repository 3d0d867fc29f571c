"""The older submission API, as far as it has the CSP audience of Azure applications."""

from __future__ import annotations

import json
from collections.abc import Mapping

from csp_tui.partner_center.emulator.answers import Answer, Refusal, document
from csp_tui.partner_center.emulator.state import State

BASE = "/v1.0/ingestion"
_STATES = ("Enabled", "PartialOptIn", "Disabled", "OptIn", "Optin", "OptOut")


class OlderApi:
    """Answers the calls below ``/v1.0/ingestion``.

    Args:
        state: The account.

    Attributes:
        loses_lists: Whether option 2 is accepted and then not kept, as publishers report.
    """

    def __init__(self, state: State) -> None:
        self._state = state
        self.loses_lists = True

    def answer(self, method: str, path: str, query: Mapping[str, str], body: bytes) -> Answer:
        """Answer a call.

        Raises:
            Refusal: It is not accepted.
        """
        _products, *rest = path.split("/")
        if not rest:
            # Products that were migrated are found through the newer API only.
            return document({"value": []})
        product = self._state.products.get(rest[0])
        if product is None or not product.older:
            raise Refusal(404, "notFound", "The product does not exist.")
        if rest[1:] != ["resellerConfiguration"]:
            raise Refusal(404, "notFound", f"{path} is not part of the emulator.")
        if method == "POST":
            wished = json.loads(body)
            if wished.get("resellerChannelState") not in _STATES:
                raise Refusal(400, "badRequest", "resellerChannelState is not valid.")
            loses = self.loses_lists and not product.keeps_lists
            if not (loses and wished["resellerChannelState"] == "PartialOptIn"):
                product.older = {
                    "resellerChannelState": wished["resellerChannelState"],
                    "tenantIds": list(wished.get("tenantIds") or ()),
                }
            self._state.accepted.append({"kinds": ["resellerConfiguration"], "body": wished})
        answer = document({"resourceType": "ResellerConfiguration", **product.older})
        answer.headers["Request-ID"] = self._state.new_id()
        return answer
