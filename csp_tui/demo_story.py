"""The demo's story: a believable publisher, created step by step through the real services.

The demo itself opens a copy of what ``python -m csp_tui.demo_story`` has written; run it whenever
the story, the demo's directory or the schema changes.
"""

from __future__ import annotations

import sqlite3
import tomllib
from collections import defaultdict
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from csp_tui.bootstrap import open_workbench
from csp_tui.demo import DEMO_USER, demo_clock
from csp_tui.domain.clock import FixedClock
from csp_tui.domain.desired import DesiredState, ListWish, OfferWish
from csp_tui.domain.offer import CspContact, ResellerChannel, Setup
from csp_tui.domain.partner import Partner, PartnerQuery
from csp_tui.domain.product import Plan, ProductType
from csp_tui.exchange.partners_csv import PartnerFileReader
from csp_tui.exchange.reference import DEMO_LANGUAGES, data_folder, demo_database
from csp_tui.partner_center.demo import DEMO_ACCOUNT, demo_product
from csp_tui.services.audience import AudienceEdit
from csp_tui.services.plan_applying import ApplyOptions
from csp_tui.services.request_details import RequestDetails
from csp_tui.services.workbench import Workbench

Step = dict[str, Any]
Picks = Sequence[tuple[str, int, int]]


def write_story(target: Path, language: str = "en") -> None:
    """Write the story into a new file, replacing an existing one.

    The file is as small as it can be, without a log beside it, and the same byte by byte for the
    same story, schema and SQLite.

    Args:
        target: The file.
        language: The language of its support requests.

    Raises:
        OSError: It cannot be written.
    """
    with TemporaryDirectory(dir=target.parent) as folder:
        draft = Path(folder) / target.name
        clock = demo_clock()
        with closing(open_workbench(draft, clock=clock, who=DEMO_USER)) as workbench:
            tell_story(workbench, clock, language=language)
        with closing(sqlite3.connect(draft, isolation_level=None)) as connection:
            connection.execute("PRAGMA journal_mode = DELETE")
            connection.execute("VACUUM")
        draft.chmod(0o644)
        draft.replace(target)


def tell_story(
    workbench: Workbench, clock: FixedClock, folder: Path | None = None, *, language: str = "en"
) -> None:
    """Make everything happen that the demo shows.

    Args:
        workbench: An empty database's services.
        clock: Their clock; moved from step to step and left at the demo's present.
        folder: Where the story and its files are; the program's own by default.
        language: The language of its support requests.
    """
    folder = folder or data_folder() / "demo"
    story = tomllib.loads((folder / "story.toml").read_text("utf-8"))
    teller = _Storyteller(workbench, folder, language)
    for step in sorted(story["step"], key=lambda step: step["at"]):
        clock.moment = step["at"]
        teller.do(step)
    clock.moment = demo_clock().moment
    workbench.partner_center.accounts.adopt(DEMO_ACCOUNT, demo_product)


class _Storyteller:
    def __init__(self, workbench: Workbench, folder: Path, language: str) -> None:
        self._language = language
        self._workbench = workbench
        self._folder = folder
        self._partners: dict[str, list[Partner]] = defaultdict(list)
        self._request_of: dict[str, int] = {}
        self._verbs: dict[str, Callable[[Step], object]] = {
            "import-partners": self._import_partners,
            "create": self._create,
            "choose": self._choose,
            "add": self._add,
            "publish": lambda step: workbench.offers.publish(step["offer"]),
            "resold": self._resold,
            "request": self._request,
            "submit": lambda step: workbench.support.submit(self._asked(step), step["ticket"]),
            "complete": lambda step: workbench.support.complete(self._asked(step)),
            "decline": lambda step: workbench.support.decline(self._asked(step)),
            "withdraw": lambda step: workbench.support.withdraw(self._asked(step)),
            "create-list": self._create_list,
            "follow": lambda step: workbench.lists.follow(step["list"], step["offers"]),
            "edit-list": lambda step: workbench.lists.edit(
                step["list"], add=self._picked(step["add"])
            ),
            "plan": self._plan,
        }

    def do(self, step: Step) -> None:
        self._verbs[step["do"]](step)

    def _asked(self, step: Step) -> int:
        return self._request_of[step["offer"]]

    def _picked(self, picks: Picks) -> tuple[str, ...]:
        return tuple(
            partner.tenant_id
            for country, start, count in picks
            for partner in self._partners[country][start : start + count]
        )

    def _import_partners(self, step: Step) -> None:
        partners = list(PartnerFileReader(self._folder / step["file"]))
        for partner in partners:
            self._partners[partner.country].append(partner)
        self._workbench.directory.import_partners(partners)

    def _create(self, step: Step) -> None:
        contact = step.get("contact", ["", "", ""])
        setup = Setup(
            name=step["name"],
            transactable=step.get("transactable", True),
            plans=tuple(Plan.parse(plan) for plan in step.get("plans", ())),
            markets=tuple(step.get("markets", ())),
            csp_url=step.get("csp_url", ""),
            csp_contact=CspContact(*contact),
        )
        self._workbench.offers.create(step["offer"], ProductType(step["type"]), setup)

    def _choose(self, step: Step) -> None:
        edit = AudienceEdit(
            channel=ResellerChannel(step["option"]), add=self._picked(step.get("add", ()))
        )
        self._workbench.audience.save_draft(step["offer"], edit)

    def _add(self, step: Step) -> None:
        edit = AudienceEdit(add=self._picked(step["add"]))
        self._workbench.audience.save_draft(step["offer"], edit)

    def _resold(self, step: Step) -> None:
        for tenant_id in self._picked(step["partners"]):
            self._workbench.resales.record(step["offer"], tenant_id, on=step.get("on"))

    def _request(self, step: Step) -> None:
        support = self._workbench.support
        contact = step.get("contact", ["", "", ""])
        details = RequestDetails(
            contact_name=contact[0], contact_email=contact[1], contact_phone=contact[2]
        )
        if "remove" in step:
            request = support.create_removal(
                step["offer"],
                self._picked(step["remove"]),
                language=self._language,
                details=details,
            )
        else:
            request = support.create_option_change(
                step["offer"], ResellerChannel(step["to"]), language=self._language, details=details
            )
        self._request_of[step["offer"]] = request.id

    def _create_list(self, step: Step) -> None:
        countries = frozenset(step.get("countries", ()))
        self._workbench.lists.create(
            step["list"],
            title=step["title"][self._language],
            tenant_ids=self._picked(step.get("partners", ())),
            query=PartnerQuery(countries=countries) if countries else None,
        )

    def _plan(self, step: Step) -> None:
        listed = ListWish(
            name=step["list"],
            title=step["list_title"][self._language],
            partners=self._picked(step["partners"]),
        )
        wish = OfferWish(
            offer_id=step["offer"], without=self._picked(step["remove"]), at_least=True
        )
        self._workbench.plans.apply(
            DesiredState(offers=(wish,), lists=(listed,)),
            ApplyOptions(language=self._language),
            requests=True,
            title=step["title"][self._language],
            keep=True,
        )


if __name__ == "__main__":
    for spoken in DEMO_LANGUAGES:
        write_story(demo_database(spoken), spoken)
