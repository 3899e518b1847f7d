"""Stored rows as series: parts, institutions, lists, corrections."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from miernik.accounts.models import Institution
from miernik.analysis.compute.changes import change
from miernik.analysis.compute.series import Series, Verdict
from miernik.analysis.stored import series_of
from miernik.kernel.quantities import Aggregation, CountedUnit, Kind, NoteKind, Status
from miernik.observations.models import Observation
from miernik.observations.selectors import current, institutions_of
from miernik.observations.services import NoteContent, ValueContent, record_observation
from miernik.strategy.models import Indicator, IndicatorDefinition
from tests.observations.values import AT, count, indicator, recorded, source

pytestmark = pytest.mark.django_db


def card(of: Indicator, **fields: Any) -> IndicatorDefinition:
    return IndicatorDefinition(indicator=of, name="Liczba rodzin", **({"kind": "count"} | fields))


def stored(of: Indicator, **fields: Any) -> Series:
    institutions = {year: found for (_, year), found in institutions_of([of.pk]).items()}
    return series_of(card(of, **fields), current([of.pk]).get(of.pk, {}), (), institutions)


def collected(of: Indicator, year: int, name: str, value: ValueContent) -> Observation:
    school, _ = Institution.objects.get_or_create(name=name)
    return record_observation(
        indicator=of, year=year, value=value, source=source(), by="x", at=AT, institution=school
    )


def test_a_remark_with_two_parts_gives_both() -> None:
    text = "w tym 874 osób bezrobotnych i 146 osób poszukujących pracy"
    value = recorded(1020, NoteContent(text, NoteKind.SUB_VALUE, "*", Decimal(874)))
    (found,) = stored(value.indicator).points
    assert {part.text: int(part.number) for part in found.sub_values} == {
        "osób bezrobotnych": 874,
        "osób poszukujących pracy": 146,
    }


def test_a_number_written_beside_a_remark_is_its_part_even_when_the_text_has_none() -> None:
    value = recorded(10, NoteContent("dzieci", NoteKind.SUB_VALUE, "*", Decimal(3)))
    (found,) = stored(value.indicator).points
    assert {part.text: int(part.number) for part in found.sub_values} == {"dzieci": 3}


def test_families_counted_twice_are_no_part() -> None:
    text = "w tym 4 rodziny objęte wsparciem dwukrotnie"
    value = recorded(2659, NoteContent(text, NoteKind.DUPLICATE_COUNT, "*", Decimal(4)))
    assert stored(value.indicator).points[0].sub_values == ()


def test_institutions_make_the_city_s_value_by_the_card() -> None:
    subject = indicator()
    collected(subject, 2017, "SP 1", count(10))
    collected(subject, 2017, "SP 2", count(30))
    nothing = ValueContent(kind=Kind.COUNT, status=Status.NOT_SUBMITTED)
    collected(subject, 2017, "SP 3", nothing)
    (found,) = stored(subject).points
    assert found.number == 40
    assert found.silent == {"SP 3"}
    (largest,) = stored(subject, over_institutions=Aggregation.MAXIMUM).points
    assert largest.number == 30


def test_people_of_several_institutions_stay_within_bounds() -> None:
    subject = indicator()
    for year, numbers in ((2017, (40, 30)), (2019, (45, 30))):
        for name, number in zip(("SP 1", "SP 2"), numbers, strict=True):
            collected(subject, year, name, count(number))
    found = stored(subject, persons_may_overlap=True, counted_unit=CountedUnit.PERSON)
    assert change(found, 2017, 2019).verdict is Verdict.UNKNOWN


def test_answers_and_lists_are_taken_apart_when_only_the_print_is_kept() -> None:
    def entries(kind: Kind, printed: str) -> tuple[str, ...]:
        value = record_observation(
            indicator=indicator(), year=2017, value=ValueContent(kind=kind, printed=printed),
            source=source(), by="x", at=AT,
        )  # fmt: skip
        return stored(value.indicator, kind=kind).points[0].entries

    assert entries(Kind.ORDINAL, "minimalny/wysoki/wystarczający") == (
        "minimalny", "wysoki", "wystarczający"
    )  # fmt: skip
    assert entries(Kind.LIST, "- broszury; -e- learning;\n- ulotki, foldery") == (
        "broszury", "e- learning", "ulotki, foldery"
    )  # fmt: skip


def test_a_counted_word_answer_stands_as_often_as_institutions_gave_it() -> None:
    of = indicator()
    entries = [{"label": "wysoki", "number": "3"}, {"label": "niski", "number": "1"}]
    record_observation(
        indicator=of, year=2019, value=ValueContent(kind=Kind.ORDINAL, entries=entries),
        source=source(), by="x", at=AT,
    )  # fmt: skip
    (found,) = stored(of, kind="ordinal").points
    assert found.entries == ("wysoki", "wysoki", "wysoki", "niski")
