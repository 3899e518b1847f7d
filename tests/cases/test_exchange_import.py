"""Reading a register from another system: faults at once, nothing twice, nothing lost."""

from __future__ import annotations

import csv
import datetime as dt
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from miernik.accounts.models import Institution
from miernik.audit.models import Event
from miernik.cases.exchange import packages
from miernik.cases.exchange.exporting import export_register
from miernik.cases.exchange.faults import FaultyRegisterError
from miernik.cases.exchange.layout import BY_NAME
from miernik.cases.exchange.services import (
    DryRun,
    SystemNameError,
    check_register,
    import_register,
)
from miernik.cases.exchange.synthetic import BIALYSTOK_2015, generate
from miernik.cases.models import (
    Correction,
    DuplicateProposal,
    ExternalNumber,
    Family,
    FamilyMembership,
    Grant,
    Person,
    Population,
    ReasonRecord,
    RegisterImport,
)
from miernik.cases.register.services import register_person
from tests.cases import counting

NOW = dt.datetime(2025, 3, 1, 9, tzinfo=dt.UTC)
LATER = NOW + dt.timedelta(days=30)
#: The number that descriptions of PESEL give as their example: a man born on 14 May 1944.
PESEL = "44051401359"

Lines = dict[str, list[str]]
SMALL: Lines = {
    "persons": [
        "person_id,birth_date,sex,pesel,first_name,last_name",
        f"A/1,1944-05-14,m,{PESEL},Marian,Zmyślony",
        "A/2,2005-02-03,f,,Janina,Zmyślona",
    ],
    "families": ["family_id,homeless,address,team", 'R 1,false,"ul. Pokazowa 1, m. 2",Zespół 1'],
    "memberships": ["family_id,person_id,from,to,role", "R 1,A/1,2014-01-01,,head",
                    "R 1,A/2,2014-01-01,2015-06-30,child"],
    "reasons": ["family_id,code,from,to", "R 1,ubostwo,,", "R 1,bezrobocie,2015-01-01,2015-03-31"],
    "grants": [
        "grant_id,family_id,person_id,benefit,decision_date,from,to,status,amount_gr",
        "D-1,R 1,A/1,zasilek_okresowy,2015-01-20,2015-02-01,2015-04-30,granted,90000",
        "D-2,R 1,A/1,zasiłek z POMOST-u,,2016-02-01,,refused,",
    ],
    "population": ["year,population", "2015,283229"],
}  # fmt: skip
Give = Callable[..., Path]


@pytest.fixture
def give(tmp_path: Path) -> Give:
    """A folder with the small register, some of its files replaced: give(grants=[…])."""

    def write(**replaced: list[str] | bytes | None) -> Path:
        for name, lines in (SMALL | replaced).items():
            file = tmp_path / f"{name}.csv"
            if lines is None:
                file.unlink(missing_ok=True)
            elif isinstance(lines, bytes):
                file.write_bytes(lines)
            else:
                file.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return tmp_path

    return write


def read(path: Path, system: str = "POMOST", at: dt.datetime = NOW) -> DryRun:
    return import_register(path, system=system, by="anna", at=at)[1]


def faults(path: Path) -> list[tuple[str, int, str]]:
    told = check_register(path, system="POMOST")
    return [(fault.file, fault.line, fault.column) for fault in told.faults]


def zipped(folder: Path, *, inside: str = "") -> Path:
    target = folder.parent / f"{folder.name}.zip"
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for file in folder.glob("*.csv"):
            package.write(file, f"{inside}{file.name}")
    return target


def workbook(folder: Path, formula: str = "") -> Path:
    target = folder.parent / f"{folder.name}.xlsx"
    book = xlsxwriter.Workbook(str(target))
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for name, lines in SMALL.items():
        sheet = book.add_worksheet(name)
        for row, fields in enumerate(csv.reader(lines)):
            for column, text in enumerate(fields):
                try:  # as a person types it: dates are dates, numbers are numbers
                    date = dt.datetime.fromisoformat(text) if "-" in text else None
                except ValueError:
                    date = None
                if date:
                    sheet.write_datetime(row, column, date, day)
                elif text.isdigit() and len(text) < 10:
                    sheet.write_number(row, column, int(text))
                else:
                    sheet.write_string(row, column, text)
    if formula:
        book.get_worksheet_by_name("grants").write_formula("I2", formula, value=1)
    book.close()
    return target


# --- reading -------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_register_is_stored_with_its_foreign_numbers(give: Give) -> None:
    Institution.objects.create(name="Zespół 1")
    told = read(give())
    assert {name: counts.new for name, counts in told.tables.items()} == {
        "persons": 2, "families": 1, "memberships": 2, "reasons": 2, "grants": 2, "population": 1,
    }  # fmt: skip
    family = Family.objects.get()
    assert (family.number, family.address) == ("R/2025/00001", "ul. Pokazowa 1, m. 2")
    assert family.team is not None
    assert family.team.name == "Zespół 1"
    person = Person.objects.get(last_name="Zmyślony")
    assert (person.pesel, person.birth_date, person.sex) == (PESEL, dt.date(1944, 5, 14), "m")
    assert person.search_name == "zmyslony marian"
    grant = Grant.objects.get(status="granted")
    assert (grant.amount_gr, grant.since, grant.person) == (90_000, dt.date(2015, 2, 1), person)
    assert Population.objects.get().number == 283_229
    numbers = ExternalNumber.objects.filter(system="POMOST")
    assert set(numbers.filter(table="grant").values_list("number", flat=True)) == {"D-1", "D-2"}
    assert numbers.get(table="family", number="R 1").row == family.pk
    event = Event.objects.get(action="register.imported")
    assert event.data["tables"]["persons"]["new"] == 2
    assert "Zmyślony" not in str(event.data)
    assert PESEL not in str(event.data)


@pytest.mark.django_db
def test_the_number_lies_encrypted_in_the_database(give: Give) -> None:
    from django.db import connection

    read(give())
    with connection.cursor() as cursor:
        cursor.execute("SELECT pesel, pesel_index FROM cases_person ORDER BY id")
        stored = cursor.fetchall()
    assert PESEL not in str(stored)
    assert len(stored[0][1]) == 64


@pytest.mark.django_db
def test_checking_stores_nothing(give: Give) -> None:
    told = check_register(give(), system="POMOST")
    assert told.tables["persons"].new == 2
    assert not told.changes_nothing
    assert Person.objects.count() == ExternalNumber.objects.count() == Event.objects.count() == 0


@pytest.mark.django_db
def test_reading_twice_changes_nothing(give: Give) -> None:
    read(give())
    before = [sorted(model.objects.values_list()) for model in (Person, Family, Grant)]
    told = read(give(), at=LATER)
    assert told.changes_nothing
    assert {name: counts.equal for name, counts in told.tables.items()} == {
        "persons": 2, "families": 1, "memberships": 2, "reasons": 2, "grants": 2, "population": 1,
    }  # fmt: skip
    assert [sorted(model.objects.values_list()) for model in (Person, Family, Grant)] == before
    assert not Event.objects.filter(action="register.rows_changed").exists()


@pytest.mark.django_db
def test_changed_rows_are_updated_and_what_they_said_is_kept(give: Give) -> None:
    read(give())
    grants = [*SMALL["grants"][:-1], SMALL["grants"][-1].replace("refused,", "granted,1000")]
    persons = [line.replace("Janina,Zmyślona", "Janina,Przykładowa") for line in SMALL["persons"]]
    told = read(give(grants=grants, persons=persons), at=LATER)
    assert (told.tables["grants"].changed, told.tables["persons"].changed) == (1, 1)
    assert Grant.objects.get(since=dt.date(2016, 2, 1)).status == "granted"
    assert Person.objects.get(first_name="Janina").search_name == "przykladowa janina"
    before = json.loads(Correction.objects.get(table="person").before)
    assert before == {"last_name": "Zmyślona"}
    events = Event.objects.filter(action="register.rows_changed").order_by("id")
    assert [event.data["table"] for event in events] == ["persons", "grants"]
    assert [*events[1].data["rows"].values()] == [["status", "amount_gr"]]
    assert "Przykładowa" not in str([event.data for event in events])


@pytest.mark.django_db
def test_rows_that_disappeared_stay_and_are_told(give: Give) -> None:
    read(give())
    told = read(give(grants=SMALL["grants"][:2]), at=LATER)
    assert told.tables["grants"].gone == 1
    assert told.tables["grants"].gone_examples == ("D-2",)
    assert Grant.objects.count() == 2


@pytest.mark.django_db
def test_two_systems_may_use_the_same_numbers(give: Give) -> None:
    persons = ["person_id,birth_date,sex,pesel", "A/1,1980-01-01,m,", "A/2,1990-01-01,f,"]
    read(give())
    told = read(give(persons=persons), system="TT-Pomoc")
    assert told.tables["persons"].new == 2
    assert Person.objects.count() == 4
    assert Person.objects.filter(last_name="nr A/1", first_name="–").exists()
    assert told.tables["population"].equal == 1


# --- persons who are known already ---------------------------------------------------------------


@pytest.mark.django_db
def test_a_person_with_a_known_number_is_recognised_and_stays_as_she_is(give: Give) -> None:
    known = register_person(
        by="ewa", at=NOW, first_name="Marian", last_name="Zmyślony", pesel=PESEL, phone="1"
    )
    told = read(give(), at=LATER)
    assert (told.attached, told.tables["persons"].new) == (1, 1)
    assert FamilyMembership.objects.get(role="head").person == known
    assert Person.objects.count() == 2
    assert read(give(), at=LATER).changes_nothing
    renamed = [line.replace("Marian", "Marcin") for line in SMALL["persons"]]
    assert read(give(persons=renamed), at=LATER).changes_nothing
    known.refresh_from_db()
    assert (known.first_name, known.phone) == ("Marian", "1")


@pytest.mark.django_db
def test_somebody_elses_number_makes_a_proposal_and_no_merging(give: Give) -> None:
    known = register_person(by="ewa", at=NOW, first_name="Adam", last_name="Inny", pesel=PESEL)
    told = read(give(), at=LATER)
    assert (told.attached, told.without_pesel) == (0, 1)
    written = Person.objects.get(last_name="Zmyślony")
    assert (written.pesel, written.pesel_index) == ("", "")
    proposal = DuplicateProposal.objects.get()
    assert {proposal.first, proposal.second} == {known, written}
    assert "inne nazwisko" in proposal.reason
    assert read(give(), at=LATER).changes_nothing


@pytest.mark.django_db
def test_one_number_twice_in_a_file_makes_a_proposal(give: Give) -> None:
    persons = [*SMALL["persons"][:2], f"A/2,1944-05-14,m,{PESEL},Marian,Zmyślony"]
    told = read(give(persons=persons))
    assert told.without_pesel == 1
    assert any("więcej niż jedna osoba" in note for note in told.notes)
    assert Person.objects.filter(pesel_index="").count() == 1
    assert DuplicateProposal.objects.count() == 1
    assert read(give(persons=persons), at=LATER).changes_nothing


@pytest.mark.django_db
def test_a_merged_person_stays_merged_when_the_register_is_read_again(give: Give) -> None:
    read(give())
    kept, gone = Person.objects.order_by("id")
    Person.objects.filter(pk=gone.pk).update(merged_into=kept)
    assert read(give(), at=LATER).changes_nothing


@pytest.mark.django_db
def test_a_row_struck_out_here_does_not_come_back(give: Give) -> None:
    read(give())
    ReasonRecord.objects.filter(code="bezrobocie").delete()
    told = read(give(), at=LATER)
    assert told.changes_nothing
    assert any("skreślono" in note for note in told.notes)
    assert ReasonRecord.objects.count() == 1


# --- faults --------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_every_fault_of_every_file_is_told_at_once_and_nothing_is_stored(give: Give) -> None:
    folder = give(
        persons=["person_id,birth_date,sex,pesel", "A/1,11.11.1975,x,123", "A/1,,,"],
        families=["family_id,homeless", "R 1,może"],
        memberships=["family_id,person_id,from,to", "R 1,A/9,2015-02-30,", "R 1,A/1,2015-02-01"],
        reasons=["family_id,code,from,to", "R 2,bieda,2015-02-01,2015-01-01"],
        grants=[
            "grant_id,family_id,person_id,benefit,decision_date,from,to,status,amount_gr",
            "D-1,R 1,A/1,=cmd(),,2015-02-01,,maybe,-5",
        ],
        population=["rok,population", "2015,1"],
    )
    with pytest.raises(FaultyRegisterError) as caught:
        read(folder)
    told = {(fault.file, fault.line, fault.column) for fault in caught.value.faults}
    assert told == {
        ("persons.csv", 2, "birth_date"), ("persons.csv", 2, "sex"), ("persons.csv", 2, "pesel"),
        ("persons.csv", 3, "person_id"), ("families.csv", 2, "homeless"),
        ("memberships.csv", 2, "person_id"), ("memberships.csv", 2, "from"),
        ("memberships.csv", 3, ""), ("reasons.csv", 2, "family_id"), ("reasons.csv", 2, "code"),
        ("reasons.csv", 2, "to"), ("grants.csv", 2, "benefit"), ("grants.csv", 2, "status"),
        ("grants.csv", 2, "amount_gr"), ("population.csv", 1, "year"),
    }  # fmt: skip
    assert Person.objects.count() == RegisterImport.objects.count() == 0


@pytest.mark.django_db
def test_faults_never_quote_a_name_or_a_number_of_a_person(give: Give) -> None:
    wrong = PESEL[:-1] + str((int(PESEL[-1]) + 1) % 10)
    folder = give(
        persons=[
            SMALL["persons"][0],
            f"A/1,1944-05-14,m,{wrong},=Marian,Zmyślony",
            SMALL["persons"][2],
        ]
    )
    told = "\n".join(map(str, check_register(folder, system="POMOST").faults))
    assert "cyfrę kontrolną" in told
    assert "znakiem formuły" in told
    assert wrong not in told
    assert "Marian" not in told


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("family_id,code,from,to\nR 1,ubóstwo,,\n".encode("cp1250"), "UTF-8"),
        (b"", "pusty"),
        (b'family_id,code,from,to\n"R 1,ubostwo,,\n', "cudzysłów"),
        (b"family_id,code,from,to\nR 1,ubostwo,2015-01-01,\0\n", "data"),
        (b"family_id,code,from,to,to\n", "powtórzona"),
        (b"family_id,from,to\n", "brak kolumny"),
        (None, "brak pliku"),
    ],
)
def test_files_that_are_no_tables_are_told(give: Give, content: bytes | None, said: str) -> None:
    told = check_register(give(reasons=content), system="POMOST")
    assert [fault.file for fault in told.faults] == ["reasons.csv"]
    assert said in str(told.faults[0])


@pytest.mark.django_db
def test_a_thousand_faults_of_one_kind_are_counted_not_listed(give: Give) -> None:
    reasons = ["family_id,code,from,to", *(f"R 1,nie{i},2015-01-01," for i in range(1200))]
    told = check_register(give(reasons=reasons), system="POMOST")
    assert len(told.faults) == 501
    assert "i jeszcze 700 razy" in str(told.faults[-1])


@pytest.mark.django_db
def test_semicolons_and_marks_at_the_beginning_are_read_as_excel_writes_them(give: Give) -> None:
    text = "\n".join(SMALL["reasons"]).replace(",", ";")
    assert faults(give(reasons=b"\xef\xbb\xbf" + text.encode())) == []


@pytest.mark.django_db
def test_strange_columns_are_left_out_and_named(give: Give) -> None:
    reasons = ["family_id,code,from,to,wojewodztwo", "R 1,ubostwo,,,podlaskie"]
    told = check_register(give(reasons=reasons), system="POMOST")
    assert not told.faults
    assert any("wojewodztwo" in note for note in told.notes)


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["", "  ", "x" * 61, "a\x00b"])
def test_a_system_has_a_name(give: Give, name: str) -> None:
    with pytest.raises(SystemNameError):
        check_register(give(), system=name)


# --- packages ------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("inside", ["", "eksport 2025/"])
def test_a_zip_is_read_like_a_folder(give: Give, inside: str) -> None:
    assert read(zipped(give(), inside=inside)).tables["grants"].new == 2
    assert read(give(), at=LATER).changes_nothing


@pytest.mark.django_db
def test_a_workbook_is_read_like_a_folder(give: Give) -> None:
    folder = give()
    assert read(workbook(folder)).tables["grants"].new == 2
    assert read(folder, at=LATER).changes_nothing


@pytest.mark.django_db
def test_a_formula_is_refused_with_its_cell(give: Give) -> None:
    told = check_register(workbook(give(), formula="=WEBSERVICE(A1)"), system="POMOST")
    assert "komórka I2 zawiera formułę" in str(told.faults[0])
    assert not told.tables


@pytest.mark.django_db
def test_packages_made_to_harm_are_refused(give: Give, tmp_path: Path) -> None:
    bomb, outside, broken = tmp_path / "b.zip", tmp_path / "o.zip", tmp_path / "u.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("persons.csv", b"0" * (20 * packages.MEGABYTE))
    with zipfile.ZipFile(outside, "w") as package:
        package.writestr("../persons.csv", "person_id\n")
    broken.write_bytes(zipped(give()).read_bytes()[:-30])
    wanted = ((bomb, "niewspółmiernie"), (outside, "poza archiwum"), (broken, "uszkodzony"))
    for file, said in wanted:
        told = check_register(file, system="POMOST")
        assert said in str(told.faults[0])


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "said"),
    [(b"%PDF-1.7", "to nie jest ZIP ani XLSX"), (b"\xd0\xcf\x11\xe0\0\0", "dawny plik Excela")],
)
def test_other_files_are_refused(tmp_path: Path, content: bytes, said: str) -> None:
    file = tmp_path / "rejestr.xlsx"
    file.write_bytes(content)
    assert said in str(check_register(file, system="POMOST").faults[0])
    assert "nie ma takiego pliku" in str(
        check_register(tmp_path / "brak", system="POMOST").faults[0]
    )


# --- there and back ------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_register_comes_back_as_it_was_read(give: Give, tmp_path: Path) -> None:
    folder = give()
    read(folder)
    out = tmp_path / "out"
    counts = export_register(out, by="anna", at=LATER, extended=True, system="POMOST")
    assert counts["grants"] == 2
    back, first = counting.read(out), counting.read(folder)
    for name, table in BY_NAME.items():
        columns = [column for column in table.minimum if column != "homeless"]
        assert [[row[c] for c in columns] for row in back[name]] == [
            [row[c] for c in columns] for row in first[name]
        ]
    assert read(out, at=LATER).changes_nothing
    nobody = tmp_path / "nobody"
    export_register(nobody, by="anna", at=LATER)
    text = "".join(file.read_text(encoding="utf-8") for file in nobody.iterdir())
    assert PESEL not in text
    assert "Zmyślony" not in text
    assert Event.objects.filter(action="register.exported").count() == 2


@pytest.mark.django_db
def test_a_city_counts_the_same_after_it_comes_back(tmp_path: Path) -> None:
    generate(BIALYSTOK_2015.scaled(1500), extended=True, pesel=True).write(tmp_path / "city")
    read(tmp_path / "city")
    export_register(tmp_path / "back", by="anna", at=LATER)
    for year in (2014, 2015, 2016, 2017):
        back = counting.tables(counting.read(tmp_path / "back"), year)
        assert back == counting.tables(counting.read(tmp_path / "city"), year)
