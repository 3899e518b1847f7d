"""``miernik assess``: Polish on the screen, JSON for programs, one sentence for what is wrong."""

import io
import json
import sys
from pathlib import Path

import pytest

from miernik.web.cli import main

CASE = '{"members": [{"income": 300, "unable_to_work": true}, {}]}'


@pytest.fixture
def case(tmp_path: Path) -> str:
    path = tmp_path / "CASE.json"
    path.write_text(CASE, encoding="utf-8")
    return str(path)


def test_the_screen_shows_amounts_steps_and_law(
    case: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["assess", case, "--on", "2025-01-15"]) == 0
    out = capsys.readouterr().out.replace("\u00a0", " ")
    # 1,3 × 823 - 300 / 2 = 919,90
    assert "zasiłek stały (Osoba 1): 919,90 zł" in out
    assert "PODSTAWA PRAWNA" in out
    assert "Dz.U. 2023 poz. 1693" in out


def test_json_goes_to_the_screen_or_a_file(
    case: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["assess", case, "--on", "2025-01-15", "--json", "-"]) == 0
    shown = json.loads(capsys.readouterr().out)
    target = tmp_path / "wynik.json"
    assert main(["assess", case, "--on", "2025-01-15", "--json", str(target)]) == 0
    assert json.loads(target.read_text(encoding="utf-8")) == shown
    amounts = {item["benefit"]: item["maximum_gr"] for item in shown["entitlements"]}
    assert amounts["zasilek_staly"] == 91_990
    assert amounts["zasilek_okresowy"] == 134_600


def test_the_day_of_the_command_stands_before_that_of_the_case(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "CASE.json"
    path.write_text('{"on": "2017-01-15", "members": [{}]}', encoding="utf-8")
    assert main(["assess", str(path), "--json", "-"]) == 0
    assert json.loads(capsys.readouterr().out)["criterion_gr"] == 63_400
    assert main(["assess", str(path), "--on", "2025-01-15", "--json", "-"]) == 0
    assert json.loads(capsys.readouterr().out)["criterion_gr"] == 101_000


def test_a_case_may_come_from_the_standard_input(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(CASE.encode())))
    assert main(["assess", "-", "--on", "2025-01-15"]) == 0
    assert "ŚWIADCZENIA" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("text", "options", "sentence"),
    [
        ("{", [], "nie jest poprawnym zapisem JSON, wiersz 1, znak 2"),
        ('{"members": [{"income": NaN}]}', [], "nie jest poprawnym zapisem JSON"),
        ('{"members": [{"income": -5}]}', [], "members[0].income: „-5” nie jest liczbą"),
        ('{"members": [{"income": 5, "income": 9}]}', [], "klucz „income” stoi dwa razy"),
        (CASE, ["--on", "15.01.2025"], "„15.01.2025” nie jest dniem w zapisie RRRR-MM-DD"),
        (CASE, ["--on", "2004-04-30"], "30.04.2004"),
        (CASE, ["--switch", "dps"], "nie ma postaci NAZWA=WARTOŚĆ"),
        (CASE, ["--switch", "dps=x"], "Nie ma przełącznika „dps”"),
    ],
)
def test_what_is_wrong_is_said_on_stderr_with_status_2(
    text: str,
    options: list[str],
    sentence: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    path = tmp_path / "CASE.json"
    path.write_text(text, encoding="utf-8")
    assert main(["assess", str(path), *options]) == 2
    shown = capsys.readouterr()
    assert sentence in shown.err
    assert shown.out == ""
    assert "Traceback" not in shown.err


def test_a_missing_file_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["assess", "nie-ma.json"]) == 2
    assert "nie-ma.json" in capsys.readouterr().err
