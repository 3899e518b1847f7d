"""The PDF is accessible, archivable, complete and keeps text as text."""

import io
import re
from collections.abc import Callable
from typing import Any

import page
import pdfplumber
import pypdfium2
import pytest

from miernik.kernel.text import squeeze
from miernik.reports.context import ReportContext
from miernik.reports.render.pdf import render
from tests.reports import contexts
from tests.reports.conftest import AT

HOSTILE = '#panic("x") $ x^2 $ *nie* _podkreśl_ @odsyłacz <etykieta> \\ / ` [ ] { } =cmd|'


def _text(content: bytes) -> str:
    with pypdfium2.PdfDocument(content) as pdf:
        return squeeze(" ".join(sheet.get_textpage().get_text_bounded() for sheet in pdf))


def _table_header(content: bytes) -> str:
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        tables = [table for sheet in pdf.pages for table in sheet.extract_tables()]
    header = next(table[0] for table in tables if table[0][0] == "L.p.")
    return " ".join(cell or "" for cell in header)


def _letters(text: str) -> str:
    """Text with all white space set aside, because lines break anywhere."""
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize("profile", ["ua1", "2a"])
def test_report_of_the_city_conforms(report_2019: ReportContext, profile: str) -> None:
    checked = page.validate_pdf_bytes(render(report_2019, AT), profile=profile)
    assert [(fault.rule_id, fault.message) for fault in checked.failures] == []
    assert checked.is_compliant


def test_every_row_can_be_read_back_from_the_ruled_table(
    report_2017: ReportContext, golden: Callable[[str], Any]
) -> None:
    rows: list[list[str | None]] = []
    with pdfplumber.open(io.BytesIO(render(report_2017, AT))) as pdf:
        for sheet in pdf.pages:
            for table in sheet.extract_tables():
                if table[0][4:5] == ["Wskaźniki"]:
                    rows += table[1:]
    read = [
        (_letters(row[4] or ""), squeeze(row[5] or ""), _letters(row[8] or "").lstrip("*"))
        for row in rows
    ]
    expected = [
        (_letters(item["name"]), item["value_raw"], _letters(item["footnote"] or ""))
        for goal in golden("report_2017_goals_ABC")
        for priority in goal["priorities"]
        for task in priority["tasks"]
        for item in task["indicators"]
    ]
    assert read == expected


def test_headings_have_the_form_of_the_city_s_report(report_2017: ReportContext) -> None:
    content = render(report_2017, AT)
    text = _text(content)
    assert "Tabela 1. Cele szczegółowe" in text
    assert "Cel strategiczny A Rodzina-najlepszym środowiskiem rozwoju" in text
    assert "Priorytet A.1. Doskonalenie systemu profilaktyki i opieki nad dzieckiem" in text
    assert "Wartośćwskaźnikaw2017r." in _letters(_table_header(content))


def test_every_page_but_the_title_tells_its_number_and_how_many_there_are(
    report_2017: ReportContext,
) -> None:
    with pdfplumber.open(io.BytesIO(render(report_2017, AT))) as pdf:
        total = len(pdf.pages)
        for number, sheet in enumerate(pdf.pages, 1):
            assert (f"Strona {number} z {total}" in sheet.extract_text()) == (number > 1)


def test_header_of_the_table_stands_on_every_page_of_it() -> None:
    made = contexts.report("Tekst", rows=80)
    with pdfplumber.open(io.BytesIO(render(made, AT))) as pdf:
        pages = [sheet.extract_text() for sheet in pdf.pages]
    with_rows = [text for text in pages if re.search(r"Tekst \d+ Tekst", text)]
    assert len(with_rows) > 2
    assert all("Identyfikator" in text for text in with_rows)


def test_text_of_people_stays_text() -> None:
    assert _letters(HOSTILE) in _letters(_text(render(contexts.report(HOSTILE), AT)))


@pytest.mark.parametrize(
    "text",
    [
        "Ślężyńska-Żółć, „ęóąśłżźćń” – ≥ 5 → 6 … № 3 € ½",
        "znak\x00sterujący\x07",
        "https://gmina.example/" + "bardzo-dlugi-adres/" * 12,
        "a" * 400,
        "Україна, Київ",
        "wiersz\nwiersz",
        "pół\ud83d",
        "emoji 😀 i 漢字",
    ],
)
def test_any_text_gives_a_conforming_file(text: str) -> None:
    content = render(contexts.report(text), AT)
    assert page.is_pdf_compliant_bytes(content, profile="ua1")


def test_a_list_longer_than_a_page_is_not_lost() -> None:
    items = [f"pozycja {number} listy" for number in range(200)]
    text = _letters(_text(render(contexts.report("\n".join(items), rows=1), AT)))
    assert all(_letters(item) in text for item in items)


def test_word_that_can_break_at_a_slash_is_not_broken_elsewhere() -> None:
    text = "minimalny/wysoki/wystarczający"
    assert "wystarc\u200bzający" not in _text(render(contexts.report(text), AT))


def test_no_stream_ends_so_that_a_checker_misreads_its_length() -> None:
    for number in (5, 21, 25, 31):
        content = render(contexts.report(f"Tekst {number * 7919}", rows=30), AT)
        assert b"\r\nendstream" not in content


def test_equal_reports_give_equal_bytes() -> None:
    assert render(contexts.report(), AT) == render(contexts.report(), AT)
