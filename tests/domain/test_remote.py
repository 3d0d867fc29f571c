"""How a draft here compares with the one in Partner Center, and how two versions come together."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from csp_tui.domain.errors import InvalidInput
from csp_tui.domain.offer import ResellerChannel
from csp_tui.domain.remote import Link, RemoteAudience, SyncState, sync_state
from csp_tui.domain.remote_conflicts import Side, choices, resolved


def some(tenants: str) -> RemoteAudience:
    return RemoteAudience(ResellerChannel.SOME, {tenant: tenant.upper() for tenant in tenants})


ALL = RemoteAudience(ResellerChannel.ALL)
NONE = RemoteAudience(ResellerChannel.NONE)


def link(base: RemoteAudience | None, remote: RemoteAudience, *, gone: bool = False) -> Link:
    return Link(
        offer_id="an-offer", account="default", product="p", type_word="softwareAsAService",
        base=base, remote=remote, live=None, setup={}, resource={},
        seen_at=datetime(2026, 1, 1, tzinfo=UTC), is_gone=gone,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("base", "local", "remote", "state"),
    [
        (some("ab"), some("ab"), some("ab"), SyncState.IN_SYNC),
        (some("ab"), some("abc"), some("ab"), SyncState.TO_PUSH),
        (some("ab"), some("ab"), some("a"), SyncState.TO_PULL),
        (some("ab"), some("abc"), some("a"), SyncState.CONFLICT),
        # Equal changes on both sides are no conflict.
        (some("ab"), some("abc"), some("abc"), SyncState.IN_SYNC),
        (some("ab"), ALL, some("ab"), SyncState.TO_PUSH),
        # An offer that was here before the first pull is never overwritten.
        (None, some("a"), some("b"), SyncState.CONFLICT),
        (None, some("a"), some("a"), SyncState.IN_SYNC),
        (ALL, ALL, RemoteAudience(None, word="terminated"), SyncState.READ_ONLY),
    ],
)
def test_a_draft_is_compared_with_the_last_pull_and_the_remote_draft(
    base: RemoteAudience | None, local: RemoteAudience, remote: RemoteAudience, state: SyncState
) -> None:
    assert sync_state(link(base, remote), local) is state
    assert sync_state(link(base, remote, gone=True), local) is SyncState.GONE


def test_without_a_side_the_changes_of_both_come_together() -> None:
    merged = resolved(some("abc"), some("abcd"), some("bce"), take=None)
    assert merged.tenants == set("bcde")


def test_a_side_is_taken_whole_and_single_partners_otherwise() -> None:
    sides = some("abc"), some("abcd"), some("bce")
    assert resolved(*sides, take=Side.LOCAL).same_as(some("abcd"))
    assert resolved(*sides, take=Side.REMOTE).same_as(some("bce"))
    chosen = resolved(*sides, take=Side.REMOTE, keep=frozenset("d"), drop=frozenset("e"))
    assert chosen.same_as(some("bcd"))


def test_the_option_that_one_side_changed_wins_and_two_changes_need_a_decision() -> None:
    assert resolved(ALL, NONE, ALL, take=None).channel is ResellerChannel.NONE
    assert resolved(ALL, ALL, NONE, take=None).channel is ResellerChannel.NONE
    with pytest.raises(InvalidInput, match="option differs"):
        resolved(ALL, NONE, some("a"), take=None)
    assert resolved(ALL, NONE, some("a"), take=Side.REMOTE).same_as(some("a"))


def test_only_partners_that_differ_can_be_decided_on() -> None:
    assert [one.tenant_id for one in choices(some("ab"), some("abc"), some("b"))] == ["a", "c"]
    with pytest.raises(InvalidInput, match="say the same"):
        resolved(some("ab"), some("abc"), some("b"), take=None, drop=frozenset("b"))


def test_an_audience_is_stored_and_read_back() -> None:
    for audience in (some("ba"), ALL, RemoteAudience(None, word="invited")):
        assert RemoteAudience.from_facts(audience.as_facts()) == audience
