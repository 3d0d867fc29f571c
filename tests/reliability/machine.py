"""Random sequences of commands, which the services must answer as the plain model does.

``python -m tests.reliability.machine --sequences 10000`` runs many on a database in memory;
``tests/services/test_model.py`` runs a few.
"""

from __future__ import annotations

import argparse
import shutil
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import ExitStack, closing
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import ClassVar

import pytest
from hypothesis import HealthCheck, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from csp_tui.bootstrap import open_workbench
from csp_tui.domain.audience import Publish, decide
from csp_tui.domain.clock import FixedClock
from csp_tui.domain.errors import WorkbenchError
from csp_tui.domain.import_rows import AudienceEntry, AudienceFile, ResaleEntry, ResalesFile
from csp_tui.domain.offer import CspContact, ResellerChannel, Setup
from csp_tui.domain.partner import Partner, PartnerQuery
from csp_tui.domain.product import Plan, PlanKind, ProductType
from csp_tui.domain.verdict import Outcome
from csp_tui.services.audience import AudienceEdit
from csp_tui.services.offers import SetupEdit
from csp_tui.services.request_details import RequestDetails
from csp_tui.services.workbench import Workbench
from csp_tui.storage.location import DatabaseLocation, Memory
from tests.conftest import NOW, tenant
from tests.reliability.laws import ALL, NONE, SOME, Audience, broken_by_move, broken_by_state
from tests.reliability.model import Answer, Model, Request

_BATCH = 200
OFFERS = ("first-offer", "second-offer")
ASKED = RequestDetails(
    title="Please", description="Do it", contact_name="Ann", contact_email="ann@contoso.example"
)
COMPLETE = Setup(
    name="Complete",
    plans=(Plan("one", PlanKind.SOLUTION_TEMPLATE),),
    csp_url="https://contoso.example/csp",
    csp_contact=CspContact("Ada", "ada@contoso.example", ""),
)
SETUPS = {
    ProductType.SAAS: (
        Setup(name="Bare"),
        Setup(
            name="Listed",
            markets=("DE", "FR"),
            csp_url="https://contoso.example/csp",
            csp_contact=CspContact("Ada", "", "123"),
        ),
        Setup(name="Not ours", transactable=False),
    ),
    ProductType.AZURE_APPLICATION: (Setup(name="Without plans"), COMPLETE),
    ProductType.CONTAINER: (Setup(name="A box"),),
}
offers = st.sampled_from([OFFERS[0], OFFERS[0], OFFERS[1]])
tenants = st.integers(1, 4).map(tenant)
groups = st.frozensets(tenants, max_size=3)
options = st.sampled_from([ALL, SOME, NONE])


class Services(RuleBasedStateMachine):
    """Does the same to the services and to the model."""

    template: ClassVar[Path]
    in_memory: ClassVar[bool] = False
    commands: ClassVar[Counter[str]] = Counter()

    def __init__(self) -> None:
        super().__init__()
        self.cleanup = ExitStack()
        self.location = self.new_database()
        self.clock = FixedClock(NOW)
        self.model = Model()
        self.imports = 0
        self.workbench = self.opened()

    def new_database(self) -> DatabaseLocation:
        if self.in_memory:
            memory = Memory(_without_wal(self.template))
            self.cleanup.callback(memory.close)
            return memory
        folder = self.cleanup.enter_context(tempfile.TemporaryDirectory())
        return Path(shutil.copy(self.template, Path(folder) / "model.sqlite"))

    def opened(self) -> Workbench:
        return open_workbench(self.location, clock=self.clock, who="tester")

    def teardown(self) -> None:
        self.workbench.close()
        self.cleanup.close()

    def agree(self, deed: str, answer: Callable[[], Answer], do: Callable[[], object]) -> Answer:
        """Ask the model, do it, and check that both give the same answer."""
        self.commands[deed] += 1
        self.clock.moment += timedelta(hours=1)
        before = {name: self.model.audience(name) for name in OFFERS}
        entries = self.newest()
        expected = answer()
        refusal = None
        try:
            do()
        except WorkbenchError as error:
            refusal = error
        assert (refusal is not None) is (expected is Answer.REFUSED), (deed, refusal)
        assert (self.newest() > entries) is (expected is Answer.DONE), deed
        for name in OFFERS:
            was, now = before[name], self.model.audience(name)
            if was is not None and now is not None and deed not in ("undo", "redo"):
                assert list(broken_by_move(deed, was, now) if was != now else ()) == []
        return expected

    def newest(self) -> int:
        return max((entry.id for entry in self.workbench.history.entries(limit=1)), default=0)

    @initialize(option=st.sampled_from([SOME, SOME, ALL]), listed=groups)
    def begin(self, option: ResellerChannel, listed: frozenset[str]) -> None:
        """An offer that is live, so that most of the rules have something to say."""
        setup = SETUPS[ProductType.SAAS][1]
        self.create(OFFERS[0], (ProductType.SAAS, setup))
        self.save_draft(OFFERS[0], option, listed if option is SOME else frozenset(), frozenset())
        self.publish(OFFERS[0])

    @rule(
        offer=offers,
        what=st.sampled_from([(kind, setup) for kind in SETUPS for setup in SETUPS[kind]]),
    )
    def create(self, offer: str, what: tuple[ProductType, Setup]) -> None:
        kind, setup = what
        self.agree(
            "create",
            lambda: self.model.create(offer, kind, setup),
            lambda: self.workbench.offers.create(offer, kind, setup),
        )

    @rule(offer=offers, place=st.integers(0, 2))
    def edit(self, offer: str, place: int) -> None:
        at = self.model.audience(offer)
        choices = SETUPS[at.kind if at else ProductType.SAAS]
        setup = choices[place % len(choices)]
        contact = setup.csp_contact
        edit = SetupEdit(
            name=setup.name,
            transactable=setup.transactable,
            plans=setup.plans,
            markets=setup.markets,
            csp_url=setup.csp_url,
            csp_contact_name=contact.name,
            csp_contact_email=contact.email,
            csp_contact_phone=contact.phone,
        )
        self.agree(
            "edit",
            lambda: self.model.edit(offer, setup),
            lambda: self.workbench.offers.edit(offer, edit),
        )

    @rule(offer=offers)
    def delete(self, offer: str) -> None:
        self.agree(
            "delete",
            lambda: self.model.delete(offer),
            lambda: self.workbench.offers.delete(offer),
        )

    @rule(offer=offers, option=st.none() | options, add=groups, remove=groups)
    def save_draft(
        self,
        offer: str,
        option: ResellerChannel | None,
        add: frozenset[str],
        remove: frozenset[str],
    ) -> None:
        edit = AudienceEdit(option, tuple(sorted(add)), tuple(sorted(remove)))
        self.agree(
            "save draft",
            lambda: self.model.save_draft(offer, option, add, remove),
            lambda: self.workbench.audience.save_draft(offer, edit),
        )

    @rule(offer=offers)
    def publish(self, offer: str) -> None:
        self.agree(
            "publish",
            lambda: self.model.publish(offer),
            lambda: self.workbench.offers.publish(offer),
        )

    @rule(offer=offers)
    def sync(self, offer: str) -> None:
        self.agree(
            "sync",
            lambda: self.model.sync(offer),
            lambda: self.workbench.audience.sync(offer),
        )

    @rule(offer=offers, sold=groups.filter(bool))
    def resell(self, offer: str, sold: frozenset[str]) -> None:
        self.agree(
            "resell",
            lambda: self.model.resell(offer, sold),
            lambda: self.workbench.resales.record_all(offer, sorted(sold)),
        )

    @rule(sales=st.lists(st.tuples(offers, tenants), min_size=1, max_size=4))
    def import_resales(self, sales: list[tuple[str, str]]) -> None:
        """A file with resales of one or more offers."""
        entries = [ResaleEntry(line, *sale) for line, sale in enumerate(sales, start=2)]

        self.agree(
            "import resales",
            lambda: self.model.resell_together(sales),
            lambda: self.workbench.resales.import_resales(ResalesFile(entries)),
        )

    @rule(offer=offers, listed=groups.filter(bool))
    def import_list(self, offer: str, listed: frozenset[str]) -> None:
        """A file with an audience list, whose partners join the draft."""
        entries = [AudienceEntry(line, one) for line, one in enumerate(sorted(listed), start=2)]
        service, file = self.workbench.audience_import, AudienceFile(entries)

        def answer() -> Answer:
            at = self.model.audience(offer)
            if at is not None and listed <= at.draft:
                return Answer.NOTHING
            return self.model.save_draft(offer, None, listed, frozenset())

        self.agree("import a list", answer, lambda: service.run(service.preview(offer, file), file))

    @rule(offer=offers, partner=tenants)
    def remove_resale_record(self, offer: str, partner: str) -> None:
        self.agree(
            "take a resale back",
            lambda: self.model.remove_resale_record(offer, partner),
            lambda: self.workbench.resales.remove(offer, partner),
        )

    @rule(offer=offers, leaving=groups.filter(bool))
    def ask_removal(self, offer: str, leaving: frozenset[str]) -> None:
        may = self.model.may_ask_removal(offer, leaving)
        self.ask(
            offer,
            may,
            Request(leaving=leaving),
            lambda: (
                self.workbench.support.create_removal(
                    offer, sorted(leaving), language="en", details=ASKED
                ).id
            ),
        )

    @rule(offer=offers, option=options, joining=groups)
    def ask_option(self, offer: str, option: ResellerChannel, joining: frozenset[str]) -> None:
        joining = joining if option is SOME else frozenset()
        may = self.model.may_ask_option(offer, option)
        self.ask(
            offer,
            may,
            Request(option=option, joining=joining),
            lambda: (
                self.workbench.support.create_option_change(
                    offer, option, authorize=sorted(joining), language="fr", details=ASKED
                ).id
            ),
        )

    def ask(self, offer: str, may: bool, request: Request, begin: Callable[[], int]) -> None:
        self.clock.moment += timedelta(hours=1)
        if not may:
            with pytest.raises(WorkbenchError):
                begin()
            return
        number = begin()
        known = {known for part in self.model.parts.values() for known in part.requests}
        assert number not in known
        self.model.ask(offer, number, request)

    def numbers(self) -> list[int]:
        return sorted(number for part in self.model.parts.values() for number in part.requests) or [
            1
        ]

    @rule(verb=st.sampled_from(["submit", "decline", "withdraw"]), place=st.integers(0, 5))
    def answer(self, verb: str, place: int) -> None:
        number = self.numbers()[-1 - place % len(self.numbers())]
        self.agree(
            verb,
            lambda: getattr(self.model, verb)(number),
            lambda: getattr(self.workbench.support, verb)(number),
        )

    @rule(place=st.integers(0, 5))
    def update_text(self, place: int) -> None:
        number = self.numbers()[-1 - place % len(self.numbers())]
        self.agree(
            "update text",
            lambda: self.model.update_text(number),
            lambda: self.workbench.support.update_text(number),
        )

    @rule(place=st.integers(0, 5))
    def complete(self, place: int) -> None:
        number = self.numbers()[-1 - place % len(self.numbers())]
        self.agree(
            "complete",
            lambda: self.model.complete(number),
            lambda: self.workbench.support.complete(number),
        )

    @rule(offer=offers, option=options, joining=groups)
    def change_by_request(
        self, offer: str, option: ResellerChannel, joining: frozenset[str]
    ) -> None:
        """A request from its beginning to its end, which chance seldom strings together."""
        self.ask_option(offer, option, joining)
        self.answer("submit", 0)
        self.complete(0)

    @rule(offer=offers, partners=groups.filter(bool), first=st.booleans())
    def publish_and_ask_removal(self, offer: str, partners: frozenset[str], first: bool) -> None:
        """Live partners, one of which is to be removed."""
        self.save_draft(offer, SOME, partners, frozenset())
        if first:
            self.publish(offer)
        else:
            self.sync(offer)
        self.ask_removal(offer, frozenset({min(partners)}))
        self.answer("submit", 0)

    @rule(numbers=st.frozensets(st.integers(1, 6), max_size=4), replace=st.booleans())
    def take_directory(self, numbers: frozenset[int], replace: bool) -> None:
        self.imports += 1
        rows = {tenant(number): f"Partner {number} of {self.imports}" for number in numbers}
        partners = [Partner(tenant_id=one, name=name, country="FR") for one, name in rows.items()]
        if not rows and not replace:
            return
        self.agree(
            "import",
            lambda: self.model.take_directory(rows, replace=replace),
            lambda: self.workbench.directory.import_partners(partners, replace=replace),
        )

    @rule(offer=st.none() | offers)
    def undo(self, offer: str | None) -> None:
        self.agree("undo", lambda: self.model.undo(offer), lambda: self.workbench.undo.undo(offer))

    @rule(offer=st.none() | offers)
    def redo(self, offer: str | None) -> None:
        self.agree("redo", lambda: self.model.redo(offer), lambda: self.workbench.undo.redo(offer))

    @precondition(lambda self: self.imports % 3 == 1)
    @rule()
    def reopen(self) -> None:
        self.workbench.close()
        self.workbench = self.opened()

    @invariant()
    def holds_what_the_model_holds(self) -> None:
        for offer in OFFERS:
            at = self.model.audience(offer)
            found = self.found(offer)
            assert found == at
            if found is not None:
                assert list(broken_by_state(found)) == []
                part = self.model.parts[offer]
                assert self.requests(offer) == part.requests
        rows = self.workbench.directory.search.page(PartnerQuery(), limit=100)
        assert {row.tenant_id: row.name for row in rows} == self.model.directory
        known = {row.state.offer.offer_id for row in self.workbench.offers.rows()}
        assert known == {offer for offer in OFFERS if self.model.audience(offer)}

    def found(self, offer: str) -> Audience | None:
        """An offer as the services show it."""
        try:
            state = self.workbench.offers.show(offer)
        except WorkbenchError:
            return None
        rows = self.workbench.audience.rows(offer)
        stored = state.offer
        found = Audience(
            kind=stored.product_type,
            setup=stored.setup,
            live_setup=stored.live_setup,
            chosen=stored.draft_channel,
            live_option=stored.live_channel,
            draft=frozenset(row.tenant_id for row in rows if row.in_draft),
            live=frozenset(row.tenant_id for row in rows if row.in_live),
            resold=frozenset(row.tenant_id for row in self.workbench.resales.rows(offer)),
        )
        assert state.draft_partners == len(found.draft)
        assert state.live_partners == len(found.live)
        assert state.additions == len(found.draft - found.live)
        assert state.resold == len(found.resold)
        for row in rows:
            assert row.resold is (row.tenant_id in found.resold)
            assert row.in_directory is (row.tenant_id in self.model.directory)
            if row.in_directory:
                assert row.name == self.model.directory[row.tenant_id]
        view = self.workbench.audience.show(offer)
        pending = found.waits if found.is_published else found.is_eligible
        assert (view.next in ("publish", "sync")) is pending
        nothing_left = decide(self.workbench.offers.show(offer), Publish()).outcome
        assert (nothing_left is Outcome.NO_CHANGE) is not (found.waits or not found.is_published)
        return found

    def requests(self, offer: str) -> dict[int, Request]:
        return {
            one.id: Request(
                leaving=frozenset(one.tenant_ids) if one.change_to is None else frozenset(),
                option=one.change_to,
                joining=frozenset(one.tenant_ids) if one.change_to is not None else frozenset(),
                status=one.status.value,
                live_option=one.basis.option if one.basis else None,
                resold=frozenset(one.basis.resold if one.basis else ()),
            )
            for one in self.workbench.support.rows(offer)
        }


@cache
def _without_wal(template: Path) -> Path:
    """A copy that can become a database in memory, which knows no write-ahead log."""
    copy = Path(shutil.copy(template, template.with_suffix(".no-wal")))
    with closing(sqlite3.connect(copy)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
    return copy


def run(sequences: int, first_seed: int, template: Path) -> None:
    """Run so many sequences on databases in memory, in batches with a seed each.

    Raises:
        AssertionError: The services and the model differ; the sequence is printed.
    """
    batch = min(_BATCH, sequences)
    machine = type("Machine", (Services,), {"template": template, "in_memory": True})
    for number, started in enumerate(range(0, sequences, batch)):
        run_state_machine_as_test(
            seed(first_seed + number)(machine),
            settings=settings(
                max_examples=min(batch, sequences - started),
                stateful_step_count=30,
                database=None,
                deadline=None,
                suppress_health_check=list(HealthCheck),
            ),
        )
        print(f"{min(started + batch, sequences)} sequences", file=sys.stderr, flush=True)


def main(argv: Sequence[str] | None = None) -> int:
    """Run sequences and print how many commands they had."""
    parser = argparse.ArgumentParser(prog="python -m tests.reliability.machine")
    parser.add_argument("--sequences", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args(argv)
    start = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="csp-tui-machine-") as folder:
        template = Path(folder) / "empty.sqlite"
        open_workbench(template, clock=FixedClock(NOW), who="tester").close()
        run(args.sequences, args.seed, template)
    commands = Services.commands
    print(
        f"{args.sequences} sequences with {commands.total()} commands in "
        f"{time.monotonic() - start:.0f} s, seed {args.seed}: services and model agree"
    )
    for deed, count in commands.most_common():
        print(f"{deed:<20} {count:>8}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
