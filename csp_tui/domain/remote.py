"""The state of an offer in Partner Center, and how it differs from the state here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from csp_tui.domain.offer import ResellerChannel, Setup
from csp_tui.domain.quick_dataclass import dataclass
from csp_tui.domain.wording import Message

if TYPE_CHECKING:
    from csp_tui.domain.product import ProductType


@dataclass(frozen=True, slots=True)
class RemoteAudience:
    """A CSP reseller audience, wherever it is.

    Attributes:
        channel: The option, None while none was selected.
        partners: Name (or "") by tenant ID; empty unless specific partners are selected.
        word: What Partner Center calls the option where this program does not know the word; such
            an audience is never written.
    """

    channel: ResellerChannel | None = None
    partners: Mapping[str, str] = field(default_factory=dict)
    word: str = ""

    @property
    def tenants(self) -> frozenset[str]:
        """The tenant IDs."""
        return frozenset(self.partners)

    def same_as(self, other: RemoteAudience) -> bool:
        """Whether both say the same, whatever the names of the partners."""
        return (self.channel, self.word, self.tenants) == (other.channel, other.word, other.tenants)

    def as_facts(self) -> dict[str, Any]:
        """As JSON, with a stable order."""
        return {
            "reseller_channel": self.channel,
            "partners": dict(sorted(self.partners.items())),
            "word": self.word,
        }

    @classmethod
    def from_facts(cls, facts: Mapping[str, Any]) -> RemoteAudience:
        """Read it back."""
        channel = facts["reseller_channel"]
        return cls(
            None if channel is None else ResellerChannel(channel),
            dict(facts["partners"]),
            str(facts["word"]),
        )


@dataclass(frozen=True, slots=True)
class RemoteProduct:
    """Which product it is.

    Attributes:
        product: Its ID in Partner Center, which is unique.
        offer_id: Its external ID.
        type_word: Its type in the API's words.
        name: Its name.
    """

    product: str
    offer_id: str
    type_word: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteOffer:
    """One product as it was read.

    Attributes:
        identity: Which product it is.
        product_type: Its type.
        setup: What is entered for it.
        has_markets: Whether its plans say where they are sold; otherwise its setup's markets
            mean nothing.
        draft: The draft's audience; that of live where no draft is pending.
        preview: The preview's audience, None where there is no preview.
        live: The live audience, None while it was never published.
        resource: The draft's audience as it was received, with everything unknown in it.
        older: Whether only the older API can read and write it.
    """

    identity: RemoteProduct
    product_type: ProductType
    setup: Setup
    has_markets: bool = False
    draft: RemoteAudience
    preview: RemoteAudience | None = None
    live: RemoteAudience | None = None
    resource: Mapping[str, Any] = field(default_factory=dict)
    older: bool = False


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A product that could not be read, which does not end a pull.

    Attributes:
        identity: Which product it is.
        reason: Why.
    """

    identity: RemoteProduct
    reason: Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A Partner Center account that the program connects to; no secret is part of it.

    Attributes:
        name: What the person calls it.
        tenant_id: The Microsoft Entra tenant in which the application signs in.
        client_id: The application.
        certificate: The path of the PEM file to sign in with, "" where a secret is used.
        api_version: The ``$version`` of calls.
        item_shape: The form of the first entry of an empty audience: ``id`` or ``resourceId``.
        products: How many products the last pull found.
        pulled_at: When that was, UTC.
    """

    name: str
    tenant_id: str
    client_id: str
    certificate: str = ""
    api_version: str = "2022-07-01"
    item_shape: str = "id"
    products: int = 0
    pulled_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """The link from an offer to its product in Partner Center, with what was last read of it.

    Attributes:
        offer_id: The offer.
        account: The account's name.
        product: The product's ID.
        type_word: Its type in the API's words.
        older: Whether only the older API can write it.
        base: The remote draft that the local draft was last made equal to or resolved against.
        remote: The remote draft when it was last read.
        live: The remote live audience then, None while never published.
        setup: The remote setup that was last taken, as JSON.
        resource: The remote draft as it was received.
        seen_at: When it was last read, UTC.
        is_gone: Whether the last pull no longer found it.
    """

    offer_id: str
    account: str
    product: str
    type_word: str
    older: bool = False
    base: RemoteAudience | None
    remote: RemoteAudience
    live: RemoteAudience | None
    setup: Mapping[str, Any]
    resource: Mapping[str, Any]
    seen_at: datetime
    is_gone: bool = False


@dataclass(frozen=True, slots=True)
class LinkedProduct:
    """A product that an offer is linked to.

    Attributes:
        product: Its ID.
        offer_id: The offer.
        is_gone: Whether the last pull no longer found it.
    """

    product: str
    offer_id: str
    is_gone: bool


class SyncState(StrEnum):
    """How an offer's draft here compares with the one in Partner Center."""

    IN_SYNC = "in-sync"
    TO_PUSH = "to-push"
    TO_PULL = "to-pull"
    CONFLICT = "conflict"
    GONE = "gone"
    READ_ONLY = "read-only"


def sync_state(link: Link, local: RemoteAudience) -> SyncState:
    """Compare a draft with what was last read of the remote one.

    Args:
        link: What was last read.
        local: The draft here.
    """
    if link.is_gone:
        return SyncState.GONE
    if link.remote.word:
        return SyncState.READ_ONLY
    if local.same_as(link.remote):
        return SyncState.IN_SYNC
    if link.base is None:
        return SyncState.CONFLICT
    if local.same_as(link.base):
        return SyncState.TO_PULL
    return SyncState.TO_PUSH if link.remote.same_as(link.base) else SyncState.CONFLICT


class JobKind(StrEnum):
    """What a job does in Partner Center."""

    DRAFT = "draft"
    PREVIEW = "preview"
    LIVE = "live"


class JobState(StrEnum):
    """How far a job is."""

    INTENDED = "intended"
    SENT = "sent"
    UNKNOWN = "unknown"
    RUNNING = "running"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELED = "cancelled"

    @property
    def is_open(self) -> bool:
        """Whether its end is not known yet."""
        return self not in (JobState.SUCCEEDED, JobState.FAILED, JobState.CANCELED)


@dataclass(frozen=True, slots=True)
class JobError:
    """Something that a job could not do.

    Attributes:
        resource: What it concerns, in the API's words.
        code: The error code.
        message: The text, in English where it is the program's own.
        said: The program's sentence that it was made from, to be put into other languages; ""
            where the text comes from outside.
        values: The values of that sentence by name.
        step: What to do next, a sentence of the program, or "".
    """

    resource: str
    code: str
    message: str
    said: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    step: str = ""

    @classmethod
    def of(
        cls, resource: str, code: str, message: Message, step: Message | None = None
    ) -> JobError:
        """An error in the words of the program.

        Args:
            resource: What it concerns.
            code: The error code.
            message: What happened; a sentence without a count.
            step: What to do next, a sentence without values.
        """
        values = {name: str(value) for name, value in message.values.items()}
        return cls(resource, code, str(message), message.text, values, str(step or ""))


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteJob:
    """A write to Partner Center: stored as an intent before it is sent.

    Attributes:
        id: Its number here.
        offer_id: The offer.
        account: The account's name.
        product: The product.
        older: Whether it goes through the older API.
        kind: What it does.
        state: How far it is.
        wished: The draft's audience once it is done, None for publications.
        expected: The remote draft that it was planned on.
        call: Method, address and body of the request.
        job_id: Its ID in Partner Center, "" while that is unknown.
        before: For publications, the number of the target's submission before.
        started_at: When it was intended, UTC.
        sent_at: When it was sent, UTC.
        polled_at: When Partner Center was last asked about it, UTC.
        errors: What it could not do.
    """

    id: int = 0
    offer_id: str
    account: str
    product: str
    older: bool = False
    kind: JobKind
    state: JobState = JobState.INTENDED
    wished: RemoteAudience | None = None
    expected: RemoteAudience | None = None
    call: Mapping[str, Any] = field(default_factory=dict)
    job_id: str = ""
    before: str = ""
    started_at: datetime
    sent_at: datetime | None = None
    polled_at: datetime | None = None
    errors: tuple[JobError, ...] = ()
