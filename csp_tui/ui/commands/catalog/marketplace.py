"""Commands of the connection to Partner Center."""

from __future__ import annotations

from csp_tui.i18n import N_
from csp_tui.ui.commands.catalog.common import LIST_FIND
from csp_tui.ui.commands.command import Command

CENTER_OPEN = Command("center.open", N_("Open"), N_("Open the highlighted offer"), "enter")
CENTER_PULL = Command(
    "center.pull",
    N_("Pull"),
    N_("Apply the changes made in Partner Center; drafts changed here are kept"),
    "p",
    writes=True,
    main=True,
)
CENTER_PLAN = Command(
    "center.plan",
    N_("Plan"),
    N_("Show what a push would write, and what has to be done by hand"),
    "l",
    replayable=True,
)
CENTER_PUSH = Command(
    "center.push",
    N_("Push"),
    N_("Write the changed drafts to Partner Center, after confirmation"),
    "P",
    writes=True,
)
CENTER_RESOLVE = Command(
    "center.resolve",
    N_("Resolve"),
    N_("Resolve the conflict of the highlighted offer, partner by partner"),
    "c",
    writes=True,
)
CENTER_PUBLISH = Command(
    "center.publish",
    N_("Publish"),
    N_("Publish the highlighted offer in Partner Center, after confirmation"),
    "u",
    writes=True,
)
CENTER_PERSON = Command(
    "center.person",
    N_("Manual step"),
    N_("Show what has to be done by hand in Partner Center for the highlighted offer"),
    "s",
)
CENTER_JOBS = Command(
    "center.jobs", N_("Jobs"), N_("Show what was sent to Partner Center"), "J", replayable=True
)
CENTER_SIGN_IN = Command(
    "center.sign-in",
    N_("Sign in"),
    N_("Sign in to an account of Partner Center"),
    "i",
    writes=True,
    replayable=True,
)
CENTER_ACCOUNTS = Command(
    "center.accounts",
    N_("Accounts"),
    N_("Show another account, sign in to one, or sign out"),
    "a",
)

CENTER_COMMANDS = (
    CENTER_OPEN,
    CENTER_PULL,
    CENTER_PUSH,
    CENTER_RESOLVE,
    CENTER_PERSON,
    CENTER_PLAN,
    CENTER_PUBLISH,
    CENTER_JOBS,
    CENTER_ACCOUNTS,
    CENTER_SIGN_IN,
    LIST_FIND,
)

CONFLICT_TOGGLE = Command(
    "conflict.toggle",
    N_("Keep or drop"),
    N_("Keep or drop the highlighted partner"),
    "space",
    writes=True,
)
CONFLICT_LOCAL = Command(
    "conflict.local", N_("Take local"), N_("Mark the partners of the draft here"), "l"
)
CONFLICT_REMOTE = Command(
    "conflict.remote", N_("Take remote"), N_("Mark the partners of Partner Center"), "r"
)
CONFLICT_BOTH = Command(
    "conflict.both", N_("Take both"), N_("Combine the changes of both sides"), "b"
)
CONFLICT_APPLY = Command(
    "conflict.apply",
    N_("Apply"),
    N_("Make the marked partners the draft here"),
    "f2",
    writes=True,
    main=True,
)
CONFLICT_COMMANDS = (
    CONFLICT_TOGGLE,
    CONFLICT_LOCAL,
    CONFLICT_REMOTE,
    CONFLICT_BOTH,
    CONFLICT_APPLY,
)

ACCOUNTS_USE = Command(
    "accounts.use", N_("Show"), N_("Show the highlighted account"), "enter", main=True
)
ACCOUNTS_SIGN_IN = Command(
    "accounts.sign-in", N_("Sign in"), N_("Sign in to another account"), "i", writes=True
)
ACCOUNTS_SIGN_OUT = Command(
    "accounts.sign-out",
    N_("Sign out"),
    N_("Remove the highlighted account and its secret, after confirmation"),
    "delete",
    writes=True,
)
ACCOUNTS_COMMANDS = (ACCOUNTS_USE, ACCOUNTS_SIGN_IN, ACCOUNTS_SIGN_OUT)
