"""Failures on demand: rules that replace, delay, cut or lose a response."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Mapping, Sequence
from typing import Any

from csp_tui.domain.quick_dataclass import dataclass
from csp_tui.partner_center.emulator.answers import Answer, fault_body
from csp_tui.partner_center.emulator.shapes import Json

_WRITE = "^/rp/product-ingestion/configure$"
_READ = "^/rp/product-ingestion/(product|resource-tree|reseller)"
SCENARIOS: Mapping[str, Sequence[Json]] = {
    "calm": (),
    "busy": (
        {"match": {"every": 5}, "do": {"status": 429, "headers": {"Retry-After": "1"}}},
    ),
    "flaky": (
        {"match": {"method": "GET", "probability": 0.1}, "do": {"status": 503, "body": "html"}},
        {"match": {"method": "GET", "probability": 0.05}, "do": {"cut": 20}},
    ),
    "slow": ({"match": {"path": _READ}, "do": {"delay": 2.0}},),
    "locked": (
        {"match": {"method": "POST", "path": _WRITE}, "do": {"status": 423, "body": "pia"}},
    ),
    "no-role": ({"match": {"path": "^/rp/"}, "do": {"status": 403, "body": "pia"}},),
    "expired": (
        # Seldom enough that a call with a new token is not refused again: four run at once.
        {"match": {"path": "^/rp/", "every": 11}, "do": {"status": 401, "body": "pia"}},
    ),
    "strange": ({"match": {"method": "GET", "path": _READ}, "do": {"extra": True}},),
    "lost-answer": (
        {
            "match": {"method": "POST", "path": _WRITE, "phase": "after"},
            "do": {"lost": True},
            "times": 1,
        },
    ),
}  # fmt: skip
"""Bundles of rules by one word."""


@dataclass()
class _Rule:
    """One rule with how often it was met."""

    facts: Json
    seen: int = 0
    used: int = 0

    def applies(self, method: str, path: str, body: bytes, chance: random.Random) -> bool:
        match: Mapping[str, Any] = self.facts.get("match", {})
        if method != match.get("method", method):
            return False
        if not re.search(match.get("path", ""), path):
            return False
        if match.get("contains", "").encode() not in body:
            return False
        if self.used >= self.facts.get("times", self.used + 1):
            return False
        self.seen += 1
        if "nth" in match and self.seen != match["nth"]:
            return False
        if "every" in match and self.seen % match["every"]:
            return False
        if self.seen <= match.get("after", 0):
            return False
        if "probability" in match and chance.random() >= match["probability"]:
            return False
        self.used += 1
        return True


class Faults:
    """The rules in force; the first that matches wins.

    Args:
        rules: Rules as in ``faults.json``.
        seed: Of the rules that are left to chance.
    """

    def __init__(self, rules: Sequence[Json] = (), seed: int = 7) -> None:
        self._rules = [_Rule(facts) for facts in rules]
        self._chance = random.Random(seed)

    def before(self, method: str, path: str, body: bytes) -> Answer | None:
        """What is answered instead, with nothing changed."""
        for rule in self._rules:
            facts = rule.facts
            if facts.get("match", {}).get("phase", "before") != "before" or _alters(facts["do"]):
                continue
            if rule.applies(method, path, body, self._chance):
                return _made(facts["do"])
        return None

    def after(self, method: str, path: str, body: bytes, answer: Answer) -> Answer:
        """The response to send once the change is made."""
        for rule in self._rules:
            facts = rule.facts
            late = facts.get("match", {}).get("phase") == "after"
            if not late and not _alters(facts["do"]):
                continue
            if rule.applies(method, path, body, self._chance):
                return _altered(answer, facts["do"])
        return answer


_ALTERATIONS = ("delay", "trickle", "cut", "extra", "replace", "grow", "link")


def _alters(do: Mapping[str, Any]) -> bool:
    return "status" not in do and any(name in do for name in _ALTERATIONS)


def _made(do: Mapping[str, Any]) -> Answer:
    if do.get("lost"):
        return Answer(0, lost=True)
    status = int(do.get("status", 500))
    body, media = fault_body(do.get("body", "pia"), status)
    headers = {"Content-Type": media, **do.get("headers", {})}
    return Answer(status, body, headers, delay=float(do.get("delay", 0)))


def _altered(answer: Answer, do: Mapping[str, Any]) -> Answer:
    if "status" in do or do.get("lost"):
        return _made(do)
    answer.delay = float(do.get("delay", 0))
    answer.trickle = float(do.get("trickle", 0))
    if "cut" in do:
        answer.cut = int(do["cut"])
    if "grow" in do:
        answer.body += b" " * int(do["grow"])
    if "replace" in do:
        for old, new in do["replace"].items():
            answer.body = answer.body.replace(old.encode(), new.encode())
    if "link" in do or do.get("extra"):
        answer.body = _with_extras(answer.body, do)
    return answer


def _with_extras(body: bytes, do: Mapping[str, Any]) -> bytes:
    try:
        value = json.loads(body)
    except ValueError:
        return body
    if isinstance(value, dict):
        if "link" in do:
            value["@nextLink"] = do["link"]
        else:
            value["x-unknown"] = {"deep": [1, None, {"more": "🙂"}]}
    return json.dumps(value).encode()
