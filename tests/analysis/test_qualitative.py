"""Values that are not one number."""

from __future__ import annotations

from decimal import Decimal

from miernik.analysis.compute.changes import change
from miernik.analysis.compute.series import Change, Point, Verdict
from miernik.kernel.quantities import Kind
from tests.analysis.series import point, series


def of(kind: Kind, before: Point, after: Point, name: str = "Stopień zaangażowania") -> Change:
    return change(series(before, after, kind=kind, name=name), 2017, 2019)


def test_levels_given_at_once_are_a_distribution_and_never_a_mean() -> None:
    before = point(2017, entries=("minimalny", "wysoki", "wystarczający"))
    after = point(2019, entries=("wysoki", "wysoki", "wystarczający"))
    found = of(Kind.ORDINAL, before, after)
    assert found.verdict is Verdict.UNKNOWN
    assert found.difference is None
    assert "wysoki (2), wystarczający (1)" in found.sentence


def test_the_same_answers_in_another_order_are_no_change() -> None:
    before, after = point(2017, entries=("a", "b")), point(2019, entries=("B", "a"))
    assert of(Kind.ORDINAL, before, after).verdict is Verdict.NO_MATERIAL_CHANGE


def test_lists_name_what_came_and_what_was_not_repeated() -> None:
    before = point(2017, entries=("zebrania z rodzicami", "ulotki, foldery"))
    after = point(2019, entries=("zebrania z rodzicami", "strona internetowa szkoły"))
    found = of(Kind.LIST, before, after)
    assert "doszło: „strona internetowa szkoły”" in found.sentence
    assert "nie powtórzono: „ulotki, foldery”" in found.sentence
    assert found.difference is None


def test_texts_are_the_same_or_not() -> None:
    same = of(Kind.TEXT, point(2017, printed="Teren  miasta"), point(2019, printed="teren miasta"))
    assert same.verdict is Verdict.NO_MATERIAL_CHANGE
    other = of(Kind.TEXT, point(2017, printed="Teren miasta"), point(2019, printed="ŚDS"))
    assert other.verdict is Verdict.UNKNOWN


def test_breakdowns_are_compared_label_by_label_and_never_added_up() -> None:
    before = point(2017, breakdown={"choroby psychiczne": Decimal(154), "epilepsja": Decimal(30)})
    after = point(2019, breakdown={"choroby psychiczne": Decimal(160), "autyzm": Decimal(9)})
    found = of(Kind.BREAKDOWN, before, after)
    differences = {part.text: part.difference for part in found.parts}
    assert differences == {"choroby psychiczne": 6, "autyzm": None, "epilepsja": None}
    assert found.difference is None


def test_a_missing_kind_has_nothing_to_compare() -> None:
    found = of(Kind.MISSING, point(2017, printed="Brak danych"), point(2019, printed="Brak danych"))
    assert found.verdict is Verdict.TOO_LITTLE_DATA
