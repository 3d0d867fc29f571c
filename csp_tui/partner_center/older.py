"""The older submission API, which Azure applications and Business Central still need.

Options 1 and 3 are known to work. Publishers report that option 2 is accepted and not kept, so
what was written is read back and compared by the caller.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from csp_tui.domain.offer import ResellerChannel
from csp_tui.domain.remote import RemoteAudience
from csp_tui.partner_center.client import ApiClient, Json
from csp_tui.partner_center.mapping import text_of
from csp_tui.services.remote_port import Call

_READ = {
    "enabled": ResellerChannel.ALL,
    "optin": ResellerChannel.ALL,
    "partialoptin": ResellerChannel.SOME,
    "disabled": ResellerChannel.NONE,
    "optout": ResellerChannel.NONE,
}
_WRITTEN = {
    ResellerChannel.ALL: "Enabled",
    ResellerChannel.SOME: "PartialOptIn",
    ResellerChannel.NONE: "Disabled",
}


class OlderApi:
    """Reads and writes the CSP audience of one product at a time.

    Args:
        client: Calls the API.
    """

    def __init__(self, client: ApiClient) -> None:
        self._client = client

    def read(self, product: str) -> Json:
        """The audience as it is received.

        Raises:
            RemoteProblem: It cannot be read.
        """
        return self._client.get(f"products/{product}/resellerConfiguration")

    def audience(self, resource: Mapping[str, Any]) -> RemoteAudience:
        """The audience as a value."""
        # One client sends the names of fields with capitals.
        fields = {name.lower(): value for name, value in resource.items()}
        word = text_of(fields.get("resellerchannelstate"), 60)
        if not word:
            return RemoteAudience()
        channel = _READ.get(word.lower())
        if channel is None:
            return RemoteAudience(None, {}, word)
        if channel is not ResellerChannel.SOME:
            return RemoteAudience(channel)
        tenants = fields.get("tenantids")
        found = [text_of(one).lower() for one in tenants] if isinstance(tenants, list) else []
        return RemoteAudience(channel, dict.fromkeys(filter(None, found), ""))

    def write_call(self, product: str, wished: RemoteAudience) -> Call:
        """The request that writes the wanted audience."""
        body = {
            "resourceType": "ResellerConfiguration",
            "resellerChannelState": _WRITTEN[wished.channel or ResellerChannel.NONE],
            "tenantIds": sorted(wished.partners),
        }
        url = self._client.address(f"products/{product}/resellerConfiguration").rstrip("?")
        return Call("POST", url, body)

    def send(self, call: Mapping[str, Any]) -> None:
        """Send a request, once.

        Raises:
            AnswerLost: It may have been accepted.
            RemoteProblem: It was not accepted.
        """
        self._client.post(call["url"], call["body"])
