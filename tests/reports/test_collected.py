"""The report says who was asked and stayed silent, in every format."""

import dataclasses
import io
import json

import docx
import openpyxl
import pypdfium2
import pytest

from miernik.kernel.text import squeeze
from miernik.reports.collected import SilentEntry
from miernik.reports.context import ReportContext, as_json, context_hash, from_json
from miernik.reports.render import docx as docx_format
from miernik.reports.render import html, pdf, xlsx
from miernik.reports.selectors import build_context
from tests.collection.campaigns import MEALS, SECOND_SCHOOL, YEAR
from tests.collection.closed import closed
from tests.reports.conftest import AT

pytestmark = pytest.mark.django_db


@pytest.fixture
def report() -> ReportContext:
    return build_context(closed().work, YEAR, on=AT.date())


def test_a_silent_institution_stands_in_the_report_with_what_lacks_it(
    report: ReportContext,
) -> None:
    assert report.collected is not None
    # the school is asked for both indicators of A.1.1 and the four of A.1.2
    assert report.collected.silent == (SilentEntry(SECOND_SCHOOL, 6, "A.1.1, A.1.2"),)
    assert report.collected.sentences == (
        "Pytane instytucje: 4. Odpowiedziało: 3. Nie przekazało danych: 1.",
        "Wartości wszystkich instytucji, których dotyczy pytanie, ma 0 z 6 zbieranych wskaźników.",
    )


def test_each_indicator_says_how_many_of_the_asked_gave_a_value(report: ReportContext) -> None:
    assert report.collected is not None
    meals = next(item for item in report.collected.incomplete if item.name == MEALS)
    assert (meals.asked, meals.given, meals.silent, meals.no_data) == (3, 2, 1, 0)
    assert meals.text == "podało 2 z 3 instytucji"


def test_bounds_and_the_remark_on_silence_print_beside_the_value(report: ReportContext) -> None:
    meals = next(item for *_, item in report.indicators() if item.name == MEALS)
    assert meals.value.printed == "od 1\xa0200 do 1\xa0320"
    assert meals.value.notes[-1].text == "dane z 2 z 3 instytucji; milczy: Szkoła Podstawowa nr 2"


def test_a_year_nobody_was_asked_for_has_no_such_section() -> None:
    earlier = build_context(closed().work, 2024, on=AT.date())
    assert earlier.collected is None
    assert "Kompletność danych" not in html.render(earlier, AT).decode()


def test_every_format_names_the_silent_one(report: ReportContext) -> None:
    document = docx.Document(io.BytesIO(docx_format.render(report, AT)))
    cells = {cell.text for table in document.tables for row in table.rows for cell in row.cells}
    book = openpyxl.load_workbook(io.BytesIO(xlsx.render(report, AT)))
    sheets = "\n".join(str(cell.value) for sheet in book for row in sheet for cell in row)
    with pypdfium2.PdfDocument(pdf.render(report, AT)) as opened:
        printed = squeeze(" ".join(p.get_textpage().get_text_bounded() for p in opened))
    page = html.render(report, AT).decode()
    assert SECOND_SCHOOL in cells
    assert "podało 2 z 3 instytucji" in cells
    assert f"{SECOND_SCHOOL}: A.1.1, A.1.2 (6)" in sheets
    for text in (printed, page):
        assert "Instytucje, które" in text
        assert SECOND_SCHOOL in text
    assert SECOND_SCHOOL in json.dumps(as_json(report), ensure_ascii=False)


def test_an_edition_from_before_this_section_is_read_and_keeps_its_hash(
    report: ReportContext,
) -> None:
    earlier = dataclasses.replace(report, format_version="3", collected=None)
    stored = as_json(earlier)
    assert "collected" not in stored
    assert from_json(stored) == earlier
    assert context_hash(from_json(stored)) == context_hash(earlier)
