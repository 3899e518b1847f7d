"""Delimited text: the report for 2019 as it was scanned, CSV files, encodings."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from miernik.intake.readers import read_file
from miernik.intake.readers.tabbed_text import decode, read_tabbed_text
from miernik.intake.rows import Column
from miernik.kernel.text import comparable
from tests.intake.office_files import cell_doubts, headings, texts
from tests.intake.replica import headings_of, lines_of, printed

HEADER = "L.p.\tZadania\tWskaźniki\tWartość wskaźnika w 2019 r.\tUwagi"


@pytest.mark.seeds
def test_the_report_for_2019_has_the_rows_a_careful_reader_finds(
    seeds: Path, golden: Callable[[str], Any]
) -> None:
    document = read_file(seeds / "003_672b93cd773af3a7.txt", isolated=False)
    blocks = printed(golden("report_2019"))
    found = [{column: comparable(text) for column, text in one.items()} for one in texts(document)]
    wanted = [
        {column: comparable(text) for column, text in line.items()} for line in lines_of(blocks)
    ]
    assert found == wanted
    assert document.value_header == "Wartość wskaźnika w 2019 r."


@pytest.mark.seeds
def test_title_and_priorities_of_2019_come_as_headings_before_the_rows(
    seeds: Path, golden: Callable[[str], Any]
) -> None:
    document = read_file(seeds / "003_672b93cd773af3a7.txt", isolated=False)
    found = headings(document)
    assert found[0] == "Raport"
    assert "na lata 2011 - 2020”" in found
    assert "za rok 2019" in found
    assert found[-2:] == headings_of(printed(golden("report_2019")))


def test_rows_tell_their_lines() -> None:
    document = read_tabbed_text(f"Raport\n\n{HEADER}\nA.1.1\tZadanie\tLiczba\t21\t\n\t\tDruga\t2\t")
    places = [(item.place.line_from, item.place.line_to) for item in document.items]
    assert places == [(1, 1), (4, 4), (5, 5)]


def test_a_stray_sign_of_the_scanner_is_dropped_with_a_doubt() -> None:
    document = read_tabbed_text(f"{HEADER}\nA.1.1\tZadanie\tLiczba\t21\tw tym 1713 przez MOPR [")
    assert texts(document)[0][Column.REMARKS] == "w tym 1713 przez MOPR"
    assert any("„[”" in doubt for doubt in cell_doubts(document))


def test_a_csv_file_with_quoted_cells_and_semicolons_is_read() -> None:
    text = (
        "L.p.;Zadania;Wskaźniki;Wartość;Uwagi\n"
        'A.1.1;"Zadanie; pierwsze";"Liczba ""Szkół dla rodziców""";"1\n020";\n'
    )
    [found] = texts(read_tabbed_text(text))
    assert found[Column.TASK] == "Zadanie; pierwsze"
    assert found[Column.INDICATOR] == 'Liczba "Szkół dla rodziców"'
    assert found[Column.VALUE] == "1 020"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1250", "iso-8859-2"])
def test_polish_letters_are_read_in_every_encoding_of_the_office(encoding: str) -> None:
    text = "Źródła, ścieżki, gęś, łąka, późno, Śląsk, Ąę – „zażółć”"
    if encoding == "iso-8859-2":
        text = text.replace("–", "-").replace("„", '"').replace("”", '"')
    assert decode(text.encode(encoding)) == text
