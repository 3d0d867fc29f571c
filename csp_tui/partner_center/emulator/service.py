"""The emulator itself: takes a request and answers it, without a socket."""

from __future__ import annotations

import json
import threading
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from csp_tui.domain.quick_dataclass import dataclass
from csp_tui.partner_center.emulator import ingestion, jobs, older, seeds
from csp_tui.partner_center.emulator.answers import (
    Answer,
    EmulatorProblem,
    Refusal,
    document,
)
from csp_tui.partner_center.emulator.assertions import registered
from csp_tui.partner_center.emulator.checks import RequestChecks
from csp_tui.partner_center.emulator.clock import ClockMode, EmulatorClock
from csp_tui.partner_center.emulator.entra import Entra
from csp_tui.partner_center.emulator.faults import SCENARIOS, Faults
from csp_tui.partner_center.emulator.ingestion import IngestionApi
from csp_tui.partner_center.emulator.older import OlderApi
from csp_tui.partner_center.emulator.portal import Portal
from csp_tui.partner_center.emulator.shapes import AudienceProfile, Json
from csp_tui.partner_center.emulator.state import State

_KEPT = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class EmulatorOptions:
    """How an emulator behaves.

    Attributes:
        seed: What the account begins with.
        profile: The form of audience entries.
        strict: Whether only known applications, tokens and tenants are accepted.
        clock: How time passes.
        scenario: A bundle of failures by name.
        faults: Rules of failures beside them.
        schemas: Where the published schemas are, None to check without them.
        certificate: A certificate in PEM form that the account's application may sign in with.
    """

    seed: str | Path = "tour"
    profile: AudienceProfile = "tenant-id-label"
    strict: bool = False
    clock: ClockMode = "step"
    scenario: str = "calm"
    faults: Sequence[Json] = field(default_factory=list)
    schemas: Path | None = None
    certificate: str = ""


class Emulator:
    """Answers like Microsoft's services; safe to call from several threads.

    Args:
        options: How it behaves.

    Raises:
        ValueError: The seed cannot be used.
    """

    state: State
    entra: Entra
    older: OlderApi

    def __init__(self, options: EmulatorOptions | None = None) -> None:
        self.options = options or EmulatorOptions()
        self._lock = threading.RLock()
        self.requests: deque[Json] = deque(maxlen=_KEPT)
        self.reset()

    def reset(self) -> None:
        """Begin again with the seed."""
        options = self.options
        with self._lock:
            self.clock = EmulatorClock(options.clock)
            self.state = State(self.clock, options.profile, options.strict)
            seeds.plant(self.state, options.seed)
            if options.certificate:
                app = self.state.apps[seeds.CLIENT_ID]
                app["certificate"] = registered(options.certificate)
            self.entra, self.older = Entra(self.state), OlderApi(self.state)
            self.faults = Faults([*SCENARIOS[options.scenario], *options.faults])
            self._ingestion = IngestionApi(
                self.state, RequestChecks(options.schemas, options.profile)
            )
            self.portal = Portal(self.state)
            self.requests.clear()

    def handle(self, method: str, target: str, headers: Mapping[str, str], body: bytes) -> Answer:
        """Answer one request.

        Args:
            method: The method.
            target: Path and query.
            headers: Headers with lower-case names.
            body: The content.
        """
        parts = urlsplit(target)
        path, query = parts.path, dict(parse_qsl(parts.query, keep_blank_values=True))
        with self._lock:
            if path == "/portal" or path.startswith("/_emulator/"):
                return self._control(method, path.rpartition("/")[2], body)
            self.clock.tick()
            jobs.advance(self.state)
            answer = self.faults.before(method, path, body)
            if answer is None:
                answer = self._answered(method, path, query, headers, body)
                answer = self.faults.after(method, path, body, answer)
            self.requests.append({"method": method, "path": path, "status": answer.status})
            return answer

    def act(self, facts: Json) -> Json:
        """Do what is done by hand in Partner Center itself; see ``Portal.do``.

        Raises:
            EmulatorProblem: It cannot be done.
        """
        with self._lock:
            jobs.advance(self.state)
            return self.portal.do(facts)

    def _answered(
        self,
        method: str,
        path: str,
        query: Mapping[str, str],
        headers: Mapping[str, str],
        body: bytes,
    ) -> Answer:
        try:
            answer = self.entra.answer(method, path, body)
            if answer is not None:
                return answer
            self.entra.require_token(headers.get("authorization", ""))
            if path.startswith(f"{ingestion.BASE}/"):
                rest = path.removeprefix(f"{ingestion.BASE}/")
                return self._ingestion.answer(method, rest, query, body)
            if path.startswith(f"{older.BASE}/"):
                rest = path.removeprefix(f"{older.BASE}/")
                return self.older.answer(method, rest, query, body)
            raise Refusal(404, "notFound", f"{path} is not part of the emulator.")
        except Refusal as refusal:
            return refusal.answer
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            return Refusal(400, "badRequest", f"The request cannot be read: {error!r}").answer

    def _control(self, method: str, name: str, body: bytes) -> Answer:
        """The calls that look at and steer the emulator itself."""
        try:
            facts: Any = json.loads(body) if body else {}
            if method == "GET":
                match name:
                    case "health":
                        return document({"ok": True})
                    case "state":
                        jobs.advance(self.state)
                        return document(self.state.as_facts())
                    case "requests":
                        return document(list(self.requests))
            else:
                match name:
                    case "portal":
                        return document(self.act(facts))
                    case "reset":
                        self.reset()
                        return document({"ok": True})
                    case "clock":
                        self.clock.advance(float(facts["advance"]))
                        jobs.advance(self.state)
                        return document({"now": self.clock.now().isoformat()})
                    case "faults":
                        self.faults = Faults(facts)
                        return document({"ok": True})
        except EmulatorProblem as problem:
            return problem.answer()
        except (ValueError, KeyError, TypeError) as error:
            return document({"error": {"code": "badRequest", "message": str(error)}}, 400)
        return document({"error": {"code": "notFound", "message": name}}, 404)
