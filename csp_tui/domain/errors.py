"""What can go wrong, each with a sentence, a reason and a next step for the person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csp_tui.domain.wording import Message, say

if TYPE_CHECKING:
    from csp_tui.domain.history import Entry
    from csp_tui.domain.support import SupportRequest
    from csp_tui.domain.verdict import Verdict


class WorkbenchError(Exception):
    """Base of every expected error.

    Attributes:
        message: What happened and why, in one or two sentences.
        next_step: What the person can do now, or None where nothing can be done.
    """

    def __init__(self, message: Message, next_step: Message | None = None) -> None:
        super().__init__(str(message))
        self.message = message
        self.next_step = next_step


class RuleRefusal(WorkbenchError):
    """A rule of the programme does not allow the change, or only by a support request.

    Attributes:
        verdict: The decision with the rule's number and the way that is open.
    """

    def __init__(self, verdict: Verdict) -> None:
        super().__init__(verdict.message, verdict.next_step)
        self.verdict = verdict


class InvalidInput(WorkbenchError):
    """Something that was typed or read cannot be used.

    Attributes:
        field: The name of the input it belongs to, or None.
    """

    def __init__(
        self, message: Message, next_step: Message | None = None, *, field: str | None = None
    ) -> None:
        super().__init__(message, next_step)
        self.field = field


class NotFound(InvalidInput):
    """The thing that was named does not exist."""


class StaleOffer(WorkbenchError):
    """Someone else changed the offer since it was read; nothing was written.

    Attributes:
        offer_id: The offer.
        seen: The version that the change was made on.
        current: The version that is stored now.
    """

    def __init__(self, offer_id: str, seen: int, current: int) -> None:
        super().__init__(
            say(
                "The offer {offer_id} was changed elsewhere since you opened it, "
                "so nothing was saved.",
                offer_id=offer_id,
            ),
            say("Reload the offer, look at what is different, and make your change again."),
        )
        self.offer_id = offer_id
        self.seen = seen
        self.current = current


class StaleRequest(WorkbenchError):
    """Someone else changed the support request since it was read; nothing was written.

    Attributes:
        now: The request as it is stored.
    """

    def __init__(self, now: SupportRequest) -> None:
        super().__init__(
            say(
                "Support request {id} was changed elsewhere since you opened it, so nothing was "
                "saved.",
                id=now.id,
            ),
            say("Look at what is different, and make your change again."),
        )
        self.now = now


class StaleDirectory(WorkbenchError):
    """An import would do something else by now than what was previewed; nothing was written."""

    def __init__(self) -> None:
        super().__init__(
            say(
                "The partner directory or the file was changed since the preview, so nothing was "
                "imported."
            ),
            say("Look at what the import would do now, and import again."),
        )


class Overtaken(InvalidInput):
    """Another change is the newest by now, so nothing was taken back or made again.

    Attributes:
        entry: That change.
    """

    def __init__(self, entry: Entry, what: Message) -> None:
        super().__init__(
            say(
                "Nothing was done, because a newer change comes first, "
                "by {who}, {when} UTC: {what}",
                who=entry.who,
                when=entry.at,
                what=what,
            ),
            say("Look at the newest change, and ask again."),
        )
        self.entry = entry


class StorageProblem(WorkbenchError):
    """The database file cannot be read or written as asked; nothing was changed."""


class DamagedDatabase(StorageProblem):
    """The database file is not whole any more, so that only a backup brings it back."""


class OthersDatabase(StorageProblem):
    """The database file is sound, but a newer version's or another program's."""


class Cancelled(WorkbenchError):
    """A long job was stopped by the person; nothing was changed."""

    def __init__(self) -> None:
        super().__init__(say("Stopped. Nothing was changed."))
