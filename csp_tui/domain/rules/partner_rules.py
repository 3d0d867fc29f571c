"""How partners are authorized and deauthorized (R20 to R34)."""

from __future__ import annotations

from csp_tui.domain.rules import sources
from csp_tui.domain.rules.rule import Basis, Rule, RuleGroup
from csp_tui.domain.wording import say

AUTHORIZING_RULES = (
    Rule(
        "R20",
        RuleGroup.AUTHORIZING,
        say("Search for partners by name or tenant ID"),
        say(
            "Select CSP Partners opens a search. A partner is found by its name or by its "
            "Microsoft Entra tenant ID."
        ),
        Basis.ARTICLE,
        sources.ARTICLE,
    ),
    Rule(
        "R21",
        RuleGroup.AUTHORIZING,
        say("Filter partners by country, competency and skill"),
        say(
            "The search can be narrowed by country, competency and skill. The list of filters "
            "may be longer in Partner Center: these three are named as examples."
        ),
        Basis.ARTICLE,
        sources.ARTICLE,
    ),
    Rule(
        "R22",
        RuleGroup.AUTHORIZING,
        say("Indirect resellers may be missing from the search"),
        say(
            "For private offers, only direct bill partners and indirect providers can be found, "
            "not indirect resellers. For the reseller audience this is not documented; the "
            "workbench expects the same and filters out no partner."
        ),
        Basis.READING,
        sources.PRIVATE_OFFER_QUESTIONS,
    ),
    Rule(
        "R23",
        RuleGroup.AUTHORIZING,
        say("Added partners appear in the audience table"),
        say(
            "Add puts the selected partners into a table below the option, each partner once. The "
            "columns of that table are not documented, so the workbench shows name, tenant ID and "
            "country."
        ),
        Basis.ARTICLE,
        sources.ARTICLE,
    ),
    Rule(
        "R24",
        RuleGroup.AUTHORIZING,
        say("Save draft stores changes without publishing them"),
        say("Save draft keeps what was selected or added. It is not live yet."),
        Basis.ARTICLE,
        sources.ARTICLE,
    ),
    Rule(
        "R25",
        RuleGroup.AUTHORIZING,
        say("Publish an offer to make it available for resale"),
        say(
            "Partners can resell an offer that was never published only after it is "
            "published. Publishing takes the whole draft live."
        ),
        Basis.ARTICLE,
        sources.ARTICLE,
    ),
    Rule(
        "R26",
        RuleGroup.AUTHORIZING,
        say("Sync CSP audience adds partners to a live offer"),
        say(
            "Partners that are added to the list of a live offer go live by Sync CSP "
            "audience. The offer need not be published again, and other changes of the draft "
            "stay in the draft."
        ),
        Basis.ARTICLE,
        sources.ARTICLE,
    ),
    Rule(
        "R27",
        RuleGroup.AUTHORIZING,
        say("Sync only adds partners, it never removes them"),
        say(
            "Sync is documented for additions only. Removing a partner from a live list takes a "
            "support request, if it is possible at all (rules R30, R31)."
        ),
        Basis.ARTICLE,
        sources.ARTICLE,
    ),
    Rule(
        "R28",
        RuleGroup.AUTHORIZING,
        say("Partners can sell only in their own region"),
        say(
            "A partner that is authorized in a region may sell to every customer of that region, "
            "and of no other. The coverage beside the list counts the markets of the regions "
            "that the selected partners reach."
        ),
        Basis.ARTICLE,
        sources.ARTICLE,
    ),
    Rule(
        "R29",
        RuleGroup.AUTHORIZING,
        say("Partner lists can be exported and imported"),
        say(
            "The list of one offer can be exported as a CSV file and imported into another. "
            "Partner Center's columns are not documented: the workbench writes its own and reads "
            "columns in any order."
        ),
        Basis.ARTICLE,
        sources.ARTICLE,
    ),
)

DEAUTHORIZING_RULES = (
    Rule(
        "R30",
        RuleGroup.DEAUTHORIZING,
        say("Partners that have resold can't be deauthorized"),
        say(
            "A partner that has already sold the product to a customer cannot be deauthorized, "
            "not even by a support request."
        ),
        Basis.ARTICLE,
        sources.ARTICLE,
    ),
    Rule(
        "R31",
        RuleGroup.DEAUTHORIZING,
        say("Removing a live partner requires a support request"),
        say(
            "A partner on the list of a published offer that has not sold it can be removed, but "
            "only by Microsoft: the publisher asks for it in a support request."
        ),
        Basis.ARTICLE,
        sources.ARTICLE,
    ),
    Rule(
        "R32",
        RuleGroup.DEAUTHORIZING,
        say("Unpublished offers: partners can be removed freely"),
        say(
            "An offer that was never published can't have been sold, so the publisher can "
            "change its draft list freely."
        ),
        Basis.READING,
    ),
    Rule(
        "R33",
        RuleGroup.DEAUTHORIZING,
        say("Partners not yet synced can be removed freely"),
        say(
            "A partner that was added to the draft of a published offer and is not synced yet "
            "could not sell it, so removing it from the draft needs no request."
        ),
        Basis.READING,
    ),
    Rule(
        "R34",
        RuleGroup.DEAUTHORIZING,
        say("Private offers have the same restriction"),
        say(
            "A private offer to CSP partners can be withdrawn only while none of them has "
            "sold it. It is a related rule that supports R30; private offers are not handled "
            "here."
        ),
        Basis.DOCUMENT,
        sources.PRIVATE_OFFERS,
    ),
)
