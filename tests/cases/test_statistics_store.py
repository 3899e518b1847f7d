"""What is counted goes into the store: hidden where small, corrected and never rewritten."""

import datetime as dt
import json
from pathlib import Path

import pytest

from miernik.audit.models import Event
from miernik.cases.models import FamilyMembership, Grant, Population
from miernik.cases.statistics.errors import NoPopulationError, NoProgrammeError
from miernik.cases.statistics.programme import TABLE1, TABLE2, indicators_by_name, write_programme
from miernik.cases.statistics.published import published_tables
from miernik.cases.statistics.services import (
    ImplausiblePopulationError,
    save_statistics,
    set_population,
)
from miernik.kernel.quantities import Kind, Status
from miernik.observations.models import Observation, Origin
from miernik.observations.services import ValueContent, record_observation, record_source
from miernik.strategy.models import Work
from tests.cases.reference import Day, Paper
from tests.cases.register_rows import AT, family, person, store

pytestmark = pytest.mark.django_db
EXAMPLE = Path(__file__).parents[2] / "examples" / "bialystok" / "program-2017-2020.json"
LATER = AT + dt.timedelta(days=30)
SINCE = dt.date(2017, 1, 1)


@pytest.fixture
def work() -> Work:
    facts = json.loads(EXAMPLE.read_text(encoding="utf-8"))
    return write_programme(facts=facts, by="test", at=AT)


def furnish(families: int = 12, members: int = 2, orphans: int = 0) -> None:
    """Families of one reason each, the first ``orphans`` with a second one."""
    names = [f"f{n}" for n in range(families)]
    people = {name: [f"{name}p{n}" for n in range(members)] for name in names}
    reasons: list[tuple[str, str, Day, Day]] = [(n, "bezrobocie", SINCE, None) for n in names]
    reasons += [(name, "sieroctwo", SINCE, None) for name in names[:orphans]]
    store(
        Paper(
            persons=[one for some in people.values() for one in some],
            families=names,
            memberships=[(name, one, SINCE, None) for name in names for one in people[name]],
            reasons=reasons,
            grants=[(name, people[name][0], SINCE, None, "granted", None) for name in names],
            population={2017: 1000},
        )
    )


def stored(work: Work, name: str, breakdown: str = "") -> Observation:
    indicator = indicators_by_name(work)[name]
    return Observation.objects.get(
        indicator=indicator, year=2017, breakdown=breakdown, superseded_by=None
    )


FAMILIES, PERSONS = TABLE2["families"][0], TABLE2["persons"][0]


def test_both_tables_and_the_indicators_are_written_with_their_definitions(work: Work) -> None:
    furnish()
    saved = save_statistics(year=2017, by="kasia", at=AT)
    assert saved.recorded == 5 + 2 * (20 + 1) + 40
    coverage = stored(work, TABLE1["coverage"][0])
    assert (str(coverage.number), coverage.printed) == ("2.4000", "2,4")
    assert coverage.numerator == 24
    assert coverage.denominator == 1000
    assert stored(work, FAMILIES, "bezrobocie").number == 12
    assert stored(work, PERSONS, "bezrobocie").number == 24
    assert stored(work, FAMILIES, "kleska").status == Status.TRUE_ZERO
    value = stored(work, TABLE1["families"][0])
    assert value.source.origin == Origin.REGISTER
    assert value.provenance["definition_version"] == "1"
    assert value.provenance["definition_text"].startswith("Różne rodziny")
    assert value.provenance["data_as_of"] == AT.isoformat()
    assert Event.objects.filter(action="statistics.saved", by="kasia").count() == 1


def test_counting_again_without_changes_writes_nothing(work: Work) -> None:
    furnish()
    save_statistics(year=2017, by="kasia", at=AT)
    before = Observation.objects.count()
    saved = save_statistics(year=2017, by="kasia", at=LATER)
    assert (saved.recorded, saved.corrected) == (0, 0)
    assert Observation.objects.count() == before


def test_a_change_becomes_a_correction_with_its_reason(work: Work) -> None:
    furnish()
    save_statistics(year=2017, by="kasia", at=AT)
    first = stored(work, TABLE1["families"][0])
    furnish_more = family()
    someone = person("nowa")
    FamilyMembership.objects.create(family=furnish_more, person=someone, since=SINCE)
    Grant.objects.create(
        family=furnish_more, person=someone, benefit="x", since=SINCE, status="granted"
    )
    saved = save_statistics(year=2017, by="kasia", at=LATER)
    second = stored(work, TABLE1["families"][0])
    assert first.number == 12
    assert second.number == 13
    assert second.version == 2
    assert second.supersedes == first
    assert second.reason == "Rejestr policzono ponownie 2 marca 2017 r."
    assert saved.corrected > 0


def test_a_small_row_is_stored_without_its_number_families_and_persons_alike(work: Work) -> None:
    furnish(orphans=3)
    save_statistics(year=2017, by="kasia", at=AT)
    for name in (FAMILIES, PERSONS):
        value = stored(work, name, "sieroctwo")
        assert (value.status, value.number, value.printed) == (Status.SUPPRESSED, None, "#")
    for item in Observation.objects.filter(status=Status.SUPPRESSED):
        text = json.dumps(item.provenance, ensure_ascii=False) + item.text
        text += "".join(note.text for note in item.notes.all())
        assert "3" not in text.replace(AT.isoformat(), "").replace("Tabeli Nr", "")


def test_a_row_that_leaves_a_small_rest_of_all_families_is_hidden_too(work: Work) -> None:
    furnish(families=12, orphans=10)  # two families without the reason would be told
    save_statistics(year=2017, by="kasia", at=AT)
    assert stored(work, FAMILIES, "sieroctwo").status == Status.SUPPRESSED


def test_a_hidden_number_of_people_hides_the_index_that_tells_it(work: Work) -> None:
    furnish(families=2, members=1)
    save_statistics(year=2017, by="kasia", at=AT)
    coverage = stored(work, TABLE1["coverage"][0])
    assert coverage.status == Status.SUPPRESSED
    assert (coverage.number, coverage.numerator, coverage.denominator) == (None, None, None)


def test_the_threshold_is_a_setting(work: Work, settings: object) -> None:
    settings.DISCLOSURE_THRESHOLD = 3  # type: ignore[attr-defined]  # the fixture of pytest-django
    furnish(orphans=3)
    save_statistics(year=2017, by="kasia", at=AT)
    assert stored(work, FAMILIES, "sieroctwo").number == 3


def test_a_value_that_somebody_else_gave_is_left_as_it_was(work: Work) -> None:
    furnish()
    name = TABLE1["families"][0]
    source = record_source(origin=Origin.INTAKE, title="Uchwała", by="test", at=AT)
    record_observation(
        indicator=indicators_by_name(work)[name],
        year=2017,
        value=ValueContent(kind=Kind.COUNT, number=8876, printed="8 876"),  # type: ignore[arg-type]  # an int will do
        source=source,
        by="test",
        at=AT,
    )
    saved = save_statistics(year=2017, by="kasia", at=AT)
    assert saved.foreign == [name]
    assert stored(work, name).number == 8876


def test_without_a_programme_or_residents_nothing_is_written(work: Work) -> None:
    with pytest.raises(NoPopulationError):
        save_statistics(year=2017, by="kasia", at=AT)
    assert not Observation.objects.exists()


def test_without_a_programme_it_says_so() -> None:
    with pytest.raises(NoProgrammeError):
        save_statistics(year=2017, by="kasia", at=AT)


def test_residents_are_written_once_a_year_and_must_be_plausible() -> None:
    set_population(year=2017, number=297_000, source="UM", by="kasia", at=AT)
    set_population(year=2017, number=297_554, source="UM", by="kasia", at=AT)
    assert Population.objects.get(year=2017).number == 297_554
    with pytest.raises(ImplausiblePopulationError):
        set_population(year=2017, number=0, source="", by="kasia", at=AT)


def test_the_published_tables_have_every_row_and_no_total(work: Work) -> None:
    furnish(orphans=3)
    assert published_tables(work, 2017) == ()
    save_statistics(year=2017, by="kasia", at=AT)
    first, second = published_tables(work, 2017)
    assert [len(row.values) for row in first.rows] == [5]
    assert len(second.rows) == 20
    assert [row.words for row in second.rows[8:12]] == [
        ("8.", "Przemoc w rodzinie"),
        (
            "9.",
            "Bezradność w sprawach opiekuńczo-wychowawczych i prowadzenia gospodarstwa domowego",
        ),
        ("", "w tym: rodziny niepełne"),
        ("", "oraz: rodziny wielodzietne"),
    ]
    assert not any("razem" in word.lower() for row in second.rows for word in row.words)
