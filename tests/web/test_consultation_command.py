"""``miernik consultation``: the case of 2020 from the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from miernik.consultations.models import Consultation, Submission
from miernik.web.cli import main

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(tmp_path: Path, settings: Any) -> Path:
    settings.MEDIA_ROOT = tmp_path / "files"
    return tmp_path


@pytest.fixture
def loaded(home: Path, shared: Path) -> Path:
    facts = shared / "golden" / "consultation_2020.json"
    assert main(["consultation", "load", str(facts), "--code", "k-2020", "--work", "pps-21"]) == 0
    return home


def test_the_report_is_written_in_three_formats(loaded: Path) -> None:
    out = loaded / "raport"
    assert (
        main(["consultation", "report", "k-2020", "--out", str(out), "--date", "2020-11-10"]) == 0
    )
    assert {file.name for file in out.iterdir()} == {
        "raport-z-konsultacji.docx",
        "raport-z-konsultacji.pdf",
        "raport-z-konsultacji.json",
    }
    content = json.loads((out / "raport-z-konsultacji.json").read_text(encoding="utf-8"))
    assert content["place_and_date"] == "Białystok, 10 listopada 2020 r."
    assert content["days"] == 14


def test_a_uuid_names_a_consultation_too(loaded: Path, capsys: pytest.CaptureFixture[str]) -> None:
    identity = str(Consultation.objects.get().uuid)
    capsys.readouterr()
    assert main(["consultation", "status", identity, "--json", "-"]) == 0
    (track,) = json.loads(capsys.readouterr().out)["tracks"]
    assert (track["opinions"], track["late"]) == (1, 0)
    assert track["missing_for_validity"] == []


def test_without_its_mailing_the_report_ends_with_1(loaded: Path) -> None:
    Consultation.objects.get().notices.filter(kind="mailing").delete()
    assert main(["consultation", "report", "k-2020", "--out", str(loaded / "r")]) == 1


def test_the_next_version_and_the_package_follow(loaded: Path) -> None:
    assert main(["consultation", "next", "k-2020"]) == 0
    out = loaded / "pakiet"
    assert main(["consultation", "package", "k-2020", "--out", str(out)]) == 0
    names = {file.name for file in out.iterdir()}
    assert {"1-projekt-uchwaly.docx", "2-zalacznik.pdf", "5-co-sie-zmienilo.pdf"} <= names
    assert "6-zmiany-do-sledzenia.docx" in names


def test_a_form_comes_back_late_and_is_taken(
    loaded: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = loaded / "ankieta"
    assert main(["consultation", "form", "k-2020", "--out", str(out)]) == 0
    form = str(out / "ankieta.docx")
    take = ["consultation", "take", "k-2020", form, "--name", "Fundacja", "--received"]
    assert main([*take, "2020-10-23", "--dry-run"]) == 0
    assert Submission.objects.count() == 1
    capsys.readouterr()
    assert main([*take, "2020-10-23"]) == 0
    assert "opinię nr 2 (po terminie)" in capsys.readouterr().out


def test_an_unknown_one_is_refused_with_those_there_are(
    loaded: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["consultation", "report", "nie-ma", "--out", str(loaded / "x")]) == 2
    assert capsys.readouterr().err == "Nie ma konsultacji „nie-ma”. Są: k-2020.\n"
