"""Commands of support requests."""

from __future__ import annotations

from csp_tui.i18n import N_
from csp_tui.ui.commands.catalog.common import LIST_FIND, LIST_MARK_ALL
from csp_tui.ui.commands.catalog.offers import CHANGES
from csp_tui.ui.commands.command import Command

REQUESTS_OPEN = Command("requests.open", N_("Open"), N_("Open the highlighted request"), "enter")
REQUESTS_NEW = Command(
    "requests.new", N_("New request"), N_("Create a support request"), "n", writes=True
)
REQUESTS_OPEN_ONLY = Command(
    "requests.open-only",
    N_("Open only"),
    N_("Show only open requests, only old ones, or all requests"),
    "h",
)
REQUESTS_COPY = Command("requests.copy", N_("Copy ticket"), N_("Copy the ticket number"), "y")
REQUESTS_COPY_TEXT = Command(
    "requests.copy-text",
    N_("Copy text"),
    N_("Copy the whole text of the highlighted request"),
    "Y",
    bar=False,
)
REQUESTS_SUBMIT = Command(
    "requests.submit",
    N_("Submit"),
    N_("Mark drafts as submitted: the marked ones, or the highlighted one"),
    "S",
    bar=False,
    writes=True,
)
REQUESTS_COMPLETE = Command(
    "requests.complete",
    N_("Complete"),
    N_("Mark submitted requests as completed: the marked ones, or the highlighted one"),
    "F",
    bar=False,
    writes=True,
)
REQUESTS_PACK = Command(
    "requests.pack",
    N_("Export ticket pack"),
    N_("Save everything to type into Partner Center's form, of the marked requests, to a file"),
    "e",
    bar=False,
)
REQUEST_COMPLETE = Command(
    "request.complete",
    N_("Complete"),
    N_("Mark the request as completed by Microsoft"),
    "c,F",
    writes=True,
)
REQUEST_DECLINE = Command(
    "request.decline",
    N_("Decline"),
    N_("Mark the request as declined by Microsoft"),
    "d",
    writes=True,
)
REQUEST_WITHDRAW = Command(
    "request.withdraw",
    N_("Withdraw"),
    N_("Withdraw the request before Microsoft answers"),
    "w",
    writes=True,
)
REQUEST_TICKET = Command(
    "request.ticket",
    N_("Ticket"),
    N_("Enter the ticket number from Partner Center"),
    "t",
    writes=True,
)
REQUEST_UPDATE = Command(
    "request.update",
    N_("Update text"),
    N_("Rewrite the description for the current state; undo restores the old one"),
    "b",
    writes=True,
)
REQUEST_COPY = Command(
    "request.copy", N_("Copy text"), N_("Copy the whole text of the request"), "Y"
)
REQUEST_COPY_TICKET = Command(
    "request.copy-ticket", N_("Copy ticket"), N_("Copy the ticket number"), "y", bar=False
)
REQUEST_SAVE = Command(
    "request.save",
    N_("Save as text"),
    N_("Save the request to a text file"),
    "e",
    replayable=True,
)
REQUEST_OFFER = Command(
    "request.offer", N_("Open offer"), N_("Go to the offer of this request"), "j", bar=False
)
REQUEST_NEXT = Command("request.next", N_("Next step"), N_("Go to the next step"), "f2", main=True)
REQUEST_PREVIOUS = Command(
    "request.previous", N_("Previous step"), N_("Go to the previous step; nothing is lost"), "f3"
)
REQUEST_SUBMIT = Command(
    "request.submit",
    N_("Submit"),
    N_("Mark the request as submitted in Partner Center"),
    "S",
    writes=True,
    main=True,
)

REQUESTS_COMMANDS = (
    REQUESTS_OPEN,
    REQUESTS_NEW,
    REQUESTS_OPEN_ONLY,
    LIST_FIND,
    REQUESTS_COPY,
    REQUESTS_COPY_TEXT,
    LIST_MARK_ALL,
    REQUESTS_SUBMIT,
    REQUESTS_COMPLETE,
    REQUESTS_PACK,
)
REQUEST_COMMANDS = (
    REQUEST_NEXT,
    REQUEST_SUBMIT,
    REQUEST_UPDATE,
    REQUEST_PREVIOUS,
    REQUEST_COMPLETE,
    REQUEST_DECLINE,
    REQUEST_TICKET,
    REQUEST_WITHDRAW,
    REQUEST_COPY,
    REQUEST_COPY_TICKET,
    REQUEST_SAVE,
    REQUEST_OFFER,
    CHANGES,
)
