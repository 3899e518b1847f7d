"""``miernik rules fees``: a table in zloty, or everything that is wrong with it."""

from pathlib import Path

import pytest

from miernik.web.cli import main

EXAMPLE = Path(__file__).parents[2] / "examples" / "oplaty" / "uslugi-opiekuncze.yaml"


def test_a_sound_table_is_printed_in_zloty_of_the_day(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "fees", str(EXAMPLE), "--on", "2016-01-01"]) == 0
    out = capsys.readouterr().out.replace("\u00a0", " ")
    # 634 and 514 zł; 5 % and 80 % of 19,87; 160 % of 514 = 822,40 as the commune prints it
    for line in (
        "do 634,00 zł: 0,00 zł",
        "powyżej 634,00 zł do 824,20 zł: 0,99 zł",
        "powyżej 668,20 zł do 822,40 zł: 5,96 zł",
        "powyżej 1 285,00 zł do 1 542,00 zł: 15,90 zł",
        "powyżej 2 219,00 zł: 19,87 zł",
    ):
        assert line in out


def test_a_table_with_a_hole_is_refused_with_both_columns_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "rumia.yaml"
    rows = "[{above: 0, upto: 100, share: 0}, {above: 101, share: 12}]"
    path.write_text(f"name: Rumia\nhourly: 15.32\nsingle: {rows}\nfamily: {rows}\n", "utf-8")
    assert main(["rules", "fees", str(path), "--on", "2013-01-01"]) == 2
    error = capsys.readouterr().err
    assert error.count("luka: nie ma opłaty dla dochodu powyżej 100% do 101%") == 2


def test_a_day_that_is_none_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "fees", str(EXAMPLE), "--on", "1.1.2016"]) == 2
    assert "„1.1.2016” nie jest dniem" in capsys.readouterr().err
