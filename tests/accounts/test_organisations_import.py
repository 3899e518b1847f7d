"""Taking a base from a file: 448 rows, every fault at once, nothing lost, and back to a file."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from miernik.accounts.models import Organisation
from miernik.accounts.organisations.errors import FaultyBaseError, OrganisationError
from miernik.accounts.organisations.exporting import export_organisations
from miernik.accounts.organisations.importing import (
    Effect,
    Plan,
    import_organisations,
    plan_import,
)
from miernik.accounts.organisations.selectors import (
    OrganisationFilter,
    addressees,
    organisations,
)
from miernik.accounts.organisations.services import data_of, withdraw_consent
from miernik.audit.models import Event
from miernik.kernel.office.errors import UnreadableFileError
from tests.accounts.base import (
    AT,
    BASE_SIZE,
    BY,
    base_rows,
    consenting,
    csv_file,
    nip,
    organisation,
    regon,
    xlsx_file,
)

pytestmark = pytest.mark.django_db
LATER = AT + dt.timedelta(days=3)


def take(content: bytes) -> Plan:
    return import_organisations(content=content, file_name="baza.xlsx", by=BY, at=AT)


def told(content: bytes) -> list[tuple[int, str, str]]:
    plan = plan_import(content=content, at=AT)
    return [(fault.row, fault.column, fault.reason) for fault in plan.faults]


def counts(plan: Plan) -> tuple[int, int, int]:
    return plan.count(Effect.NEW), plan.count(Effect.CHANGED), plan.count(Effect.SAME)


def test_the_citys_base_of_448_is_taken_and_taken_again_without_a_change() -> None:
    content = xlsx_file(base_rows())
    assert counts(plan_import(content=content, at=AT)) == (BASE_SIZE, 0, 0)
    assert not Organisation.objects.exists()
    take(content)
    assert Organisation.objects.count() == 448
    assert addressees().count() == 448 - 44  # every tenth has no address
    assert data_of(Organisation.objects.get(krs="0000000007")).fields == ("1", "15")
    again = plan_import(content=content, at=LATER)
    assert counts(again) == (0, 0, 448)
    assert again.changes_nothing
    event = Event.objects.get(action="organisations.imported")
    assert event.data == {"new": 448, "changed": 0, "same": 0}
    assert "example.org" not in str(list(Event.objects.values_list("data", flat=True)))


def test_what_is_written_is_read_back_the_same() -> None:
    take(xlsx_file(base_rows(12)))
    found = organisations(OrganisationFilter())
    for kind in ("xlsx", "csv"):
        content = export_organisations(organisations=found, kind=kind, by=BY, at=AT)
        assert counts(plan_import(content=content, at=LATER)) == (0, 0, 12)
    assert b"'+48 85 555" in export_organisations(organisations=found, kind="csv", by=BY, at=AT)
    assert Organisation.objects.order_by("id")[0].phone == "+48 85 555 00 00"
    with pytest.raises(OrganisationError, match="XLSX albo CSV"):
        export_organisations(organisations=found, kind="pdf", by=BY, at=AT)


def test_every_fault_is_told_with_its_row_and_column() -> None:
    rows = base_rows(3)
    rows[0][2] = "5420000000"
    rows[0][4] = "biuro"
    rows[1][0] = ""
    rows[2][8] = "może"
    assert told(xlsx_file(rows)) == [
        (2, "NIP", "NIP „5420000000” ma błędną cyfrę kontrolną: sprawdź każdą cyfrę."),
        (2, "E-mail", "E-mail „biuro” nie jest adresem: sprawdź go."),
        (3, "Nazwa", "Podaj nazwę organizacji."),
        (4, "Zgoda", "„może”: wpisz „tak”, „nie” albo dzień zgody, np. 12.05.2026."),
    ]
    with pytest.raises(FaultyBaseError, match="Plik ma 4 błędy"):
        take(xlsx_file(rows))
    assert not Organisation.objects.exists()


def test_a_workbook_that_lost_zeros_and_shows_numbers_shortened_is_read_in_full() -> None:
    row: list[Any] = ["Fundacja", 27342, int(nip(1)), int(regon(8)), "", 855550000, "", "", ""]
    take(xlsx_file([row]))
    card = Organisation.objects.get()
    assert (card.krs, card.nip, card.regon) == ("0000027342", nip(1), regon(8))
    assert card.phone == "855550000"


def test_a_day_of_consent_is_read_from_a_date_cell_and_from_text() -> None:
    rows: list[list[Any]] = [
        ["A", "", "", "", "a@example.org", "", "", "", dt.date(2026, 5, 12)],
        ["B", "", "", "", "b@example.org", "", "", "", "12.05.2026"],
        ["C", "", "", "", "c@example.org", "", "", "", "nie"],
    ]
    take(xlsx_file(rows))
    given = {card.name: card.consent_given_at for card in Organisation.objects.all()}
    noon = dt.datetime(2026, 5, 12, 10, 0, tzinfo=dt.UTC)
    assert given == {"A": noon, "B": noon, "C": None}
    assert Organisation.objects.get(name="A").consent_source == "wczytany plik „baza.xlsx”"
    rows[0][8] = dt.date(2026, 5, 29)
    assert told(xlsx_file(rows))[0][2].startswith("Zgoda nie może mieć daty w przyszłości")


def test_a_row_that_matches_adds_what_it_says_and_erases_nothing() -> None:
    card = organisation(nip=nip(1), fields=("7",), phone="85 111", address="ul. Stara 1")
    content = csv_file([["Fundacja „Nowa Droga”", "", nip(1), "", "nowa@example.org", "",
                         "ul. Nowa", "pkt 1; teatr", ""]])  # fmt: skip
    plan = take(content)
    assert [line.changes for line in plan.lines] == [
        ("Nazwa", "Obszar działalności", "Adres", "E-mail")
    ]
    card.refresh_from_db()
    assert (card.name, card.phone, card.address) == ("Fundacja „Nowa Droga”", "85 111", "ul. Nowa")
    assert data_of(card).fields == ("1", "7")
    assert card.activity_note == "teatr"
    assert not card.consents


def test_the_same_name_with_another_number_is_told_and_not_written_over() -> None:
    organisation(krs="27342")
    faults = told(csv_file([["Fundacja Droga", "27343", "", "", "", "", "", "", ""]]))
    reason = "W bazie „Fundacja „Droga”” ma KRS 0000027342: popraw plik albo kartę organizacji."
    assert faults == [(2, "KRS", reason)]


def test_a_row_that_matches_two_organisations_is_a_fault() -> None:
    organisation("A", krs="1")
    organisation("B", nip=nip(1))
    ((row, column, reason),) = told(csv_file([["C", "1", nip(1), "", "", "", "", "", ""]]))
    assert (row, column) == (2, "Nazwa")
    assert "różnych organizacji: „A” i „B”" in reason


def test_one_organisation_twice_in_a_file_is_a_fault() -> None:
    row = ["A", "1", "", "", "", "", "", "", ""]
    twin = ["B", "1", "", "", "", "", "", "", ""]
    assert told(csv_file([row, twin])) == [(3, "KRS", "To samo stoi w wierszu 2: zostaw jeden.")]


def test_a_bare_yes_does_not_bring_back_consent_that_was_withdrawn() -> None:
    card = withdraw_consent(organisation=consenting(), by=BY, at=AT)
    row = [card.name, "", "", "", "", "", "", "", "tak"]
    plan = take(csv_file([row]))
    assert "Zgodę wycofano 28.05.2026" in plan.lines[0].notes[0]
    assert not addressees().exists()
    row[8] = "30.05.2026"
    import_organisations(content=csv_file([row]), file_name="b.csv", by=BY, at=LATER)
    assert addressees().exists()


def test_a_no_in_the_file_withdraws_consent_and_a_blank_leaves_it() -> None:
    card = consenting()
    row = [card.name, "", "", "", "", "", "", "", ""]
    assert plan_import(content=csv_file([row]), at=AT).changes_nothing
    row[8] = "nie"
    take(csv_file([row]))
    assert not addressees().exists()


def test_columns_that_mean_nothing_are_named_and_others_are_known_by_many_headings() -> None:
    content = csv_file([["A", "a@example.org", "x"]], ["Nazwa organizacji", "e-mail:", "Uwagi"])
    plan = plan_import(content=content, at=AT)
    assert plan.unknown == ("Uwagi",)
    assert plan.lines[0].data.email == "a@example.org"


def test_a_file_of_an_older_spreadsheet_is_read_with_its_letters() -> None:
    content = 'Baza\nNazwa,Adres\n"Łąka, stowarzyszenie",ul. Żabia\n'.encode("cp1250")
    plan = plan_import(content=content, at=AT)
    assert [(line.number, line.data.name) for line in plan.lines] == [(3, "Łąka, stowarzyszenie")]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"KRS;NIP\n1;2\n", "nie ma wiersza nagłówków z kolumną „Nazwa”"),
        (b"Nazwa;KRS;KRS\nA;1;2\n", "Kolumna „KRS” stoi w pliku dwa razy"),
        (b"Nazwa;KRS\n;\n", "nie ma ani jednego wiersza"),
        (b"%PDF-1.7 x", "XLSX albo CSV"),
    ],
)
def test_a_file_that_is_no_base_is_refused(content: bytes, sentence: str) -> None:
    with pytest.raises(OrganisationError, match=sentence):
        plan_import(content=content, at=AT)


def test_a_file_that_is_dangerous_or_empty_is_not_opened() -> None:
    for content in (b"", b"PK\x03\x04 cut"):
        with pytest.raises(UnreadableFileError):
            plan_import(content=content, at=AT)
