"""What Microsoft reads: the description of a request for one partner and for several."""

from __future__ import annotations

import pytest

from csp_tui.domain.errors import InvalidInput
from csp_tui.domain.offer import ResellerChannel
from csp_tui.domain.request_form import DESCRIPTION_LISTS_AT_MOST, describe
from csp_tui.domain.support import RequestKind, RequestStatus, require_move
from csp_tui.i18n import render
from tests.domain.test_plan import Model

SOME = ResellerChannel.SOME
ONE = [("Alpine", "id-1")]
TWO = [*ONE, ("Fabrikam", "id-2")]
OFFER = Model(True, SOME, SOME, set(), set(), set()).now().state.offer


@pytest.mark.parametrize(
    ("language", "partners", "first", "second"),
    [
        (
            "en",
            ONE,
            "the following CSP partner for",
            "We know of no sale of the offer to customers by this partner",
        ),
        (
            "en",
            TWO,
            "the following CSP partners for",
            "We know of no sale of the offer to customers by any of them",
        ),
        (
            "fr",
            ONE,
            "du partenaire CSP suivant",
            "Nous n’avons connaissance d’aucune vente de l’offre par ce partenaire",
        ),
        (
            "fr",
            TWO,
            "des partenaires CSP suivants",
            "Nous n’avons connaissance d’aucune vente de l’offre par l’un d’eux",
        ),
    ],
)
def test_a_request_to_deauthorize_agrees_with_its_partners(
    language: str, partners: list[tuple[str, str]], first: str, second: str
) -> None:
    lines = [
        render(line, language) for line in describe(OFFER, RequestKind.DEAUTHORIZE, None, partners)
    ]
    assert first in lines[0]
    assert lines[1].startswith(second)


@pytest.mark.parametrize(
    ("language", "one", "several"),
    [
        ("en", "Partner to authorize:", "Partners to authorize:"),
        ("en", "Partner that has already", "Partners that have already"),
        ("fr", "Partenaire à autoriser", "Partenaires à autoriser"),
        ("fr", "Partenaire qui a déjà", "Partenaires qui ont déjà"),
    ],
)
def test_a_request_to_change_the_option_agrees_with_its_partners(
    language: str, one: str, several: str
) -> None:
    for partners, expected in ((ONE, one), (TWO, several)):
        lines = describe(OFFER, RequestKind.CHANGE_OPTION, SOME, partners, partners)
        assert any(render(line, language).startswith(expected) for line in lines)


def test_one_more_partner_than_the_description_holds_is_counted_as_one() -> None:
    many = [(f"Partner {number}", str(number)) for number in range(DESCRIPTION_LISTS_AT_MOST + 1)]
    last = describe(OFFER, RequestKind.DEAUTHORIZE, None, many)[-1]
    assert (render(last, "en"), render(last, "fr")) == (
        "… and 1 more, in the attached list.",
        "… et 1 autre, dans la liste jointe.",
    )


@pytest.mark.parametrize("current", RequestStatus)
def test_a_refused_move_says_what_can_be_done_in_the_language_of_the_person(
    current: RequestStatus,
) -> None:
    with pytest.raises(InvalidInput) as error:
        require_move(current, RequestStatus.DRAFT)
    assert error.value.next_step is not None
    for message in (error.value.message, error.value.next_step):
        said = render(message, "fr")
        assert not any(status.value in said for status in RequestStatus)
