"""What can go wrong, each with a sentence, a reason and a next step for the person."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from csp_tui.domain.wording import Message, say

if TYPE_CHECKING:
    from csp_tui.domain.verdict import Verdict

T = TypeVar("T")


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
    """A rule of the CSP program does not allow the change, or only by a support request.

    Attributes:
        verdict: The decision with the rule's number and what is possible instead.
    """

    def __init__(self, verdict: Verdict) -> None:
        super().__init__(verdict.message, verdict.next_step)
        self.verdict = verdict


class ChangeRefused(WorkbenchError):
    """Several changes that belong together can't be made as they are; nothing was written.

    Attributes:
        details: What is in the way, a sentence each.
    """

    def __init__(
        self,
        message: Message,
        next_step: Message | None = None,
        *,
        details: tuple[Message, ...] = (),
    ) -> None:
        super().__init__(message, next_step)
        self.details = details


class InvalidInput(WorkbenchError):
    """Something that was typed or read cannot be used.

    Attributes:
        field: The name of the input it belongs to, or None.
        others: What else can't be used of the same input, each field once.
    """

    def __init__(
        self, message: Message, next_step: Message | None = None, *, field: str | None = None
    ) -> None:
        super().__init__(message, next_step)
        self.field = field
        self.others: tuple[InvalidInput, ...] = ()

    @property
    def all(self) -> tuple[InvalidInput, ...]:
        """This one and the others."""
        return (self, *self.others)


class FieldChecks:
    """Checks several fields, so that everything that is wrong is said at once."""

    def __init__(self) -> None:
        self._found: list[InvalidInput] = []

    def check(self, check: Callable[[], T], default: T) -> T:
        """The checked value of a field, or the default where it can't be used."""
        try:
            return check()
        except InvalidInput as error:
            self._found += error.all
            return default

    def require_valid(self) -> None:
        """Raise what was found.

        Raises:
            InvalidInput: At least one field can't be used; ``others`` has the rest.
        """
        if self._found:
            first = self._found[0]
            first.others = tuple(self._found[1:])
            raise first


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


class StaleDirectory(WorkbenchError):
    """An import would now do something else than what was previewed; nothing was written."""

    def __init__(self) -> None:
        super().__init__(
            say(
                "The partner directory or the file was changed since the preview, so nothing was "
                "imported."
            ),
            say("Check what the import would do now, then import again."),
        )


class BusyDirectory(WorkbenchError):
    """Others replaced the partner directory each time that an import was about to."""

    def __init__(self) -> None:
        super().__init__(
            say("Someone else keeps changing the partner directory, so nothing was imported."),
            say("Wait until the other program has finished, and try again."),
        )


class StorageProblem(WorkbenchError):
    """The database file cannot be read or written as asked; nothing was changed."""


class DatabaseClosed(StorageProblem):
    """A demo was read after another one had taken its place, or after it had ended."""


class DamagedDatabase(StorageProblem):
    """The database file is damaged, so that only a backup restores it."""


class ForeignDatabase(StorageProblem):
    """The database file is intact, but a newer version's or another program's."""


class RemoteProblem(WorkbenchError):
    """Partner Center could not be reached or did not do what was asked.

    Attributes:
        status: The HTTP status, 0 where there was no answer.
        codes: The error codes of the answer, the outermost first.
    """

    def __init__(
        self,
        message: Message,
        next_step: Message | None = None,
        *,
        status: int = 0,
        codes: tuple[str, ...] = (),
    ) -> None:
        super().__init__(message, next_step)
        self.status = status
        self.codes = codes


class RemoteMissing(RemoteProblem):
    """Partner Center has no such thing, or this account cannot see it."""


class AnswerLost(RemoteProblem):
    """A write was sent and its answer was lost, so that it is unknown whether it was accepted."""


class RemoteConflict(WorkbenchError):
    """Something has changed in Partner Center since it was read, so nothing was sent."""


class Canceled(WorkbenchError):
    """A long job was stopped by the person; nothing was changed."""

    def __init__(self) -> None:
        super().__init__(say("Stopped. Nothing was changed."))
