"""What services need of Partner Center; ``bootstrap`` hands it in."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from csp_tui.domain.quick_dataclass import dataclass

if TYPE_CHECKING:
    from csp_tui.domain.remote import (
        Account,
        JobError,
        JobState,
        Link,
        LinkedProduct,
        RemoteAudience,
        RemoteJob,
        RemoteOffer,
        RemoteProduct,
        Unreadable,
    )


@dataclass(frozen=True, slots=True)
class Call:
    """One request, exactly as it is sent.

    Attributes:
        method: The method.
        url: The address.
        body: The content.
    """

    method: str
    url: str
    body: Mapping[str, Any]

    def as_facts(self) -> dict[str, Any]:
        """As JSON."""
        return {"method": self.method, "url": self.url, "body": dict(self.body)}


@dataclass(frozen=True, slots=True)
class RemoteDraft:
    """The draft of an audience as it is now, and the resource that it came in."""

    audience: RemoteAudience
    resource: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class JobReport:
    """How far a job is in Partner Center.

    Attributes:
        state: RUNNING, SUCCEEDED, FAILED or CANCELED.
        errors: What it could not do.
    """

    state: JobState
    errors: tuple[JobError, ...] = ()


@dataclass(frozen=True, slots=True)
class Submission:
    """A publication.

    Attributes:
        id: Its durable ID.
        number: Its number, as text.
        target: ``draft``, ``preview`` or ``live``.
        is_completed: Whether nothing of it runs.
    """

    id: str
    number: str
    target: str
    is_completed: bool


class RemoteAccount(Protocol):
    """An account that was signed in to.

    Attributes:
        endpoint: The address that is called, for people.
        poll_seconds: The shortest time between two polls of one job.
    """

    endpoint: str
    poll_seconds: float

    def products(self) -> Iterator[RemoteProduct]:
        """All products.

        Raises:
            RemoteProblem: They cannot be read.
        """

    def read_all(self, products: Collection[RemoteProduct]) -> Iterator[RemoteOffer | Unreadable]:
        """Read products, several at a time, in any order; few answers are in memory at once.

        Raises:
            RemoteProblem: Not a product but the account cannot be read.
        """

    def draft(self, link: Link) -> RemoteDraft:
        """The draft of an audience; that of live where no draft is pending.

        Raises:
            RemoteProblem: It cannot be read.
        """

    def write_call(self, link: Link, draft: RemoteDraft, wished: RemoteAudience) -> Call:
        """The request that writes the wanted audience to the draft."""

    def publish_call(self, link: Link, target: str, preview: str) -> Call:
        """The request that publishes to ``preview`` or ``live``.

        Args:
            link: The product.
            target: Where to.
            preview: The durable ID of the preview's submission, for live.
        """

    def send(self, call: Mapping[str, Any], *, older: bool) -> str:
        """Send a request, once.

        Returns:
            The ID of the job, "" where the API makes none because it is done.

        Raises:
            AnswerLost: It may have been accepted.
            RemoteProblem: It was not accepted.
        """

    def job(self, job_id: str) -> JobReport:
        """How far a job is.

        Raises:
            RemoteMissing: Partner Center does not know it.
            RemoteProblem: It cannot be read.
        """

    def submissions(self, link: Link) -> list[Submission]:
        """The publications of a product.

        Raises:
            RemoteProblem: They cannot be read.
        """

    def probe(self) -> dict[str, Any]:
        """Answers to what is not documented, without names or secrets; reads only.

        Raises:
            RemoteProblem: Not even the products can be read.
        """


class Connector(Protocol):
    """Opens accounts and keeps their secrets."""

    def connect(self, account: Account, secret: str = "") -> RemoteAccount:
        """Open an account; nothing is sent yet.

        Args:
            account: The account.
            secret: The secret to sign in with, "" for the one that is kept.

        Raises:
            InvalidInput: There is no secret, or the extra is not installed.
        """

    def has_secret(self, account: Account) -> bool:
        """Whether there is a secret to sign in with."""

    def store_secret(self, account: Account, secret: str) -> None:
        """Keep a secret.

        Raises:
            InvalidInput: It cannot be kept.
        """

    def forget_secret(self, account: Account) -> None:
        """Delete a secret."""

    @property
    def endpoint(self) -> str:
        """The address that is called, for people."""

    @property
    def is_installed(self) -> bool:
        """Whether the packages that it needs are there; nothing of them is imported."""

    @property
    def emulator(self) -> str:
        """The address of the emulator in the place of the real service, or "".

        Raises:
            InvalidInput: It is not on this computer.
        """

    def use_emulator(self, address: str) -> None:
        """Call an emulator, or the real service with "", as long as the program runs.

        Raises:
            InvalidInput: It is not on this computer.
        """


@runtime_checkable
class PlayedPortal(Protocol):
    """A connector to an emulator, in which manual steps can be simulated."""

    def act(self, act: str, offer_id: str) -> None:
        """Do what is done by hand in Partner Center itself.

        Raises:
            InvalidInput: It cannot be done.
        """


class RemoteReader(Protocol):
    """What is stored of Partner Center."""

    def accounts(self) -> list[Account]:
        """The accounts by name."""

    def links(self, account: str) -> Iterator[Link]:
        """The links of an account, by offer ID, one at a time: each can be large."""

    def products(self, account: str) -> list[LinkedProduct]:
        """The products that an account's offers are linked to."""

    def drafts(self) -> Iterator[Link]:
        """All links with nothing but the drafts that are compared, one at a time."""

    def link(self, offer_id: str) -> Link | None:
        """The link of an offer, or None."""

    def jobs(self, *, open_only: bool = False) -> list[RemoteJob]:
        """Jobs, newest first."""

    def job(self, number: int) -> RemoteJob:
        """One job.

        Raises:
            NotFound: There is none with that number.
        """


class RemoteStore(RemoteReader, Protocol):
    """Writes what is known of Partner Center."""

    def save_account(self, account: Account) -> None:
        """Store an account, in the place of one with its name."""

    def delete_account(self, name: str) -> None:
        """Remove an account with its links; offers and jobs stay."""

    def save_link(self, link: Link) -> None:
        """Store a link, in the place of the one of its offer."""

    def add_job(self, job: RemoteJob) -> RemoteJob:
        """Store a new job; its number is given here."""

    def save_job(self, job: RemoteJob) -> None:
        """Write a job that was read before."""


Sleep = Callable[[float], None]
