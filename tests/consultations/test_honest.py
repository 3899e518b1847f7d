"""What is said about a proposal must be what happened to the text."""

from __future__ import annotations

import pytest

from miernik.consultations.honest import Wording, object_to
from miernik.consultations.models import Verdict

DRAFT, ASKED, OTHER = "praca z urzędem;", "praca z urzędem pracy;", "praca z urzędami;"
V = Verdict


@pytest.mark.parametrize(
    ("verdict", "final", "offered"),
    [
        (V.ACCEPTED, ASKED, None),
        (V.ACCEPTED, "praca z urzędem pracy.", None),
        (V.ACCEPTED, OTHER, V.PARTLY),
        (V.ACCEPTED, DRAFT, V.COVERED),
        (V.ACCEPTED, None, V.COVERED),
        (V.PARTLY, OTHER, None),
        (V.PARTLY, ASKED, V.ACCEPTED),
        (V.PARTLY, DRAFT, V.COVERED),
        (V.REJECTED, None, None),
        (V.REJECTED, DRAFT, None),
        (V.REJECTED, ASKED, V.ACCEPTED),
        (V.COVERED, OTHER, V.PARTLY),
        (V.EXPLAINED, None, None),
        (V.OUT_OF_SCOPE, OTHER, V.PARTLY),
    ],
)
def test_a_verdict_fits_the_wording_or_another_is_offered(
    verdict: Verdict, final: str | None, offered: Verdict | None
) -> None:
    objection = object_to(verdict, [Wording(DRAFT, ASKED, final)])
    assert (objection.offered if objection else None) == offered


def test_one_of_two_changes_taken_is_a_partial_acceptance() -> None:
    wordings = [Wording(DRAFT, ASKED, ASKED), Wording("cel", "inny cel", None)]
    objection = object_to(V.ACCEPTED, wordings)
    assert objection is not None
    assert objection.offered is V.PARTLY
    assert object_to(V.PARTLY, wordings) is None


def test_a_deletion_asked_for_and_made_is_accepted() -> None:
    assert object_to(V.ACCEPTED, [Wording(DRAFT, "", "")]) is None
