"""The words for the three options: Partner Center's, those of its two APIs, and common ones."""

from __future__ import annotations

import re

from csp_tui.domain.errors import InvalidInput
from csp_tui.domain.offer import ResellerChannel
from csp_tui.domain.wording import Message, quoted, say

_TERMS = {
    # The terms of the product ingestion API; this program's own names are the same.
    "all": ResellerChannel.ALL,
    "some": ResellerChannel.SOME,
    "none": ResellerChannel.NONE,
    # The terms of the older ingestion API and of its clients.
    "enabled": ResellerChannel.ALL,
    "optin": ResellerChannel.ALL,
    "partialoptin": ResellerChannel.SOME,
    "disabled": ResellerChannel.NONE,
    "optout": ResellerChannel.NONE,
    # What the options are called in short.
    "any": ResellerChannel.ALL,
    "specific": ResellerChannel.SOME,
    "no": ResellerChannel.NONE,
}
# States that an API reports and that cannot be selected (partner-center-api, section 4).
_STATES = ("notset", "terminated")


def read_option(text: str) -> ResellerChannel:
    """Read one of the three options (R10), by any of its terms.

    Args:
        text: A term in any case; spaces, hyphens and underscores in it do not count.

    Raises:
        InvalidInput: It is none of the terms.
    """
    term = re.sub(r"[\s_-]", "", text).lower()
    option = _TERMS.get(term)
    if option is not None:
        return option
    reason: Message
    if term in _STATES:
        reason = say(
            "{value} is a state that Partner Center reports, not an option to select.",
            value=quoted(text.strip()),
        )
    else:
        reason = say("There is no option {value}.", value=quoted(text[:80]))
    raise InvalidInput(
        reason, say("Select one of: {names}.", names=", ".join(ResellerChannel)), field="option"
    )
