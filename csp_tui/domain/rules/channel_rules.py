"""What may be sold through CSP partners, and the three options (R1 to R17)."""

from __future__ import annotations

from csp_tui.domain.rules import sources
from csp_tui.domain.rules.rule import Basis, Rule, RuleGroup
from csp_tui.domain.wording import say

ELIGIBILITY_RULES = (
    Rule(
        "R1",
        RuleGroup.ELIGIBILITY,
        say("CSP resale is an opt-in for each offer"),
        say(
            "No offer is in the CSP channel just because its publisher is. The publisher "
            "opts in each new or existing offer in Partner Center. As long as an offer has "
            "never been published, the option can be changed freely."
        ),
        Basis.ARTICLE,
        sources.ARTICLE,
    ),
    Rule(
        "R2",
        RuleGroup.ELIGIBILITY,
        say("Five offer types can opt in"),
        say(
            "SaaS offers that sell through Microsoft, virtual machines, solution templates, "
            "managed applications and Dynamics 365 Business Central offers. For all other "
            "types there is nothing to select."
        ),
        Basis.ARTICLE,
        sources.ARTICLE,
    ),
    Rule(
        "R3",
        RuleGroup.ELIGIBILITY,
        say("BYOL plans and containers are included by default"),
        say(
            "CSP partners may sell virtual machine plans with a license that the customer brings "
            "(BYOL), and containers, without any opt-in."
        ),
        Basis.ARTICLE,
        sources.ARTICLE,
    ),
    Rule(
        "R4",
        RuleGroup.ELIGIBILITY,
        say("For VMs, the option applies only to non-BYOL plans"),
        say(
            "Every BYOL plan of a virtual machine offer is in the channel anyway. The option "
            "that the publisher selects decides about the plans of other kinds."
        ),
        Basis.DOCUMENT,
        sources.VIRTUAL_MACHINES,
    ),
    Rule(
        "R5",
        RuleGroup.ELIGIBILITY,
        say("In 2019, eligibility also depended on pricing"),
        say(
            "An older table lets these join: virtual machines that are BYOL, free or paid by use; "
            "free containers; free solution templates; managed applications and site-wide SaaS "
            "that are free or paid by use. The workbench shows it as background and does not use "
            "it for decisions."
        ),
        Basis.DOCUMENT,
        sources.OLDER_ARTICLE,
    ),
    Rule(
        "R6",
        RuleGroup.ELIGIBILITY,
        say("The publisher provides break-fix support"),
        say(
            "Break-fix support for customers stays with the publisher, who gives CSP partners or "
            "customers a way to ask for it. Documentation, training and notices about outages "
            "are recommended, so that partners can give tier 1 support themselves."
        ),
        Basis.ARTICLE,
        sources.ARTICLE,
    ),
    Rule(
        "R7",
        RuleGroup.ELIGIBILITY,
        say("Private plans may be unavailable to CSP customers"),
        say(
            "In 2021, the documentation excluded subscriptions created by a CSP reseller from "
            "private plans. Other documents over the years disagree, so the workbench blocks "
            "nothing because of it."
        ),
        Basis.DOCUMENT,
        sources.PRIVATE_PLANS,
    ),
    Rule(
        "R8",
        RuleGroup.ELIGIBILITY,
        say("How API product types map to program types"),
        say(
            "Microsoft's API has more product types than the program names. An Azure application "
            "counts as a solution template or a managed application, depending on its plans, so "
            "it can be opted in once it has a plan. Both kinds of virtual machine offers count as "
            "virtual machines; that is the workbench's own interpretation."
        ),
        Basis.READING,
        sources.PRODUCT_API,
    ),
)

OPTION_RULES = (
    Rule(
        "R10",
        RuleGroup.OPTIONS,
        say("Each offer has exactly one of three options"),
        say(
            "The CSP reseller audience of an offer is exactly one of: any partner, specific "
            "partners, no partners. Partner Center shows the choice on the page Resell through "
            "CSPs."
        ),
        Basis.ARTICLE,
        sources.ARTICLE,
    ),
    Rule(
        "R11",
        RuleGroup.OPTIONS,
        say("Any partner: every CSP partner can resell"),
        say("Every partner of the CSP program may resell the offer to its customers."),
        Basis.ARTICLE,
        sources.ARTICLE,
    ),
    Rule(
        "R12",
        RuleGroup.OPTIONS,
        say("Specific partners: only authorized ones can resell"),
        say(
            "Only the partners that the publisher authorizes may resell the offer. They are "
            "selected under this option and under no other."
        ),
        Basis.ARTICLE,
        sources.ARTICLE,
    ),
    Rule(
        "R13",
        RuleGroup.OPTIONS,
        say("No partners: the offer is opted out"),
        say(
            "The offer is opted out of the CSP program. This option, unlike the two others, "
            "can be left at any time (rule R43)."
        ),
        Basis.ARTICLE,
        sources.ARTICLE,
    ),
    Rule(
        "R14",
        RuleGroup.OPTIONS,
        say("What resellers see depends on the option"),
        say(
            "An offer for specific partners is called exclusive: every CSP partner sees it, only "
            "those authorized can buy it, and the others find a link to ask the publisher. An "
            "offer for no partners is not shown to them at all. The billing country of the "
            "customer must also be among the markets of the offer."
        ),
        Basis.DOCUMENT,
        sources.DISCOVER,
    ),
    Rule(
        "R15",
        RuleGroup.OPTIONS,
        say("The option also affects what customers can deploy"),
        say(
            "Customers with a subscription from a CSP partner can deploy the offer "
            "themselves only while it is in the channel. Otherwise a message says that it is "
            "not available to subscribers of cloud solution providers."
        ),
        Basis.DOCUMENT,
        sources.CUSTOMER_REPORT,
    ),
    Rule(
        "R16",
        RuleGroup.OPTIONS,
        say("AppSource offers may appear with a delay"),
        say(
            "An offer that is published only in AppSource may reach the portal of CSP "
            "partners with a delay. If it doesn't appear, a support request helps."
        ),
        Basis.DOCUMENT,
        sources.PRIVATE_OFFERS,
    ),
    Rule(
        "R17",
        RuleGroup.OPTIONS,
        say("Compare in Partner Center leaves out the audience"),
        say(
            "Compare in Partner Center shows draft and live side by side, but leaves the CSP "
            "reseller audience out. Here draft and live are compared before anything is "
            "published."
        ),
        Basis.DOCUMENT,
        sources.UPDATING,
    ),
)
