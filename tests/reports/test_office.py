"""DOCX that a clerk can edit and XLSX that nobody's text can turn into a program."""

import datetime as dt
import io
import itertools
import zipfile
from collections.abc import Callable
from typing import Any

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn

from miernik.reports.context import ReportContext
from miernik.reports.render import docx as docx_form
from miernik.reports.render import xlsx
from tests.reports import contexts
from tests.reports.conftest import AT

FORMULAS = [
    "=1+1",
    "=cmd|' /C calc'!A0",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "{=1}",
    "http://a.example",
]


def _document(context: ReportContext) -> Any:
    return docx.Document(io.BytesIO(docx_form.render(context, AT)))


def _report_tables(document: Any) -> list[Any]:
    return [table for table in document.tables if table.cell(0, 0).text == "L.p."]


def test_clerk_finds_the_city_s_table_with_every_value(
    report_2017: ReportContext, golden: Callable[[str], Any]
) -> None:
    tables = _report_tables(_document(report_2017))
    rows = [[cell.text for cell in row.cells] for table in tables for row in table.rows[1:]]
    expected = [
        [task["code"], task["title"], task["implementers_text"], task["funding_text"],
         item["name"], item["value_raw"], task["monitoring"]]
        for goal in golden("report_2017_goals_ABC")
        for priority in goal["priorities"]
        for task in priority["tasks"]
        for item in task["indicators"]
    ]  # fmt: skip
    assert [[*row[:6], row[7]] for row in rows] == expected


def test_headings_are_real_and_in_order(report_2017: ReportContext) -> None:
    document = _document(report_2017)
    found = [
        (paragraph.style.name, paragraph.text)
        for paragraph in document.paragraphs
        if paragraph.style.name.startswith("Heading")
    ]
    assert found[1:4] == [
        ("Heading 1", "Tabela 1. Cele szczegółowe"),
        ("Heading 2", "Cel strategiczny A Rodzina-najlepszym środowiskiem rozwoju"),
        ("Heading 3",
         "Priorytet A.1. Doskonalenie systemu profilaktyki i opieki nad dzieckiem i rodziną"),
    ]  # fmt: skip
    levels = [int(name[-1]) for name, _ in found]
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


def test_contents_show_every_heading_before_word_renews_them(report_2019: ReportContext) -> None:
    document = _document(report_2019)
    listed, marks = [], set()
    for link in document.element.body.iter(qn("w:hyperlink")):
        listed.append("".join(text.text for text in link.iter(qn("w:t"))))
        marks.add(link.get(qn("w:anchor")))
    headings = [
        paragraph.text
        for paragraph in document.paragraphs
        if paragraph.style.name.startswith("Heading")
    ]
    assert listed == headings
    named = {mark.get(qn("w:name")) for mark in document.element.body.iter(qn("w:bookmarkStart"))}
    assert marks == named


def test_header_rows_repeat_and_tables_have_titles(report_2019: ReportContext) -> None:
    for table in _document(report_2019).tables:
        properties = table.rows[0]._tr.trPr
        assert properties.find(qn("w:tblHeader")) is not None
        assert properties.find(qn("w:cantSplit")) is not None
        assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val"))


def test_charts_have_words_for_those_who_cannot_see_them(report_2019: ReportContext) -> None:
    shapes = _document(report_2019).inline_shapes
    words = [shape._inline.docPr.get("descr") for shape in shapes]
    assert len(words) == len(report_2019.charts) == 3
    assert any("+32,9%" in text for text in words)


def test_document_is_polish_and_says_whose_it_is(report_2019: ReportContext) -> None:
    document = _document(report_2019)
    assert document.core_properties.language == "pl-PL"
    assert document.core_properties.title.startswith("Raport z wykonania zadań za rok 2019")
    assert document.core_properties.author == "Miejski Ośrodek Pomocy Rodzinie w Białymstoku"
    assert document.styles.element.find(f".//{qn('w:lang')}").get(qn("w:val")) == "pl-PL"
    assert document.sections[0].page_width > document.sections[0].page_height


def test_foot_of_the_page_counts_pages(report_2019: ReportContext) -> None:
    footer = _document(report_2019).sections[0].footer._element
    fields = [field.get(qn("w:instr")).strip() for field in footer.iter(qn("w:fldSimple"))]
    assert fields == ["PAGE", "NUMPAGES"]


@pytest.mark.parametrize(
    "text", ["<w:p/> & ]]>", "a\x00b\x0bc", "pół\ud83d", "wiersz\nwiersz", "😀"]
)
def test_any_text_gives_files_that_open(text: str) -> None:
    made = contexts.report(text)
    assert _report_tables(_document(made))
    openpyxl.load_workbook(io.BytesIO(xlsx.render(made, AT)))


@pytest.mark.parametrize("text", FORMULAS)
def test_no_text_becomes_a_formula_or_a_link_in_the_workbook(text: str) -> None:
    content = xlsx.render(contexts.report(text), AT)
    for sheet in openpyxl.load_workbook(io.BytesIO(content)):
        cells = [cell for row in sheet.iter_rows() for cell in row]
        assert not [cell.coordinate for cell in cells if cell.data_type == "f" or cell.hyperlink]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
        assert all(b"<f>" not in archive.read(name) for name in sheets)


def test_tidy_sheet_has_a_row_for_each_indicator_and_year(report_2019: ReportContext) -> None:
    book = openpyxl.load_workbook(io.BytesIO(xlsx.render(report_2019, AT)))
    header, *rows = book["Dane"].iter_rows(values_only=True)
    place = {name: number for number, name in enumerate(header)}
    assert len(rows) == 2 * 70
    found = {
        (row[place["wskaznik"]], row[place["rok"]]): row
        for row in rows
        if row[place["zadanie_kod"]] == "A.1.1"
    }
    after = found["Liczba asystentów rodzinnych", 2019]
    assert (after[place["wartosc"]], after[place["roznica"]]) == (31, 6)
    assert after[place["ocena_zmiany"]] == "unknown"


def test_printed_sheet_merges_a_task_over_its_indicators(report_2017: ReportContext) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx.render(report_2017, AT)))["Sprawozdanie"]
    first = next(row[0].row for row in sheet.iter_rows() if row[0].value == "A.1.4")
    merged = {str(area) for area in sheet.merged_cells.ranges}
    assert {f"{letter}{first}:{letter}{first + 2}" for letter in "ABCDH"} <= merged
    assert [sheet.cell(first + number, 6).value for number in range(3)] == ["5170", "1251", "3821*"]
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.print_title_rows == "$5:$5"


@pytest.mark.parametrize("form", [docx_form, xlsx])
def test_equal_reports_give_equal_bytes(form: Any) -> None:
    later = AT + dt.timedelta(days=400)
    assert form.render(contexts.report(), AT) == form.render(contexts.report(), AT)
    assert form.render(contexts.report(), AT) != form.render(contexts.report(), later)
