"""Words of closed lists are translated, and none is translated that no list holds."""

from __future__ import annotations

from miernik.analysis.compute.series import Verdict
from miernik.kernel import quantities
from miernik.kernel.quantities import Labelled
from miernik.observations.models import BreakState
from miernik.web.terms import TERMS

LISTS: list[type[Labelled]] = [
    Verdict,
    quantities.Status,
    quantities.Kind,
    quantities.CountedUnit,
    quantities.TimeBasis,
    quantities.Territory,
    quantities.Aggregation,
    quantities.Polarity,
    quantities.BreakType,
    BreakState,
]


def test_every_word_of_a_shown_list_stands_among_the_terms() -> None:
    assert {member.label for words in LISTS for member in words} == set(TERMS)
