"""The documents that the rules are from, as they were read."""

from __future__ import annotations

from csp_tui.domain.quick_dataclass import dataclass
from csp_tui.domain.wording import Message, say

_DOCS = "github.com/MicrosoftDocs/azure-docs: articles/marketplace/"
_PARTNER_CENTER = "github.com/MicrosoftDocs/partner-center-pr.fr-fr: partner-center/"


@dataclass(frozen=True, slots=True)
class Source:
    """A document.

    Attributes:
        name: What it is.
        address: Where it was published.
        dated: Its own date or the date of the copy that was read, ISO 8601 as far as it is
            known, or "".
    """

    name: Message
    address: str
    dated: str = ""


ARTICLE = Source(
    say("Microsoft's article on the Cloud Solution Provider program"),
    _DOCS + "cloud-solution-providers.md",
    "2020-07-14",
)
VIRTUAL_MACHINES = Source(
    say("Reselling a virtual machine offer through CSPs"),
    _DOCS + "azure-vm-resell-csp.md",
    "2021-11-09",
)
OLDER_ARTICLE = Source(
    say("The article of 2019 in French, with a table of offer types and prices"),
    "github.com/stephanemora/azure-docs.fr-fr: articles/marketplace/cloud-solution-providers.md",
    "2019-02-27",
)
PRIVATE_PLANS = Source(
    say("Private plans in the commercial marketplace"), _DOCS + "private-plans.md", "2021-11-10"
)
PRODUCT_API = Source(
    say("The Product Ingestion API of the commercial marketplace"),
    _DOCS + "product-ingestion-api.md",
    "2022-06-17",
)
DISCOVER = Source(
    say("What a CSP partner finds in the commercial marketplace"),
    _PARTNER_CENTER + "csp-commercial-marketplace-discover.md",
    "2021-07-20",
)
CUSTOMER_REPORT = Source(
    say("A report about an offer that customers of CSP partners could not deploy"),
    "github.com/MicrosoftDocs/azure-docs/issues/58375",
)
PRIVATE_OFFERS = Source(
    say("Private offers from a publisher to CSP partners"),
    _DOCS + "isv-csp-reseller.md",
    "2022-02-10",
)
PRIVATE_OFFER_QUESTIONS = Source(
    say("Questions about private offers to CSP partners"),
    "docs.microsoft.com/azure/marketplace/isv-csp-faq",
)
UPDATING = Source(
    say("Updating an existing offer"),
    _DOCS + "partner-center-portal/update-existing-offer.md",
    "2020-10-27",
)
LISTING = Source(
    say("The fields of an offer listing, in the articles on listing an offer"),
    "github.com/MicrosoftDocs/azure-docs: articles/marketplace",
)
