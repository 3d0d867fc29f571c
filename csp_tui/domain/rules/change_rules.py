"""Moving between the options, and what the channel asks for (R40 to R52)."""

from __future__ import annotations

from csp_tui.domain.rules import sources
from csp_tui.domain.rules.rule import Basis, Rule, RuleGroup
from csp_tui.domain.wording import say

MOVING_RULES = (
    Rule(
        "R40",
        RuleGroup.MOVING,
        say("Leaving “any partner” requires a support request"),
        say(
            "A live offer that any partner may resell goes to specific partners or to no partners "
            "only through a support request. For no partners, the documentation says nothing "
            "about partners that have resold: the workbench lets you file the request and warns "
            "that it may be declined."
        ),
        Basis.ARTICLE,
        sources.ARTICLE,
    ),
    Rule(
        "R41",
        RuleGroup.MOVING,
        say("Partners that have resold stay on the new list"),
        say(
            "When an offer goes from any partner to specific partners, each partner that has "
            "already resold it is authorized from the beginning. It stays locked there (rule "
            "R30)."
        ),
        Basis.ARTICLE,
        sources.ARTICLE,
    ),
    Rule(
        "R42",
        RuleGroup.MOVING,
        say("Leaving “specific partners” requires a support request"),
        say(
            "A live offer goes from specific partners to any partner through a support request. "
            "It can go to no partners, also through a support request, only while none of the "
            "partners that were ever authorized has resold it to customers."
        ),
        Basis.ARTICLE,
        sources.ARTICLE,
    ),
    Rule(
        "R43",
        RuleGroup.MOVING,
        say("“No partners” can be changed at any time"),
        say(
            "An offer that is opted out can be opened to any or to specific partners at any time, "
            "without a request. How that goes live is not documented; here it takes a publication."
        ),
        Basis.ARTICLE,
        sources.ARTICLE,
    ),
    Rule(
        "R44",
        RuleGroup.MOVING,
        say("Open support requests must not conflict"),
        say(
            "While a request to change the option is a draft or submitted, no other request for "
            "the offer can be created, because the two would contradict each other. Several "
            "requests to deauthorize partners can be open if they name different partners."
        ),
        Basis.READING,
    ),
)

MATERIAL_RULES = (
    Rule(
        "R50",
        RuleGroup.MATERIAL,
        say("Opting in requires marketing materials and a contact"),
        say(
            "A publisher that opts an offer in must enter, in the offer listing, the URL of "
            "marketing materials for CSP partners and a contact for the channel."
        ),
        Basis.ARTICLE,
        sources.ARTICLE,
    ),
    Rule(
        "R51",
        RuleGroup.MATERIAL,
        say("Marketing materials are visible to resellers only"),
        say(
            "Marketing materials and contact are shown to resellers. Customers do not find them "
            "in the stores."
        ),
        Basis.ARTICLE,
        sources.ARTICLE,
    ),
    Rule(
        "R52",
        RuleGroup.MATERIAL,
        say("The listing fields are optional until you opt in"),
        say(
            "The documentation of listing pages calls the link and the contact optional, and the "
            "link mandatory once CSP is selected. With the options for any and for specific "
            "partners, the workbench requires both when the offer is published."
        ),
        Basis.DOCUMENT,
        sources.LISTING,
    ),
)
