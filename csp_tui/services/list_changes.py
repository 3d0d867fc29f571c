"""Changes of partner lists as functions of a unit of work."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from csp_tui.domain import identifiers
from csp_tui.domain.errors import InvalidInput
from csp_tui.domain.history import Action
from csp_tui.domain.limits import LIST_ROWS
from csp_tui.domain.partner_list import (
    PartnerList,
    checked_list_name,
    checked_title,
    query_facts,
)
from csp_tui.domain.wording import quoted, say
from csp_tui.services.publishing import NAMED_AT_MOST
from csp_tui.services.undo_port import ChangeScope, Snapshot

if TYPE_CHECKING:
    from csp_tui.domain.partner import PartnerQuery
    from csp_tui.services.context import Context
    from csp_tui.services.ports import UnitOfWork


def create_list(
    unit: UnitOfWork,
    context: Context,
    name: str,
    *,
    title: str = "",
    tenant_ids: Collection[str] = (),
    labels: Mapping[str, str] = {},
    query: PartnerQuery | None = None,
) -> PartnerList:
    """Create a partner list in a unit of work, fixed or defined by a search.

    Args:
        unit: The unit of work.
        context: Time and the current user.
        name: Its name.
        title: What people call it.
        tenant_ids: The partners of a fixed list.
        labels: Names of partners that may not be in the directory, by tenant ID.
        query: The search that defines it, None for a fixed list.

    Raises:
        InvalidInput: The name can't be used or is taken, or both partners and a search are given.
    """
    name, title = checked_list_name(name), checked_title(title)
    wanted = _cleaned(tenant_ids)
    if wanted and query is not None:
        raise _not_fixed(name)
    if unit.lists.find(name) is not None:
        raise InvalidInput(
            say("There is already a partner list {name}.", name=quoted(name)),
            say("Use another name, or edit that list."),
            field="name",
        )
    now = context.clock.now()
    listed = PartnerList(name=name, title=title, query=query, created_at=now, updated_at=now)
    nothing = Snapshot(ChangeScope(offer_id="", lists=(name,)))
    unit.lists.put(listed)
    # A list of this name may have existed before; partners that came through it are not its own.
    unit.lists.forget_origin(name)
    unit.lists.add(name, wanted, labels)
    detail = {"list": name, "after": _facts(listed), **_members(wanted, ())}
    context.record(unit, Action.LIST_CREATED, None, detail, nothing)
    return listed


def edit_list(
    unit: UnitOfWork,
    context: Context,
    name: str,
    *,
    title: str | None = None,
    query: PartnerQuery | None = None,
    fix: bool = False,
    add: Collection[str] = (),
    remove: Collection[str] = (),
    labels: Mapping[str, str] = {},
) -> PartnerList:
    """Change a partner list in a unit of work; offers that follow it stay as they are.

    Args:
        unit: The unit of work.
        context: Time and the current user.
        name: Its name.
        title: Its new title, None to keep it.
        query: The new search, None to keep what it has.
        fix: Whether a list that was defined by a search becomes a fixed one.
        add: Partners that join a fixed list.
        remove: Partners that leave it.
        labels: Names of partners that may not be in the directory, by tenant ID.

    Raises:
        InvalidInput: Partners are given for a list that is defined by a search.
        NotFound: There is no such list.
    """
    listed = unit.lists.get(name)
    members = unit.lists.count(name)
    search = None if fix else query or listed.query
    joining, leaving = _cleaned(add), _cleaned(remove)
    if search is not None and (joining or leaving):
        raise _not_fixed(name)
    if members + len(joining) > LIST_ROWS:
        raise InvalidInput(
            say("A partner list can have at most {limit} partners.", limit=LIST_ROWS),
            say("Split it into several lists."),
        )
    known = unit.lists.named(name, (*joining, *leaving))
    joining = tuple(one for one in joining if one not in known)
    leaving = tuple(one for one in leaving if one in known)
    if search is not None and members:
        leaving = tuple(unit.lists.ids(name))
    edited = dataclasses.replace(
        listed,
        title=listed.title if title is None else checked_title(title),
        query=search,
        updated_at=context.clock.now(),
    )
    same = dataclasses.replace(edited, updated_at=listed.updated_at) == listed
    if same and not joining and not leaving:
        return listed
    snapshot = unit.snapshots.capture(ChangeScope(offer_id="", lists=(name,)))
    unit.lists.put(edited)
    unit.lists.remove(name, leaving)
    unit.lists.add(name, joining, labels)
    before, after = _facts(listed), _facts(edited)
    changed = [one for one in after if before[one] != after[one]]
    detail: dict[str, Any] = {"list": name, **_members(joining, leaving)}
    if changed:
        detail["before"] = {one: before[one] for one in changed}
        detail["after"] = {one: after[one] for one in changed}
    context.record(unit, Action.LIST_EDITED, None, detail, snapshot)
    return edited


def delete_list(unit: UnitOfWork, context: Context, name: str) -> None:
    """Delete a partner list in a unit of work; offers keep the partners that came through it.

    Raises:
        NotFound: There is no such list.
    """
    listed = unit.lists.get(name)
    snapshot = unit.snapshots.capture(ChangeScope(offer_id="", lists=(name,)))
    members, followers = unit.lists.ids(name), unit.lists.followers(name)
    unit.lists.delete(name)
    detail = {
        "list": name,
        "before": _facts(listed),
        "offers": followers,
        **_members((), members),
    }
    context.record(unit, Action.LIST_DELETED, None, detail, snapshot)


def follow_list(
    unit: UnitOfWork, context: Context, name: str, offer_ids: Iterable[str], *, follow: bool
) -> list[str]:
    """Make offers follow a partner list, or stop following it, in a unit of work.

    Their drafts stay as they are until the list is applied.

    Returns:
        The offers for which that is a change.

    Raises:
        NotFound: The list or an offer does not exist.
    """
    unit.lists.get(name)
    followers = set(unit.lists.followers(name))
    wanted = [unit.offers.get(one).offer_id for one in dict.fromkeys(offer_ids)]
    changing = [one for one in wanted if (one in followers) is not follow]
    if not changing:
        return []
    snapshot = unit.snapshots.capture(ChangeScope(offer_id="", lists=(name,)))
    if follow:
        unit.lists.follow(name, changing)
    else:
        unit.lists.unfollow(name, changing)
    action = Action.LIST_FOLLOWED if follow else Action.LIST_UNFOLLOWED
    context.record(unit, action, None, {"list": name, "offers": changing}, snapshot)
    return changing


def _cleaned(tenant_ids: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(identifiers.tenant_id(tenant) for tenant in tenant_ids))


def _not_fixed(name: str) -> InvalidInput:
    return InvalidInput(
        say("The partner list {name} is defined by a search.", name=quoted(name)),
        say("Change its search, or create a fixed list for these partners."),
        field="tenant_id",
    )


def _facts(listed: PartnerList) -> dict[str, Any]:
    return {
        "title": listed.title,
        "query": None if listed.query is None else query_facts(listed.query),
    }


def _members(added: Collection[str], removed: Collection[str]) -> dict[str, dict[str, Any]]:
    """Who joins and leaves a list as a history entry names or counts them."""
    part: dict[str, Any] = {}
    for verb, tenants in (("added", added), ("removed", removed)):
        if len(tenants) > NAMED_AT_MOST:
            part[f"{verb}_count"] = len(tenants)
        elif tenants:
            part[verb] = sorted(tenants)
    return {"members": part} if part else {}
