"""What is done with several support requests at once, in their list."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar

from csp_tui.domain.support import ListedRequest, RequestStatus, SeenRequest
from csp_tui.i18n import gettext as _
from csp_tui.i18n import ngettext
from csp_tui.ui.commands.catalog.common import LIST_MARK_ALL
from csp_tui.ui.commands.catalog.requests import (
    REQUESTS_COMPLETE,
    REQUESTS_PACK,
    REQUESTS_SUBMIT,
)
from csp_tui.ui.commands.command import Command
from csp_tui.ui.commands.key_text import key_label
from csp_tui.ui.kit.section import Section
from csp_tui.ui.requests.list import RequestList
from csp_tui.ui.text.requests import complete_question, request_object_short, submit_question

if TYPE_CHECKING:
    from csp_tui.ui.kit.page import Page

_NAMED_AT_MOST = 8


class RequestsTogether:
    """Marks requests, and submits, completes or packs those that are marked.

    Args:
        section: The list's part of the page.
        page: Gives the page that says what was done.
        show_marks: Shows the marks in the list.

    Attributes:
        marked: The numbers of the marked requests.
    """

    COMMANDS_HERE: ClassVar[Sequence[Command]] = (
        LIST_MARK_ALL,
        REQUESTS_SUBMIT,
        REQUESTS_COMPLETE,
        REQUESTS_PACK,
    )

    def __init__(
        self, section: Section, page: Callable[[], Page], show_marks: Callable[[], None]
    ) -> None:
        self._section = section
        self._page = page
        self._show_marks = show_marks
        self._requests: dict[int, ListedRequest] = {}
        self._seen: dict[int, SeenRequest] = {}
        self._names: Mapping[str, str] = {}
        self.marked: set[int] = set()
        self._is_read = False

    def show(
        self,
        requests: Sequence[ListedRequest],
        seen: Sequence[SeenRequest],
        names: Mapping[str, str],
    ) -> None:
        """Take other requests; marks of those that are closed or gone are forgotten.

        Args:
            requests: Every open request of the list, also where a filter hides it.
            seen: What they say, to change none that says something else when it is submitted.
            names: Offer names by offer ID; an offer without one shows its ID.
        """
        self._requests = {one.id: one for one in requests}
        self._seen = {one.id: one for one in seen}
        self._names = names
        is_first, self._is_read = not self._is_read, True
        kept = self._section.app.kept_marks.get(self._list, frozenset()) if is_first else ()
        self.marked |= set(map(int, kept))
        self.marked &= self._requests.keys()
        self._keep_marks()
        if kept and self.marked:
            self.tell_marks()

    def _keep_marks(self) -> None:
        """Keep the marks for when the user comes back to the list."""
        self._section.app.kept_marks[self._list] = frozenset(map(str, self.marked))

    @property
    def _list(self) -> str:
        return f"requests {self._section.offer_id}"

    def toggle(self, number: int) -> bool:
        """Mark a request, or unmark it; whether that is possible, as with open ones only."""
        if number not in self._requests:
            self._page().tell(_("Only open requests can be marked."), "refused")
            return False
        self.marked ^= {number}
        self._keep_marks()
        return True

    def tell_marks(self) -> None:
        """Say how many requests are marked."""
        count = len(self.marked)
        if not count:
            self._page().tell(_("No request is marked."), "plain")
            return
        text = ngettext("{count} request is marked.", "{count} requests are marked.", count)
        keys = _("Submit: {submit}, complete: {complete}, ticket pack: {pack}.").format(
            submit=key_label("requests.submit"),
            complete=key_label("requests.complete"),
            pack=key_label("requests.pack"),
        )
        self._page().tell(f"{text} {keys}", "plain")

    @property
    def _listing(self) -> RequestList:
        return self._section.query_one(RequestList)

    def _chosen(self, *statuses: RequestStatus) -> list[ListedRequest]:
        """The marked requests in one of some states, oldest first, or the highlighted one."""
        numbers = sorted(self.marked)
        if not numbers and self._section.is_mounted:
            key = self._listing.cursor_key
            numbers = [] if key is None else [int(key)]
        found = (self._requests.get(number) for number in numbers)
        return [one for one in found if one is not None and one.status in statuses]

    def disabled_reason_list_mark_all(self) -> str | None:
        """There must be an open request in sight."""
        return None if self._shown_open() else _("No open request is shown.")

    def command_list_mark_all(self) -> None:
        """Mark all open requests that are shown, or unmark them."""
        shown = self._shown_open()
        self.marked = self.marked - shown if shown <= self.marked else self.marked | shown
        self._keep_marks()
        self._show_marks()
        self.tell_marks()

    def _shown_open(self) -> set[int]:
        if not self._section.is_mounted:
            return set()
        keys = self._listing.shown_keys()
        if keys is None:
            # Some closed ones are not read, so the list is neither sorted nor searched.
            return set(self._requests)
        return self._requests.keys() & map(int, keys)

    def disabled_reason_requests_submit(self) -> str | None:
        """Only drafts can be submitted."""
        return (
            None if self._chosen(RequestStatus.DRAFT) else _("No draft is marked or highlighted.")
        )

    def command_requests_submit(self) -> None:
        """Ask, then mark the drafts as submitted, as one change."""
        chosen = self._chosen(RequestStatus.DRAFT)
        count = len(chosen)
        title, what = submit_question([one.id for one in chosen])
        self._ask(
            title,
            what,
            chosen,
            _("Submit"),
            self._section.app.workbench.support.submit_all,
            ngettext("{count} request submitted.", "{count} requests submitted.", count),
        )

    def disabled_reason_requests_complete(self) -> str | None:
        """Only submitted requests can be completed."""
        if self._chosen(RequestStatus.SUBMITTED):
            return None
        return _("No submitted request is marked or highlighted.")

    def command_requests_complete(self) -> None:
        """Ask, then complete the submitted requests, as one change."""
        chosen = self._chosen(RequestStatus.SUBMITTED)
        count = len(chosen)
        title, what = complete_question([one.id for one in chosen])
        self._ask(
            title,
            what,
            chosen,
            _("Complete"),
            self._section.app.workbench.support.complete_all,
            ngettext(
                "{count} request completed; the audience was changed.",
                "{count} requests completed; the audiences were changed.",
                count,
            ),
        )

    def _ask(
        self,
        title: str,
        what: str,
        chosen: Sequence[ListedRequest],
        button: str,
        change: Callable[..., object],
        message: str,
    ) -> None:
        from csp_tui.ui.kit.dialogs.confirm import confirm

        numbers = [one.id for one in chosen]
        seen = [self._seen[number] for number in numbers]

        def done(_result: object) -> None:
            self.marked.clear()
            page = self._page()
            page.load()
            page.tell(message)

        def go() -> None:
            self._section.tasks.run_write(lambda: change(numbers, seen=seen), done)

        lines = [what, "\n".join(self._lines(chosen))]
        left_out = len(self.marked) - len(chosen)
        if left_out > 0:
            lines.append(
                ngettext(
                    "{count} marked request is in another state and stays as it is.",
                    "{count} marked requests are in another state and stay as they are.",
                    left_out,
                )
            )
        if len(chosen) > 1:
            lines.append(_("All of them are changed or none, and one undo reverts them."))
        confirm(self._section.app, title, lines, button, go)

    def _lines(self, chosen: Sequence[ListedRequest]) -> list[str]:
        lines = [
            f"- {one.id} · {self._names.get(one.offer_id, one.offer_id)} · "
            f"{request_object_short(one)}"
            for one in chosen[:_NAMED_AT_MOST]
        ]
        rest = len(chosen) - len(lines)
        if rest:
            lines.append(ngettext("and {count} more", "and {count} more", rest))
        return lines

    def disabled_reason_requests_pack(self) -> str | None:
        """Only open requests have something to file."""
        if self._chosen(RequestStatus.DRAFT, RequestStatus.SUBMITTED):
            return None
        return _("No open request is marked or highlighted.")

    def command_requests_pack(self) -> None:
        """Ask for the format, then write everything that is to be typed to one file."""
        from csp_tui.ui.kit.dialogs.confirm import ConfirmDialog

        chosen = self._chosen(RequestStatus.DRAFT, RequestStatus.SUBMITTED)
        numbers = [one.id for one in chosen]
        count = len(numbers)

        def answered(choice: str | None) -> None:
            if choice is not None:
                self._write_pack(numbers, choice)

        title = ngettext("Pack of {count} ticket", "Pack of {count} tickets", count)
        lines = [
            _("Everything to type into Partner Center's form, in one file:"),
            "\n".join(self._lines(chosen)),
        ]
        choices = [("text", _("Text")), ("csv", _("CSV for spreadsheets"))]
        self._section.app.push_screen(ConfirmDialog(title, lines, choices), answered)

    def _write_pack(self, numbers: Sequence[int], kind: str) -> None:
        from csp_tui.ui.kit.files.deliver import deliver

        app = self._section.app

        def read() -> str:
            from csp_tui.exchange.request_pack import csv_lines, text_lines

            pack = app.workbench.support.pack(numbers)
            return "".join(csv_lines(pack) if kind == "csv" else text_lines(pack))

        name = "tickets.csv" if kind == "csv" else "tickets.txt"
        self._section.tasks.run(read, lambda text: deliver(app, text, name), group="pack")
