"""What the fields of an offer and of a request are called, wherever they are shown."""

from __future__ import annotations

from csp_tui.domain.wording import say

FIELD_NAMES = {
    "name": say("Name"),
    "transactable": say("Sells through Microsoft"),
    "plans": say("Plans"),
    "markets": say("Markets"),
    "csp_url": say("CSP program marketing materials"),
    "csp_contact": say("CSP program contact"),
    "csp_contact_name": say("CSP program contact name"),
    "csp_contact_email": say("CSP program contact e-mail"),
    "csp_contact_phone": say("CSP program contact phone"),
}
"""By the name of the field; Partner Center's names where it has one."""

REQUEST_FIELD_NAMES = {
    "title": say("Issue title"),
    "description": say("Description"),
    "contact_name": say("Contact name"),
    "contact_email": say("Contact e-mail"),
    "contact_phone": say("Contact phone"),
    "severity": say("Severity"),
}
"""What the fields of a support request are called that a person fills in."""

WITHIN_A_SENTENCE = FIELD_NAMES | {
    "name": say("name"),
    "transactable": say("“{field}”", field=FIELD_NAMES["transactable"]),
    "plans": say("plans"),
    "markets": say("markets"),
}
"""The same names, as a sentence has them."""
