"""``miernik pseudonyms`` from end to end, without a database."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from miernik.web.cli import main
from tests.collection.persons import pesel

CHECKOUT = Path(__file__).parent.parent.parent


@pytest.fixture(autouse=True)
def in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MIERNIK_DISCLOSURE_THRESHOLD", "5")


@pytest.fixture
def key() -> Path:
    assert (
        main(["pseudonyms", "key", "--year", "2026", "--area", "Białystok", "--out", "k.txt"]) == 0
    )
    return Path("k.txt")


def _list(name: str, persons: range) -> str:
    Path(name).write_text("\n".join(pesel(number) for number in persons), encoding="utf-8")
    return name


def _make(people: str, institution: str, *more: str, indicator: str = "A.1.3") -> list[str]:
    return [
        "pseudonyms", "make", people, "--key", "k.txt", "--year", "2026", "--indicator",
        indicator, "--institution", institution, "--out", f"{institution}.json", *more,
    ]  # fmt: skip


def test_a_key_file_is_for_its_owner_only_and_is_never_overwritten(
    key: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    before = key.read_text(encoding="utf-8")
    assert before.splitlines()[2:4] == ["rok: 2026", "obszar: Białystok"]
    again = ["pseudonyms", "key", "--year", "2026", "--area", "Białystok", "--out"]
    assert main([*again, "other.txt"]) == 0
    told = capsys.readouterr().out
    other = Path("other.txt").read_text(encoding="utf-8").splitlines()
    assert "MK1" not in told
    assert other[5].removeprefix("odcisk: ") in told
    assert main([*again, "k.txt"]) == 2
    assert "nie nadpisuje" in capsys.readouterr().err
    assert key.read_text(encoding="utf-8") == before


def test_two_institutions_are_counted_with_what_they_share(
    key: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(_make(_list("a.txt", range(40)), "A")) == 0
    assert main(_make(_list("b.txt", range(30, 60)), "B", "--without-pesel", "7")) == 0
    assert stat.S_IMODE(Path("A.json").stat().st_mode) == 0o600
    capsys.readouterr()
    assert main(["pseudonyms", "count", "A.json", "B.json"]) == 0
    told = capsys.readouterr().out
    assert "Różnych osób: 60." in told
    assert "wspólne: A i B – 10" in told
    assert "Z osobami bez numeru PESEL: 67." in told
    assert main(["pseudonyms", "count", "A.json", "B.json", "--json", "-"]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert (found["distinct"], found["sum"], found["threshold"]) == (60, 70, 5)
    assert found["overlaps"] == [{"institutions": ["A", "B"], "persons": 10}]


def test_a_small_common_number_is_hidden_from_the_count_and_its_json(
    key: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(_make(_list("a.txt", range(40)), "A"))
    main(_make(_list("b.txt", range(37, 60)), "B"))
    capsys.readouterr()
    assert main(["pseudonyms", "count", "A.json", "B.json", "--json", "-"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["distinct"], found["overlaps"], found["classes"]) == (None, [], [])


def test_a_list_with_faults_writes_nothing_and_tells_every_fault(
    key: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("a.txt").write_text("44051401358\nAB123\n44051401359\n", encoding="utf-8")
    assert main(_make("a.txt", "A")) == 1
    told = capsys.readouterr().err
    assert "Wiersz 1 (44…8): błędna cyfra kontrolna" in told
    assert "Wiersz 2 (AB…3)" in told
    assert "44051401358" not in told
    assert not Path("A.json").exists()


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (("2026", "2027"), "na rok 2026"),
        (("k.txt", "a.txt"), "nie jest klucz"),
        (("a.txt", "x"), "„x”"),
    ],
    ids=["year", "key", "list"],
)
def test_bad_input_is_two(
    key: Path, capsys: pytest.CaptureFixture[str], change: tuple[str, str], says: str
) -> None:
    _list("a.txt", range(5))
    arguments = [change[1] if part == change[0] else part for part in _make("a.txt", "A")]
    assert main(arguments) == 2
    assert says in capsys.readouterr().err


def test_files_of_two_indicators_are_not_counted_together(
    key: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(_make(_list("a.txt", range(10)), "A"))
    main(_make("a.txt", "B", indicator="A.1.4"))
    assert main(["pseudonyms", "count", "A.json", "B.json"]) == 2
    assert "różnych wskaźników" in capsys.readouterr().err


def test_a_spoilt_file_is_named(key: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(_make(_list("a.txt", range(10)), "A"))
    Path("B.json").write_text(Path("A.json").read_text(encoding="utf-8")[:-40], encoding="utf-8")
    assert main(["pseudonyms", "count", "A.json", "B.json"]) == 2
    assert "„B.json”" in capsys.readouterr().err


def test_cities_are_combined_from_their_sketches(
    key: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for city, persons in (("A", range(60)), ("B", range(40, 100))):
        assert main(_make(_list("list.txt", persons), city)) == 0
        sketch = ["pseudonyms", "sketch", f"{city}.json", "--city", city, "--out", f"{city}.sketch"]
        assert main(sketch) == 2  # so few that it would be the list itself
        assert main([*sketch, "--exact"]) == 0
    told = capsys.readouterr()
    assert "pełną listą pseudonimów" in told.err
    assert main(["pseudonyms", "combine", "A.sketch", "B.sketch"]) == 0
    told = capsys.readouterr()
    assert "Razem, każdą osobę licząc raz: 100 osób, dokładnie" in told.out
    assert "Usuń go po policzeniu" in told.out
    assert main(["pseudonyms", "combine", "A.sketch", "B.sketch", "--json", "-"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["together"]["persons"], found["both"]["persons"]) == (100, 20)


def test_pseudonyms_are_made_without_any_database(key: Path, tmp_path: Path) -> None:
    environment = os.environ | {
        "MIERNIK_HOME": str(tmp_path / "nowhere"),
        "MIERNIK_DATABASE_URL": "postgres://nobody@127.0.0.1:1/none",
        "PYTHONPATH": str(CHECKOUT / "src"),
        "PYTHONUTF8": "1",
    }
    done = subprocess.run(
        [sys.executable, "-m", "miernik", *_make(_list("a.txt", range(5)), "A")],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert not (tmp_path / "nowhere").exists()
    assert json.loads(Path("A.json").read_text(encoding="utf-8"))["count"] == 5
