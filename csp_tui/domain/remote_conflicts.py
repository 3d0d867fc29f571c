"""An offer that was changed here and in Partner Center: which partners to keep, and the result."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from csp_tui.domain.errors import InvalidInput
from csp_tui.domain.offer import ResellerChannel, channel_title
from csp_tui.domain.quick_dataclass import dataclass
from csp_tui.domain.wording import say

if TYPE_CHECKING:
    pass
from csp_tui.domain.remote import RemoteAudience


@dataclass(frozen=True, slots=True)
class Choice:
    """One partner in a conflict.

    Attributes:
        tenant_id: The partner.
        name: Its name, or "".
        in_base, in_local, in_remote: On which lists it is.
        merged: Whether it is on the merged list: the side that changed it wins.
    """

    tenant_id: str
    name: str
    in_base: bool
    in_local: bool
    in_remote: bool

    @property
    def merged(self) -> bool:
        """Whether it stays when both sides' changes are put together."""
        return self.in_local if self.in_local != self.in_base else self.in_remote


def choices(
    base: RemoteAudience | None, local: RemoteAudience, remote: RemoteAudience
) -> list[Choice]:
    """The partners that are not on all three lists, by name."""
    base = base or RemoteAudience()
    names = {**base.partners, **remote.partners, **local.partners}
    everyone = local.tenants | remote.tenants | base.tenants
    same = local.tenants & remote.tenants & base.tenants
    found = [
        Choice(
            tenant,
            names.get(tenant, ""),
            tenant in base.partners,
            tenant in local.partners,
            tenant in remote.partners,
        )
        for tenant in everyone - same
    ]
    return sorted(found, key=lambda one: (one.name.casefold(), one.tenant_id))


class Side(StrEnum):
    """Whose version a conflict is resolved with."""

    LOCAL = "local"
    REMOTE = "remote"


def resolved(
    base: RemoteAudience | None,
    local: RemoteAudience,
    remote: RemoteAudience,
    *,
    take: Side | None,
    keep: frozenset[str] = frozenset(),
    drop: frozenset[str] = frozenset(),
) -> RemoteAudience:
    """Put two versions together.

    Args:
        base: What both came from, None where that is not known.
        local: The draft here.
        remote: The draft in Partner Center.
        take: The version to begin with; None puts the changes of both together.
        keep: Partners that are on the list then.
        drop: Partners that are not.

    Raises:
        InvalidInput: Both changed the option, or a partner is on neither list or on all.
    """
    open_to_choice = {one.tenant_id: one for one in choices(base, local, remote)}
    for tenant in keep | drop:
        if tenant not in open_to_choice:
            raise InvalidInput(
                say("Both versions say the same about {tenant}.", tenant=tenant),
                say("Name only partners that differ between the versions."),
                field="keep",
            )
    channel = {Side.LOCAL: local.channel, Side.REMOTE: remote.channel}.get(take or Side.LOCAL)
    if take is None:
        channel = _merged_channel(base, local, remote)
        tenants = (local.tenants & remote.tenants) | {
            tenant for tenant, one in open_to_choice.items() if one.merged
        }
    else:
        tenants = local.tenants if take is Side.LOCAL else remote.tenants
    tenants = (tenants | keep) - drop
    if channel is not ResellerChannel.SOME:
        return RemoteAudience(channel)
    names = {**remote.partners, **local.partners, **(base.partners if base else {})}
    return RemoteAudience(channel, {tenant: names.get(tenant, "") for tenant in tenants})


def _merged_channel(
    base: RemoteAudience | None, local: RemoteAudience, remote: RemoteAudience
) -> ResellerChannel | None:
    if local.channel == remote.channel:
        return local.channel
    origin = None if base is None else base.channel
    if base is not None and local.channel == origin:
        return remote.channel
    if base is not None and remote.channel == origin:
        return local.channel
    raise InvalidInput(
        say(
            "The option differs: “{local}” here, “{remote}” in Partner Center.",
            local=channel_title(local.channel),
            remote=channel_title(remote.channel),
        ),
        say("Decide with --take local or --take remote."),
        field="take",
    )
