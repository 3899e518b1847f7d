"""Each of the programme's indicators, counted from rows written for it."""

import datetime as dt
import json
import re
from pathlib import Path
from typing import Any

import pytest

from miernik.cases.models import (
    Activity,
    Facility,
    Grant,
    Outcome,
    Participation,
    Partnership,
    Places,
    Plan,
    Population,
    Referral,
    Service,
    Volunteer,
)
from miernik.cases.statistics.counted_year import count_database, families_behind
from miernik.cases.statistics.counting import NEVER_RECORDED, IndicatorCount
from miernik.cases.statistics.definitions import definitions
from tests.cases.reference import Paper
from tests.cases.register_rows import AT, Rows, store

EXAMPLE = Path(__file__).parents[2] / "examples" / "bialystok" / "program-2017-2020.json"
YEAR = 2017
BY = {"recorded_at": AT, "recorded_by": "test"}


def day(month: int, number: int = 1, year: int = YEAR) -> dt.date:
    return dt.date(year, month, number)


def count(code: str) -> IndicatorCount:
    (found,) = (x for x in count_database(YEAR).indicators if x.definition.code == code)
    return found


def numbers(code: str) -> tuple[int | None, list[int | None]]:
    found = count(code)
    return found.number, [part.number for part in found.parts]


@pytest.fixture
def rows(db: None) -> Rows:
    """Anna and her son Jan in one family, Ewa alone in another; the number of residents."""
    long_ago = dt.date(2010, 1, 1)
    rows = store(
        Paper(
            persons=["anna", "jan", "ewa"],
            families=["one", "two"],
            memberships=[
                ("one", "anna", long_ago, None),
                ("one", "jan", long_ago, day(6, 30)),
                ("two", "ewa", long_ago, None),
            ],
        )
    )
    rows.persons["jan"].birth_date = dt.date(2005, 5, 5)
    rows.persons["jan"].save()
    Population.objects.create(year=YEAR, number=1000)
    return rows


def grant(rows: Rows, family: str, person: str, benefit: str, **more: Any) -> Grant:
    fields = {"since": day(2), "until": day(3), "status": "granted", **more}
    return Grant.objects.create(
        family=rows.families[family], person=rows.persons[person], benefit=benefit, **fields
    )


def service(rows: Rows, family: str, person: str | None, kind: str, **more: Any) -> Service:
    fields = {"since": day(2), "until": day(2), **BY, **more}
    who = rows.persons[person] if person else None
    return Service.objects.create(family=rows.families[family], person=who, kind=kind, **fields)


def activity(kind: str, *names: Any, **more: Any) -> Activity:
    fields = {"since": day(4), "until": day(5), "title": "Zajęcia", **BY, **more}
    made = Activity.objects.create(kind=kind, **fields)
    for person in names:
        Participation.objects.create(activity=made, person=person, since=made.since)
    return made


def test_all_forty_indicators_stand_as_the_programme_words_them(seeds: Path) -> None:
    (file,) = seeds.glob("000_*.txt")
    document = re.sub(r"\s+", " ", file.read_text(encoding="utf-8"))
    assert len(definitions()) == 40
    for item in definitions():
        assert item.text in document, item.code


def test_the_example_has_the_same_forty_indicators() -> None:
    facts = json.loads(EXAMPLE.read_text(encoding="utf-8"))
    printed = [
        (item["code"], item["text"])
        for section in facts["sections"]
        for item in section["indicators"]
    ]
    assert printed == [(item.code, item.text) for item in definitions()]


def test_an_indicator_nobody_ever_recorded_has_no_number_rather_than_zero(rows: Rows) -> None:
    for found in count_database(YEAR).indicators:
        if found.definition.code != "2.3.3":
            assert found.number is None, found.definition.code
            assert found.why == NEVER_RECORDED


def test_cash_benefits_count_distinct_persons_and_families(rows: Rows) -> None:
    grant(rows, "one", "anna", "zasilek_staly")
    grant(rows, "one", "anna", "Zasiłek okresowy")  # another system's word
    grant(rows, "one", "jan", "zasilek_celowy", status="refused")
    grant(rows, "two", "ewa", "posilek")
    assert numbers("1.1") == (1, [1, 1])
    assert count_database(YEAR).unknown_benefits == ()


def test_a_benefit_nobody_knows_is_told_and_counts_in_the_tables_only(rows: Rows) -> None:
    grant(rows, "one", "anna", "Świadczenie X")
    found = count_database(YEAR)
    assert found.unknown_benefits == ("Świadczenie X",)
    assert found.tabulation.table1.families == 1
    assert numbers("1.1") == (0, [0, 0])


def test_meals_count_a_person_once_with_or_without_a_decision(rows: Rows) -> None:
    grant(rows, "one", "jan", "posilek")
    service(rows, "one", "jan", "posilek_bez_decyzji")
    service(rows, "two", "ewa", "posilek_bez_decyzji")
    assert numbers("1.2")[0] == 2


def test_social_work_with_a_family_counts_those_who_belonged_to_it_then(rows: Rows) -> None:
    service(rows, "one", None, "praca_socjalna", since=day(2), until=day(2))
    assert numbers("1.3") == (2, [2, 1])
    Service.objects.all().delete()
    service(rows, "one", None, "praca_socjalna", since=day(7), until=None)
    assert numbers("1.3") == (1, [1, 1])


def test_outcomes_count_persons_of_the_year(rows: Rows) -> None:
    for when in (day(3), day(9), day(3, year=2016)):
        Outcome.objects.create(
            family=rows.families["two"], person=rows.persons["ewa"], kind="zatrudnienie",
            happened_on=when, **BY,
        )  # fmt: skip
    assert numbers("2.1.4")[0] == 1


def test_named_participants_are_distinct_and_unnamed_ones_are_added_as_a_part(rows: Rows) -> None:
    anna, ewa = rows.persons["anna"], rows.persons["ewa"]
    activity("klub_seniora", anna, ewa, unnamed_participants=10)
    activity("klub_seniora", anna, unnamed_participants=5)
    activity("klub_seniora", ewa, since=day(1, year=2016), until=day(2, year=2016))
    assert numbers("3.3.1") == (17, [2, 15])


def test_other_forms_of_support_count_services_and_activities_together(rows: Rows) -> None:
    service(rows, "one", "anna", "inna_aktywizacja")
    activity("inne", rows.persons["anna"], rows.persons["ewa"], unnamed_participants=3)
    assert numbers("2.1.6") == (5, [2, 3])


def test_homeless_people_are_those_helped_while_their_family_has_the_reason(rows: Rows) -> None:
    from miernik.cases.models import ReasonRecord

    ReasonRecord.objects.create(
        family=rows.families["two"], code="bezdomnosc", since=day(5), until=None, **BY
    )
    service(rows, "two", "ewa", "odziez", since=day(2), until=day(2))
    assert numbers("2.2.1")[0] == 0
    grant(rows, "two", "ewa", "schronienie", since=day(4), until=day(6))
    assert numbers("2.2.1")[0] == 1


def test_places_of_shelter_are_those_of_31_december(rows: Rows) -> None:
    night = Facility.objects.create(kind="noclegownia", name="Noclegownia")
    other = Facility.objects.create(kind="mieszkanie_chronione", name="Mieszkanie")
    Places.objects.create(facility=night, number=40, since=day(1), until=day(6))
    Places.objects.create(facility=night, number=55, since=day(6, 2), until=None)
    Places.objects.create(facility=other, number=7, since=day(1), until=None)
    assert numbers("2.2.2")[0] == 55


def plan(rows: Rows, kind: str, signed: dt.date, **more: Any) -> Plan:
    return Plan.objects.create(
        family=rows.families["two"], person=rows.persons["ewa"], kind=kind, signed_on=signed,
        **BY, **more,
    )  # fmt: skip


def test_contracts_count_in_the_year_they_were_signed_those_with_homeless_people_first(
    rows: Rows,
) -> None:
    from miernik.cases.models import ReasonRecord

    ReasonRecord.objects.create(
        family=rows.families["two"], code="bezdomnosc", since=day(5), until=None, **BY
    )
    plan(rows, "kontrakt_socjalny", day(2))
    plan(rows, "kontrakt_socjalny", day(6))
    plan(rows, "kontrakt_socjalny", day(6, year=2016))
    assert numbers("2.2.4") == (1, [1, 2])


def test_integration_programmes_count_while_they_run(rows: Rows) -> None:
    plan(rows, "ipi", day(6, year=2016), until=day(5))
    plan(rows, "ipi", day(6, year=2016), until=day(5), ended_on=day(12, year=2016))
    plan(rows, "ipi", day(1, year=2018))
    assert numbers("2.4.1")[0] == 1


def test_advice_is_added_up_and_not_counted_by_person(rows: Rows) -> None:
    service(rows, "two", "ewa", "porada_alkohol", quantity=4)
    service(rows, "two", "ewa", "porada_alkohol", quantity=3, since=day(9), until=day(9))
    service(rows, "two", "ewa", "porada_alkohol", quantity=9, since=day(9, year=2016),
            until=day(9, year=2016))  # fmt: skip
    assert numbers("2.3.1")[0] == 7


def test_foreigners_are_persons_helped_and_families_with_a_subsidy(rows: Rows) -> None:
    rows.persons["jan"].foreigner = "refugee"
    rows.persons["jan"].save()
    grant(rows, "one", "anna", "doplata_najmu")
    service(rows, "one", "jan", "poradnictwo_prawne")
    assert numbers("2.4.2")[0] == 1
    assert numbers("2.4.3")[0] == 1
    Grant.objects.update(since=day(8), until=day(9))  # Jan has left the family
    assert numbers("2.4.3")[0] == 0


def refer(rows: Rows, family: str, person: str | None, kind: str, on: dt.date) -> Referral:
    who = rows.persons[person] if person else None
    return Referral.objects.create(
        family=rows.families[family], person=who, kind=kind, made_on=on, **BY
    )


def test_referred_to_a_home_by_referral_or_by_a_decision_of_the_year(rows: Rows) -> None:
    refer(rows, "two", "ewa", "dps", day(3))
    grant(rows, "two", "ewa", "dps", decided_on=day(4))
    grant(rows, "one", "anna", "dps", decided_on=day(4, year=2016))
    assert numbers("3.2.2")[0] == 1


def test_requests_for_an_assistant_count_families_and_children_are_under_eighteen(
    rows: Rows,
) -> None:
    refer(rows, "one", None, "asystent_rodziny", day(3))
    refer(rows, "one", None, "asystent_rodziny", day(9))
    refer(rows, "one", "jan", "placowka_wsparcia_dziennego", day(5, 4))
    refer(rows, "one", "anna", "placowka_wsparcia_dziennego", day(5, 4))
    assert numbers("4.1")[0] == 1
    assert numbers("4.4")[0] == 1


def test_socioterapy_counts_children_and_beside_them_their_families(rows: Rows) -> None:
    activity("socjoterapia", rows.persons["jan"], unnamed_participants=6, unnamed_families=4)
    assert numbers("4.3") == (7, [1, 6, 1, 4])


def test_events_groups_partners_and_volunteers(rows: Rows) -> None:
    activity("wydarzenie_lokalne", volunteers_taking_part=12)
    activity("grupa_samopomocowa", since=day(1, year=2015), until=None)
    for name in ("Fundacja A", "fundacja  A", "Stowarzyszenie B"):
        Partnership.objects.create(name=name, since=day(1), **BY)
    Volunteer.objects.create(
        first_name="Ola", last_name="Lis", kind="spolecznosc_lokalna", since=day(1), **BY
    )
    assert numbers("5.2")[0] == 1
    assert numbers("3.2.3")[0] == 1
    assert numbers("5.1")[0] == 2
    assert numbers("5.3") == (1, [1, 12])


def test_the_number_leads_to_its_families(rows: Rows) -> None:
    service(rows, "one", "anna", "praca_socjalna")
    grant(rows, "two", "ewa", "zasilek_staly")
    assert families_behind(YEAR, ["indicator.1.3"])["indicator.1.3"] == {rows.families["one"].pk}
    assert families_behind(YEAR, ["table1.families"])["table1.families"] == {
        rows.families["two"].pk
    }
    with pytest.raises(KeyError):
        families_behind(YEAR, ["indicator.9.9"])


def test_every_way_of_counting_in_the_definitions_is_known(rows: Rows) -> None:
    from miernik.cases.statistics import counting

    used = {part.of for item in definitions() for part in item.parts}
    assert used - {"table2"} == set(counting._WAYS)
