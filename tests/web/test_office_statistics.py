"""The statistics pages: numbers for those who may see them, and the way back to the files."""

import datetime as dt
import json
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from miernik.accounts.models import Institution, Role, User
from miernik.accounts.services import create_user, grant_role
from miernik.audit.models import Event
from miernik.audit.services import record, record_read
from miernik.cases.models import Family, Population
from miernik.cases.statistics import drilling
from miernik.cases.statistics.counted_year import CountedYear, count_database
from miernik.cases.statistics.programme import write_programme
from miernik.observations.models import Observation
from miernik.web.office.statistics import views
from tests.cases.register_rows import AT
from tests.cases.test_statistics_store import furnish

pytestmark = pytest.mark.django_db
EXAMPLE = Path(__file__).parents[2] / "examples" / "bialystok" / "program-2017-2020.json"
YEAR = reverse("statistics-year", args=[2017])
ORPHANS = reverse("statistics-cell", args=[2017, "table2.sieroctwo.families"])
UNEMPLOYED = reverse("statistics-cell", args=[2017, "table2.bezrobocie.families"])


def person(name: str, role: Role, institution: Institution | None = None) -> User:
    user = create_user(username=name, password="dlugie-haslo-na-probe", by="test", at=AT)
    grant_role(user=user, role=role, institution=institution, by="test", at=AT)
    return user


def logged_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def coordinator() -> Client:
    return logged_in(person("kasia", Role.COORDINATOR))


@pytest.fixture
def worker() -> Client:
    return logged_in(person("ewa", Role.SOCIAL_WORKER))


def test_the_coordinator_sees_the_tables_with_small_rows_hidden(coordinator: Client) -> None:
    furnish(orphans=3)
    page = coordinator.get(YEAR).content.decode()
    assert ">12</a>" in page
    assert page.count('<abbr title="tajemnica statystyczna">#</abbr>') == 2
    assert "Zapisz do sprawozdania" in page


def test_the_worker_of_the_whole_city_sees_exact_numbers(worker: Client) -> None:
    furnish(orphans=3)
    page = worker.get(YEAR).content.decode()
    assert "tajemnica statystyczna" not in page
    assert f'href="{ORPHANS}">3</a>' in page
    assert "Zapisz do sprawozdania" not in page


def test_a_worker_of_one_team_sees_what_everybody_sees(db: None) -> None:
    furnish(orphans=3)
    team = Institution.objects.create(name="Zespół 1")
    page = logged_in(person("ola", Role.SOCIAL_WORKER, team)).get(YEAR).content.decode()
    assert "tajemnica statystyczna" in page


def test_a_number_leads_to_files_and_the_reading_is_logged_without_the_reason(
    worker: Client,
) -> None:
    furnish(orphans=3)
    page = worker.get(ORPHANS).content.decode()
    for family in Family.objects.order_by("pk")[:3]:
        assert family.number in page
    reads = list(Event.objects.filter(action="file.read", by="ewa"))
    assert len(reads) == 3
    assert all(event.data == {"why": "statystyki", "year": 2017} for event in reads)


def test_a_worker_of_one_team_opens_own_families_only(db: None) -> None:
    furnish(orphans=3)
    team = Institution.objects.create(name="Zespół 1")
    mine, *others = Family.objects.order_by("pk")
    Family.objects.filter(pk=mine.pk).update(team=team)
    page = logged_in(person("ola", Role.SOCIAL_WORKER, team)).get(UNEMPLOYED).content.decode()
    assert mine.number in page
    assert not any(family.number in page for family in others)


def test_others_get_counts_by_team_and_never_a_file(coordinator: Client) -> None:
    furnish(families=12)
    team = Institution.objects.create(name="Zespół 1")
    for family in Family.objects.order_by("pk")[:7]:
        Family.objects.filter(pk=family.pk).update(team=team)
    page = coordinator.get(UNEMPLOYED).content.decode()
    assert "Zespół 1" in page
    assert not any(family.number in page for family in Family.objects.order_by("pk"))
    assert not Event.objects.filter(action="file.read").exists()


def test_a_hidden_number_is_not_divided_any_further(coordinator: Client) -> None:
    furnish(orphans=3)
    assert "obejmuje ją tajemnica" in coordinator.get(ORPHANS).content.decode()


def test_no_team_is_told_by_what_one_row_leaves_of_another(
    coordinator: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """9 of 11 families are incomplete: 2 would be left; without "w tym" of team 1 nobody knows."""
    furnish(families=40)
    families = list(Family.objects.order_by("pk"))
    for number in range(3):
        team = Institution.objects.create(name=f"Zespół {number}")
        for family in families[number * 13 : number * 13 + 13]:
            Family.objects.filter(pk=family.pk).update(team=team)
    teams = [{family.pk for family in families[at : at + 13]} for at in (0, 13, 26)]
    head = frozenset(key for keys in teams for key in sorted(keys)[:11])
    parts = (9, 5, 6)
    part = frozenset(
        key for keys, some in zip(teams, parts, strict=True) for key in sorted(keys)[:some]
    )
    behind = {
        "table1.families": frozenset(family.pk for family in families),
        "table2.bezradnosc.families": head,
        "table2.bezradnosc.rodziny_niepelne.families": part,
        "table2.bezradnosc.rodziny_wielodzietne.families": frozenset(),
    }
    monkeypatch.setattr(
        drilling, "families_behind", lambda _year, cells: {cell: behind[cell] for cell in cells}
    )
    found = {
        cell: drilling.behind(
            user=User.objects.get(username="kasia"), year=2017, cell=cell, hidden=frozenset()
        ).teams
        for cell in list(behind)[1:3]
    }
    whole, within = ({row.team: row.figure for row in found[cell]} for cell in list(behind)[1:3])
    told = {
        team: int(whole[team]) - int(within[team])
        for team in whole
        if "#" not in (whole[team], within[team])
    }
    assert [team for team, rest in told.items() if 0 < rest < 5] == []
    assert list(within.values()).count("#") != 1


def test_a_year_without_residents_asks_for_them_and_then_counts(coordinator: Client) -> None:
    furnish()
    Population.objects.all().delete()
    assert "Brakuje liczby mieszkańców" in coordinator.get(YEAR).content.decode()
    address = reverse("statistics-population", args=[2017])
    assert coordinator.post(address, {"number": "0", "source": "UM"}).status_code == 422
    answer = coordinator.post(address, {"number": "1000", "source": "UM"}, follow=True)
    assert "2,4" in answer.content.decode()


def test_saving_writes_the_values_and_says_how_many(coordinator: Client) -> None:
    furnish(orphans=3)
    address = reverse("statistics-save", args=[2017])
    told = coordinator.post(address, follow=True).content.decode()
    assert "nie ma Programu" in told
    write_programme(facts=json.loads(EXAMPLE.read_text(encoding="utf-8")), by="test", at=AT)
    told = coordinator.post(address, follow=True).content.decode()
    assert "Zapisano do sprawozdania: 87 nowych wartości" in told
    assert Observation.objects.count() == 87


def test_the_saved_tables_stand_on_the_portal(coordinator: Client) -> None:
    furnish(orphans=3)
    work = write_programme(facts=json.loads(EXAMPLE.read_text(encoding="utf-8")), by="t", at=AT)
    coordinator.post(reverse("statistics-save", args=[2017]))
    page = Client().get(reverse("work", args=[work.code])).content.decode()
    assert "Tabela Nr 1." in page
    assert page.count(">#</a>") == 2


def test_the_export_of_the_coordinator_hides_small_rows_the_workers_may_not_export(
    coordinator: Client, worker: Client
) -> None:
    furnish(orphans=3)
    address = reverse("statistics-mrips", args=[2017, "csv"])
    text = coordinator.get(address).content.decode("utf-8-sig")
    assert "4,2,Sieroctwo,,#,#" in text.splitlines()
    assert "4,6,Bezrobocie,,12,24" in text.splitlines()
    assert coordinator.get(reverse("statistics-mrips", args=[2017, "xlsx"])).status_code == 200
    assert worker.get(address).status_code == 403


def test_nobody_else_comes_in(db: None) -> None:
    furnish()
    assert Client().get(YEAR).status_code == 302
    clerk = logged_in(person("jan", Role.REPORTER, Institution.objects.create(name="Szkoła")))
    for address in (YEAR, ORPHANS, reverse("statistics-home")):
        assert clerk.get(address).status_code == 403


def test_a_cell_that_there_is_not_is_not_found(coordinator: Client) -> None:
    furnish()
    for cell in (
        "table2.nic.families",
        "table1.nic",
        "indicator.9.9",
        "nic",
        "table2.bezrobocie.x",
    ):
        address = reverse("statistics-cell", args=[2017, cell])
        assert coordinator.get(address).status_code == 404, cell


def test_the_front_page_leads_to_the_newest_year_with_residents(coordinator: Client) -> None:
    assert "nie ma jeszcze żadnego" in coordinator.get(reverse("statistics-home")).content.decode()
    furnish()
    Population.objects.create(year=2016, number=900)
    assert coordinator.get(reverse("statistics-home")).headers["Location"] == YEAR


def test_the_year_of_the_page_must_be_plausible(coordinator: Client) -> None:
    assert coordinator.get(reverse("statistics-year", args=[dt.MAXYEAR])).status_code == 404


def test_a_year_is_counted_again_only_after_a_change(
    coordinator: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    furnish()
    counts: list[int] = []

    def counting(year: int) -> CountedYear:
        counts.append(year)
        return count_database(year)

    monkeypatch.setattr(views, "count_database", counting)
    for _ in range(2):
        coordinator.get(YEAR)
    record_read(subject="family:x", by="ewa", at=AT)
    coordinator.get(YEAR)
    assert counts == [2017]
    record(action="service.recorded", subject="family:x", by="ewa", at=AT)
    coordinator.get(YEAR)
    assert counts == [2017, 2017]
