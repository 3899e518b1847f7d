"""``miernik statistics``: the counts of files as JSON and as text, and every fault at once."""

import json
from pathlib import Path

import pytest

from miernik.web.cli import main
from tests.cases import reference
from tests.cases.reference import CODES, Paper
from tests.cases.test_statistics_tables import day

FAMILY = Paper(
    persons=["anna", "jan"],
    families=["one"],
    memberships=[("one", "anna", None, None), ("one", "jan", None, None)],
    reasons=[("one", "bezradnosc.rodziny_niepelne", None, None)],
    grants=[("one", "anna", day("2015-03-01"), day("2015-03-31"), "granted", 60_400)],
    population={2015: 34},
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return reference.write(FAMILY, tmp_path)


def test_json_has_the_shape_of_the_layout_and_nothing_else_stands_on_the_screen(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["statistics", "2015", "--register", str(folder), "--json", "-"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["year"] == 2015
    assert found["table1"] == {
        "population": 34,
        "persons_granted": 1,
        "families": 1,
        "persons_in_families": 2,
        "coverage_percent": "5.9",
    }
    assert [row["code"] for row in found["table2"]] == CODES
    assert found["table2"][0] == {
        "code": "ubostwo", "label": "Ubóstwo", "families": 0, "persons": 0, "of": None,
    }  # fmt: skip
    (part,) = (row for row in found["table2"] if row["code"] == "bezradnosc.rodziny_niepelne")
    assert (part["families"], part["persons"], part["of"]) == (1, 2, "bezradnosc")
    assert len(found["indicators"]) == 40


def test_text_is_for_reading(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["statistics", "2015", "--register", str(folder)]) == 0
    text = capsys.readouterr().out
    assert "5,9 %" in text
    assert "wierszy nie wolno sumować" in text


def test_faults_go_to_the_other_stream_and_nothing_is_counted(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with (folder / "reasons.csv").open("a") as file:
        file.write("two,ubostwo,,\none,nic,,\n")
    assert main(["statistics", "2015", "--register", str(folder), "--json", "-"]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.splitlines() == [
        "Rejestr ma 2 błędy, niczego nie policzono:",
        "  reasons.csv, wiersz 3: family_id „two” nie ma w pliku families.csv",
        "  reasons.csv, wiersz 4: code „nic”: nie ma takiego powodu z art. 7",
    ]


def test_a_year_without_residents_is_refused(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["statistics", "2014", "--register", str(folder)]) == 2
    assert (
        "population.csv: brak liczby mieszkańców na 31 grudnia 2014 r." in capsys.readouterr().err
    )


def test_values_are_saved_from_the_database_only(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["statistics", "2015", "--register", str(folder), "--save"]) == 2
    assert "wczytaj rejestr do bazy" in capsys.readouterr().err
