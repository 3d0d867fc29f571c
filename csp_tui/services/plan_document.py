"""A plan as JSON values: what scripts read, and what a saved plan is carried out from."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, TypeVar

from csp_tui.domain.errors import InvalidInput
from csp_tui.domain.identifiers import offer_id, tenant_id
from csp_tui.domain.offer import ResellerChannel
from csp_tui.domain.partner_list import checked_list_name, checked_title, query_facts, query_of
from csp_tui.domain.plan import Actor, Effect, GoLive, Step, StepAction, StepOutcome
from csp_tui.domain.tenant_ids import TenantIds
from csp_tui.domain.text import visible
from csp_tui.domain.wording import Message, say
from csp_tui.i18n import render
from csp_tui.services.plan_values import FollowChange, ListChange, OfferResult, Plan

FORMAT = 1
"""The version of the document; a reader refuses others."""
_ID = re.compile(r"[0-9a-f]{8,64}", re.ASCII)
_SENTENCE_LIMIT = 2000
Value = TypeVar("Value")


def document_of(plan: Plan) -> dict[str, Any]:
    """A plan as JSON values; tenant IDs are iterators, so that few are texts at a time."""
    return {
        "format": FORMAT,
        "id": plan.id,
        "made_at": plan.made_at,
        "steps": [_step(plan, step) for step in plan.steps],
        "effects": [_effect(effect) for effect in plan.effects],
        "summary": dataclasses.asdict(plan.summary),
        "warnings": [render(warning, "en") for warning in plan.warnings],
        "lists": [_list_change(change) for change in plan.lists],
        "follows": [dataclasses.asdict(change) for change in plan.follows],
        "options": {"go_live": plan.go_live.value, "requests": plan.requests},
        "offers": list(plan.offers),
        "state": {"history": plan.history, "offers": dict(plan.state)},
    }


def _step(plan: Plan, step: Step) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "n": step.n,
        "offer_id": step.offer_id,
        "action": step.action.value,
        "outcome": step.outcome.value,
        "rule": step.rule,
        "message": render(step.message, "en"),
        "next_step": None if step.next_step is None else render(step.next_step, "en"),
        "warnings": [render(warning, "en") for warning in step.warnings],
        "reseller_channel": None if step.reseller_channel is None else list(step.reseller_channel),
        "added": iter(step.added),
        "removed": iter(step.removed),
        "by": step.by.value,
        "after": list(step.after),
        "request": step.request,
    }
    if step.n in plan.through:
        facts["through"] = {name: iter(ids) for name, ids in plan.through[step.n].items()}
    return facts


def _effect(effect: Effect) -> dict[str, Any]:
    return {
        **dataclasses.asdict(effect),
        "regions_opened": list(effect.regions_opened),
        "regions_closed": list(effect.regions_closed),
    }


def _list_change(change: ListChange) -> dict[str, Any]:
    return {
        "name": change.name,
        "is_new": change.is_new,
        "title": change.title,
        "query": None if change.query is None else query_facts(change.query),
        "added": iter(change.added),
        "removed": iter(change.removed),
    }


def plain(value: object) -> Any:
    """JSON values without iterators and moments, as they can be stored."""
    if isinstance(value, Mapping):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if value is None or isinstance(value, (str, int)):
        return value
    assert isinstance(value, Iterable)
    return [plain(one) for one in value]


def result_facts(result: OfferResult) -> dict[str, Any]:
    """The result for an offer, as JSON values."""
    return {
        "offer_id": result.offer_id,
        "result": result.result.value,
        "requests": list(result.requests),
        "message": None if result.message is None else render(result.message, "en"),
    }


def plan_of(document: object) -> Plan:
    """Read a saved plan; it comes from a file and may hold anything.

    Raises:
        InvalidInput: It is not a plan of this program, or of a newer version.
    """
    facts = _object(document)
    if "format" not in facts or "steps" not in facts:
        raise _not_a_plan("format")
    if facts["format"] != FORMAT:
        raise InvalidInput(
            say(
                "The plan has format {format}, which this version can't read.",
                format=visible(str(facts["format"])[:20]),
            ),
            say("Update csp-tui, or make the plan again with this version."),
            field="format",
        )
    try:
        return _plan(facts)
    except InvalidInput:
        raise
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise _not_a_plan(str(error)[:80]) from error


def _plan(facts: Mapping[str, Any]) -> Plan:
    plan_id = _text(facts["id"])
    if not _ID.fullmatch(plan_id):
        raise _not_a_plan("id")
    state, options = _object(facts["state"]), _object(facts["options"])
    through = {}
    steps = []
    for one in _list(facts["steps"]):
        step = _object(one)
        steps.append(_read_step(step))
        if "through" in step:
            through[steps[-1].n] = {
                checked_list_name(_text(name)): _tenants(ids)
                for name, ids in _object(step["through"]).items()
            }
    return Plan(
        id=plan_id,
        made_at=datetime.fromisoformat(_text(facts["made_at"])).astimezone(UTC),
        history=_number(state["history"]),
        go_live=GoLive(options["go_live"]),
        requests=_flag(options["requests"]),
        offers=_each(facts["offers"], lambda one: offer_id(_text(one))),
        steps=tuple(steps),
        effects=_each(facts["effects"], _read_effect),
        lists=_each(facts["lists"], _read_list),
        follows=_each(facts["follows"], _read_follow),
        through=through,
        state={offer_id(_text(key)): _text(one) for key, one in _object(state["offers"]).items()},
        warnings=_each(facts["warnings"], _sentence),
    )


def _read_step(facts: Mapping[str, Any]) -> Step:
    move = facts["reseller_channel"]
    channels = None if move is None else _each(move, _channel)
    if channels is not None and len(channels) != 2:
        raise ValueError("reseller_channel")
    next_step, request = facts.get("next_step"), facts["request"]
    return Step(
        n=_number(facts["n"]),
        offer_id=offer_id(_text(facts["offer_id"])),
        action=StepAction(facts["action"]),
        outcome=StepOutcome(facts["outcome"]),
        rule=_text(facts["rule"])[:8],
        message=_sentence(facts["message"]),
        next_step=None if next_step is None else _sentence(next_step),
        warnings=_each(facts.get("warnings", ()), _sentence),
        reseller_channel=None if channels is None else (channels[0], channels[1]),
        added=_tenants(facts["added"]),
        removed=_tenants(facts["removed"]),
        by=Actor(facts["by"]),
        after=_each(facts["after"], _number),
        request=None if request is None else _number(request),
    )


def _read_effect(value: object) -> Effect:
    facts = _object(value)
    return Effect(
        offer_id(_text(facts["offer_id"])),
        _number(facts["gaining"]),
        _number(facts["losing"]),
        _each(facts["regions_opened"], _text),
        _each(facts["regions_closed"], _text),
        _number(facts["markets_opened"]),
        _number(facts["markets_closed"]),
    )


def _read_list(value: object) -> ListChange:
    facts = _object(value)
    query = facts["query"]
    return ListChange(
        name=checked_list_name(_text(facts["name"])),
        is_new=_flag(facts["is_new"]),
        title=checked_title(_text(facts["title"])),
        query=None if query is None else query_of(_object(query)),
        added=_tenants(facts["added"]),
        removed=_tenants(facts["removed"]),
    )


def _read_follow(value: object) -> FollowChange:
    facts = _object(value)

    def name(one: object) -> str:
        return checked_list_name(_text(one))

    return FollowChange(
        offer_id(_text(facts["offer_id"])),
        _each(facts["follow"], name),
        _each(facts["unfollow"], name),
    )


def _channel(value: object) -> ResellerChannel | None:
    return None if value is None else ResellerChannel(_text(value))


def _sentence(value: object) -> Message:
    return say("{sentence}", sentence=visible(_text(value)[:_SENTENCE_LIMIT]))


def _tenants(value: object) -> TenantIds:
    return TenantIds(tenant_id(_text(one)) for one in _list(value))


def _each(value: object, read: Callable[[object], Value]) -> tuple[Value, ...]:
    return tuple(read(one) for one in _list(value))


def _object(value: object) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise _not_a_plan("object")
    return value


def _list(value: object) -> Iterable[object]:
    if not isinstance(value, (list, tuple)):
        raise TypeError("list")
    return value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("text")
    return value


def _number(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError("number")
    return value


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise TypeError("true or false")
    return value


def _not_a_plan(what: str) -> InvalidInput:
    return InvalidInput(
        say("This file is not a plan of csp-tui ({what}).", what=visible(what)),
        say("Make a plan with “csp-tui plan FILE --out PLAN”, and apply that file."),
        field="file",
    )
