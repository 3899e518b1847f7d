"""The command line as a user and a script meet it."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from miernik.accounts.models import Membership, User
from miernik.cases.exchange.synthetic import BIALYSTOK_2015
from miernik.cases.models import Decision, Family, IncomeRecord
from miernik.cases.permissions import families
from miernik.cases.procedure.what_if_register import compare, load_register, reckon
from miernik.cases.procedure.worklist import Work as Duty
from miernik.cases.procedure.worklist import work_of
from miernik.observations.models import Observation
from miernik.strategy.models import Work
from miernik.web import archive, demonstration_register
from miernik.web.archive import ArchiveError, read_archive, write_archive
from miernik.web.cli import COMMANDS, main
from miernik.web.demonstration import load

CODE = "srps-bialystok-2011-2020"


@pytest.fixture
def home(tmp_path: Path, settings: Any) -> Path:
    settings.MEDIA_ROOT = tmp_path / "files"
    return tmp_path


@pytest.fixture
def loaded(home: Path, db: None) -> None:
    """The demonstration's data without its reports."""
    load()


def test_the_demonstration_ends_with_reports_and_accounts_and_can_be_run_again(
    home: Path, db: None, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    # a town instead of the city: the same way through every room in a part of the time
    monkeypatch.setattr(demonstration_register, "CITY", BIALYSTOK_2015.scaled(600))
    out = home / "sprawozdania"
    assert main(["demo", "--no-serve", "--out", str(out)]) == 0
    told = capsys.readouterr().out
    logins = ["pracownik", "swiadczenia", "koordynator", "dyrektor", "inspektor"]
    assert re.findall(r"^  (\w+): hasło (?:\w{4}-){3}\w{4}$", told, re.M) == logins
    names = {file.name for file in out.iterdir() if file.is_file()}
    formats = {"pdf", "docx", "xlsx", "html", "csv", "json"}
    assert names == {f"sprawozdanie-{year}.{kind}" for year in (2017, 2019) for kind in formats}
    assert all(file.stat().st_size > 10_000 for file in out.iterdir() if file.is_file())
    assert {role.role for role in Membership.objects.all()} == {
        "social_worker", "blue_card", "benefits_clerk", "coordinator", "director",
        "data_protection_officer", "reporter",
    }  # fmt: skip
    values = Observation.objects.count()
    assert main(["demo", "--no-serve", "--out", str(out)]) == 0
    again = capsys.readouterr().out
    assert again.count("dane już były") == 5  # values, register, help, collection, consultations
    assert again.count("bez zmian") == len(logins) + 1  # and the reporter
    assert Observation.objects.count() == values
    assert Observation.objects.filter(indicator__work__code__startswith="srps").count() == 175 + 9
    # the strategy, the programme, the work that is collected, the project of 2020
    assert Work.objects.count() == 4
    collected = Observation.objects.filter(indicator__work__code="pokaz-zbierania")
    assert {"zmyślone" in item.source.title for item in collected.select_related("source")} == {
        True
    }


def test_every_number_of_the_invented_register_says_that_it_is_invented(
    home: Path, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(demonstration_register, "CITY", BIALYSTOK_2015.scaled(600))
    demonstration_register.accounts()
    demonstration_register.load_register()
    demonstration_register.load_help()
    demonstration_register.load_statistics()
    values = Observation.objects.filter(indicator__work__code="pps")
    assert values.count() > 100
    for value in values.select_related("source").prefetch_related("notes"):
        assert value.source.title.startswith("Rejestr pokazowy – dane zmyślone")
        assert any("zmyślone" in note.text for note in value.notes.all())
    assert "dane zmyślone" in Work.objects.get(code="pps").title
    # every one of the programme's indicators has something to show
    told = values.filter(year=2015, breakdown="").exclude(status__in=("value", "suppressed"))
    assert [value.indicator_id for value in told if value.kind != "text"] == []
    # and the help that was filled in changed nothing in the tables
    counted = values.get(year=2015, indicator__definitions__name="Liczba rodzin")
    assert counted.number == 600


def test_the_cases_of_the_demonstration_stand_at_every_stage(
    home: Path, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(demonstration_register, "CITY", BIALYSTOK_2015.scaled(600))
    demonstration_register.accounts()
    demonstration_register.load_register()
    demonstration_register.load_help()
    today = timezone.localdate()
    person = {login: User.objects.get(username=login) for login in demonstration_register.ACCOUNTS}
    work = {login: work_of(user, today) for login, user in person.items()}
    late = {item.work for item in work["pracownik"] if item.late}
    assert late == {Duty.INTERVIEW, Duty.UPDATE}
    assert {item.work for item in work["swiadczenia"]} == {Duty.DECISION}
    assert {item.work for item in work["dyrektor"]} == {Duty.SIGNATURE}
    assert work["koordynator"] == work["inspektor"] == []
    assert sorted(Decision.objects.filter(state="issued").values_list("kind", flat=True)) == [
        "grant", "refusal",
    ]  # fmt: skip
    # a social worker of one team reaches that team only
    reached = families(person["pracownik"])
    assert 0 < reached.count() < Family.objects.count() / 4


def test_another_law_over_the_register_of_the_demonstration_says_something(
    home: Path, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(demonstration_register, "CITY", BIALYSTOK_2015.scaled(600))
    demonstration_register.accounts()
    demonstration_register.load_register()
    demonstration_register.load_help()
    before, after = dt.date(2024, 12, 31), dt.date(2025, 1, 1)
    register = load_register(before)
    found = compare(reckon(register, before), reckon(register, after))
    permanent, least, most = found.totals
    # both benefits are there, and neither is everybody's
    for total in found.totals:
        assert 0 < total.families_before < found.families
        # the criteria of 2025 are higher, so more families and more money
        assert total.families_after >= total.families_before
        assert total.cost_after > total.cost_before
    assert permanent.cost_before <= permanent.families_before * 2 * 1000_00
    assert least.cost_after <= most.cost_after
    assert found.gain + found.enter > 0
    assert found.lose == found.leave == 0
    incomes = IncomeRecord.objects.exclude(evidence__contains="zmyślon")
    assert not incomes.exists()


def test_changes_are_told_for_every_indicator(
    loaded: None, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert main(["changes", "srps", "2017", "2019", "--json", "-"]) == 0
    result = json.loads(capsys.readouterr().out)
    assert len(result["indicators"]) == 175
    by_name = {item["name"]: item for item in result["indicators"]}
    families = next(item for name, item in by_name.items() if "bezradności w sprawach" in name)
    assert families["verdict"] == "nieporównywalne"
    assert families["break"]["state"] == "proposed"
    assert by_name["Liczba asystentów rodzinnych"]["verdict"] == "nie wiadomo"
    assert main(["changes", CODE, "2017", "2019"]) == 0
    assert "mieści się w granicach przypadku" in capsys.readouterr().out


def test_a_report_is_written_in_the_asked_formats_only(loaded: None, home: Path) -> None:
    out = home / "inne"
    assert main(["report", CODE, "2017", "--out", str(out), "--format", "csv"]) == 0
    assert [file.name for file in out.iterdir()] == ["sprawozdanie-2017.csv"]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["changes", "nieznany", "2017", "2019"], "Nie ma strategii ani programu o kodzie"),
        (["report", CODE, "1999", "--out", "x"], "Lata z wartościami: 2017, 2019"),
        (["changes", CODE, "2017", "2018"], "nie ma wartości za rok 2018"),
        (["changes", "", "2017", "2019"], "Nie ma strategii ani programu"),
        (["changes", CODE, "2017", "2019", "--json", "/nie/ma"], "nie ma takiego pliku"),
        (["report", CODE, "2017", "--out", __file__], "potrzebny jest folder"),
        (["import", "nie-ma-takiego.docx"], "nie-ma-takiego.docx"),
        (["restore", "nie-ma-takiego.zip"], "nie jest kopią"),
    ],
)
def test_bad_input_is_one_polish_sentence_and_exit_2(
    loaded: None,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    sentence: str,
) -> None:
    capsys.readouterr()
    assert main(arguments) == 2
    printed = capsys.readouterr()
    assert sentence in printed.err
    assert printed.err.strip().count("\n") == 0
    assert printed.out == ""


@pytest.mark.parametrize("arguments", [[], ["nieznane"], ["changes", "a"], ["report", "a", "x"]])
def test_a_wrong_command_is_explained_in_polish(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    assert stopped.value.code == 2
    assert "Nie rozumiem polecenia" in capsys.readouterr().err


def test_help_is_polish_and_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["--help"])
    assert stopped.value.code == 0
    text = capsys.readouterr().out
    assert all(name in text for name in COMMANDS)
    assert "usage" not in text
    assert "options" not in text


@pytest.mark.seeds
@pytest.mark.django_db
def test_a_document_is_shown_as_json_and_nothing_is_stored(
    seeds: Path, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (file,) = seeds.glob("003_*.txt")
    assert main(["import", str(file), "--year", "2018", "--json", "-"]) == 2
    assert "Dokument mówi o roku 2019, a podano 2018" in capsys.readouterr().err
    assert main(["import", str(file), "--json", "-"]) == 0
    goals = json.loads(capsys.readouterr().out)
    assert [goal["code"] for goal in goals] == ["A"]
    assert "doubts" in goals[0]
    assert not Work.objects.exists()


@pytest.mark.seeds
@pytest.mark.django_db
def test_both_reports_are_stored_one_after_the_other(
    seeds: Path, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = [next(seeds.glob(pattern)) for pattern in ("001_*.txt", "003_*.txt")]
    for file in files:
        assert main(["import", str(file), "--yes"]) == 0
    printed = capsys.readouterr().out
    assert "7 celów, 28 priorytetów, 88 zadań, 175 wskaźników" in printed
    assert "Przerwy porównywalności do rozstrzygnięcia: 1." in printed
    assert Work.objects.get().indicators.count() == 175
    assert main(["import", str(files[1]), "--yes"]) == 2
    assert "już zapisany" in capsys.readouterr().err


def test_accounts_are_made_listed_and_given_a_new_password(
    db: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("dosc-dlugie-haslo-1\n"))
    assert main(["users", "add", "anna", "--role", "coordinator"]) == 0
    monkeypatch.setattr("sys.stdin", io.StringIO("zupelnie-inne-haslo-2\n"))
    assert main(["users", "password", "anna"]) == 0
    assert User.objects.get(username="anna").check_password("zupelnie-inne-haslo-2")
    assert main(["users", "list"]) == 0
    assert "anna: koordynator" in capsys.readouterr().out
    monkeypatch.setattr("sys.stdin", io.StringIO("krótkie\n"))
    assert main(["users", "add", "jan"]) == 2
    assert not User.objects.filter(username="jan").exists()


@pytest.fixture
def embedded(home: Path, monkeypatch: pytest.MonkeyPatch, settings: Any) -> Path:
    """An embedded installation of its own: a database file with one row and one stored file."""
    database = home / "miernik.sqlite3"
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("CREATE TABLE fact (value TEXT)")
        connection.execute("INSERT INTO fact VALUES ('22 351')")
    settings.HOME = home
    Path(settings.MEDIA_ROOT).mkdir()
    (Path(settings.MEDIA_ROOT) / "dokument.txt").write_text("treść", encoding="utf-8")
    monkeypatch.setattr(archive, "_database_file", lambda: database)
    return database


def test_a_backup_brings_everything_back_and_keeps_what_was_there(
    embedded: Path, settings: Any
) -> None:
    copy = embedded.parent / "kopia.zip"
    write_archive(copy)
    with closing(sqlite3.connect(embedded)) as connection, connection:
        connection.execute("UPDATE fact SET value = 'zepsute'")
    (Path(settings.MEDIA_ROOT) / "dokument.txt").unlink()
    kept = read_archive(copy, replace=True)
    with closing(sqlite3.connect(embedded)) as connection:
        assert connection.execute("SELECT value FROM fact").fetchall() == [("22 351",)]
    assert (Path(settings.MEDIA_ROOT) / "dokument.txt").read_text(encoding="utf-8") == "treść"
    assert kept is not None
    with closing(sqlite3.connect(kept / embedded.name)) as connection:
        assert connection.execute("SELECT value FROM fact").fetchall() == [("zepsute",)]


def test_a_backup_overwrites_neither_a_file_nor_data(embedded: Path) -> None:
    copy = embedded.parent / "kopia.zip"
    write_archive(copy)
    with pytest.raises(ArchiveError, match="już istnieje"):
        write_archive(copy)
    with pytest.raises(ArchiveError, match="są już dane"):
        read_archive(copy, replace=False)


def test_an_archive_that_leads_outside_is_refused(embedded: Path) -> None:
    hostile = embedded.parent / "wrogi.zip"
    with zipfile.ZipFile(hostile, "w") as made:
        made.writestr(archive.MANIFEST, '{"format": 1}')
        made.writestr(archive.DATABASE, "")
        made.writestr("../poza.txt", "x")
    with pytest.raises(ArchiveError, match="nie jest kopią"):
        read_archive(hostile, replace=True)
    assert not (embedded.parent.parent / "poza.txt").exists()
