"""Next steps on screen: a key where the command line has a command or an option."""

from __future__ import annotations

from collections.abc import Mapping

from csp_tui.domain.wording import Message, say
from csp_tui.i18n import render
from csp_tui.ui.commands.key_text import key_label

_SIGN_IN_SHAPE = say(
    "If the list of the offer was empty, sign in again with {key} and another form of list items."
)
_ON_SCREEN: Mapping[str, tuple[Message, Mapping[str, str]]] = {
    # Partner Center
    "Resolve it with: csp-tui partner-center resolve {offer_id}": (
        say("Press {key} to resolve the conflict."), {"key": "center.resolve"},
    ),
    "Pull, then resolve it with: csp-tui partner-center resolve {offer_id}": (
        say("Pull with {key}, then resolve the conflict with {resolve}."),
        {"key": "center.pull", "resolve": "center.resolve"},
    ),
    "Publish with: csp-tui partner-center publish {offer_id} --to preview": (
        say("Press {key} to publish it."), {"key": "center.publish"},
    ),
    "Publish to preview first, with --to preview.": (
        say("Publish to preview first: press {key}."), {"key": "center.publish"},
    ),
    "Pull first: csp-tui partner-center pull": (
        say("Press {key} to pull first."), {"key": "center.pull"},
    ),
    "Pull to see whether something has changed: csp-tui partner-center pull": (
        say("Press {key} to pull, and see whether something has changed."),
        {"key": "center.pull"},
    ),
    "See why with: csp-tui partner-center plan": (
        say("Press {key} to see why."), {"key": "center.plan"},
    ),
    "Follow it with: csp-tui partner-center jobs wait {id}": (
        say("Press {key} to see the jobs."), {"key": "center.jobs"},
    ),
    "It is not sent again. Check it with: csp-tui partner-center jobs resume": (
        say("It is not sent again. Press {key} to see its result."),
        {"key": "center.jobs"},
    ),
    "Sign in with: csp-tui partner-center login": (
        say("Press {key} to sign in."), {"key": "center.sign-in"},
    ),
    "Sign in again with: csp-tui partner-center login, or set {name}.": (
        say("Press {key} to sign in again."), {"key": "center.sign-in"},
    ),
    "Update the program, or sign in again with another --api-version.": (
        say("Update the program, or sign in again with {key} and another version of the API."),
        {"key": "center.sign-in"},
    ),
    "If the list of the offer was empty, sign in again with another --item-shape "
    "(id or resourceId).": (_SIGN_IN_SHAPE, {"key": "center.sign-in"}),
    "Decide with --take local or --take remote.": (
        say("Take one side: press {local} for local or {remote} for remote."),
        {"local": "conflict.local", "remote": "conflict.remote"},
    ),
    # Plans
    "Make a new plan, or use --skip-refused to carry out the offers that have not changed.": (
        say("Make a new plan, or press {key} to carry out the offers that have not changed."),
        {"key": "plan.skip-refused"},
    ),
    "This plan was made without support requests. Plan again with --requests, or use "
    "--skip-refused to do the rest.": (
        say(
            "This plan was made without support requests. Plan again with them, or press {key} "
            "to do the rest."
        ),
        {"key": "plan.skip-refused"},
    ),
    "Use --requests to prepare the support requests, or --skip-refused to do the rest.": (
        say("Press {requests} to prepare the support requests, or {key} to do the rest."),
        {"requests": "plan.requests", "key": "plan.skip-refused"},
    ),
    "Use --skip-refused to leave out what is refused and do the rest.": (
        say("Press {key} to leave out what is refused and do the rest."),
        {"key": "plan.skip-refused"},
    ),
    # Resales and undo
    "Import a file with its country: csp-tui partners import FILE": (
        say("Import a partner directory that has its country."), {},
    ),
    "If the file is wrong, dismiss the evidence with a reason: "
    "“csp-tui evidence dismiss {number} --why TEXT”.": (
        say("If the file is wrong, dismiss the evidence with a reason."), {},
    ),
    "Run “csp-tui undo --offer” to undo it.": (
        say("Press {key} to undo it."), {"key": "undo"},
    ),
}  # fmt: skip
"""What a screen says in place of a text for the command line, and the commands of its keys."""


def step_words(step: Message) -> str:
    """A next step in the language in use, with keys in place of commands of the command line.

    Args:
        step: What an error, a job or a plan says to do.
    """
    found = _ON_SCREEN.get(step.text)
    if found is None:
        return render(step)
    message, keys = found
    labels = {name: key_label(command) for name, command in keys.items()}
    return render(Message(message.text, values={**step.values, **labels}))


def has_own_words(text: str) -> bool:
    """Whether a screen has words of its own for a text of the command line."""
    return text in _ON_SCREEN
