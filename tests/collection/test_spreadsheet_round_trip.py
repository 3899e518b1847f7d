"""What is written into a form comes back from it, in full and to the last place."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from miernik.collection.asked import AskedIndicator
from miernik.collection.content import AnswerContent, AnswerNote, Entry
from miernik.collection.spreadsheet import read_identity, write_workbook
from miernik.kernel.quantities import Kind, NoteKind, Status
from miernik.kernel.text import squeeze
from tests.collection.forms import (
    ALL,
    FACTS,
    FORM,
    ITEMS,
    LEVEL,
    MEALS,
    MONEY,
    SHARE,
    SPLIT,
    UNKNOWN,
    WORDS,
    edited,
    read,
    sent,
)

FILLED = {
    MEALS.indicator: AnswerContent(
        Status.VALUE,
        Decimal(4648),
        notes=(
            AnswerNote(
                NoteKind.SUB_VALUE, "w tym objętych dożywianiem decyzją MOPR", Decimal(1713)
            ),
            AnswerNote(NoteKind.DUPLICATE_COUNT, "w tym wsparci dwukrotnie", Decimal(4)),
            AnswerNote(NoteKind.AS_OF, "", None, dt.date(2018, 12, 31)),
            AnswerNote(NoteKind.SUB_VALUE, "w tym cudzoziemcy", Decimal(2)),
        ),
    ),
    MONEY.indicator: AnswerContent(Status.VALUE, Decimal("1129100.07")),
    SHARE.indicator: AnswerContent(Status.VALUE, Decimal("0.71"), Decimal(199), Decimal(28043)),
    LEVEL.indicator: AnswerContent(
        Status.VALUE, entries=(Entry("minimalny", Decimal(3)), Entry("wystarczający, dobry"))
    ),
    ITEMS.indicator: AnswerContent(
        Status.VALUE,
        Decimal(6),
        entries=tuple(Entry(f"Program „{n}”", Decimal(n)) for n in range(1, 7)),
    ),
    WORDS.indicator: AnswerContent(Status.VALUE, text="Zajęcia.\n=1+1 nie jest formułą"),
    SPLIT.indicator: AnswerContent(
        Status.VALUE,
        Decimal(1020),
        entries=(Entry("wzrok", Decimal(874)), Entry("inna", Decimal(146))),
    ),
    UNKNOWN.indicator: AnswerContent(Status.NO_DATA, reason="Nie prowadzimy takiej ewidencji."),
}


def test_every_kind_comes_back_as_it_went() -> None:
    reading = read(sent(FILLED), current=FILLED)
    assert reading.sound
    assert reading.answers == FILLED
    assert reading.differences == ()
    assert reading.left_empty == ()


def test_another_program_may_save_the_file_anew() -> None:
    data, _ = edited(lambda book, cells: None, sent(FILLED))
    assert read(data).answers == FILLED


@pytest.mark.parametrize("asked", ALL, ids=lambda one: one.kind.value)
@pytest.mark.parametrize("status", [Status.NOT_APPLICABLE, Status.NO_DATA])
def test_nothing_is_of_two_sorts_in_every_kind(asked: AskedIndicator, status: Status) -> None:
    answer = AnswerContent(status, reason="Szkoła nie ma stołówki")
    assert read(sent({asked.indicator: answer})).answers == {asked.indicator: answer}


@pytest.mark.parametrize("asked", [MEALS, MONEY, SHARE], ids=lambda one: one.kind.value)
def test_a_true_zero_is_the_number_zero_and_no_blank(asked: AskedIndicator) -> None:
    zero = {asked.indicator: AnswerContent(Status.TRUE_ZERO, Decimal(0))}
    assert read(sent(zero)).answers == zero
    data, _ = edited(lambda book, cells: cells.put(f"{ALL.index(asked) + 1}.number.0", 0))
    assert read(data).answers == zero


def test_words_to_warnings_are_kept_though_no_file_carries_them() -> None:
    said = AnswerContent(Status.VALUE, Decimal(5), explanations={"jump": "Nowy oddział"})
    current = {MEALS.indicator: said}
    assert read(sent(current), current=current).answers == current


def test_an_empty_form_answers_nothing() -> None:
    reading = read(sent())
    assert reading.sound
    assert reading.answers == {}
    assert reading.left_empty == tuple(one.indicator for one in ALL)


_numbers = st.decimals(
    min_value=Decimal("-1e12"), max_value=Decimal("1e18"), places=4, allow_nan=False
).filter(lambda number: number != 0)
_lines = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Zl", "Zp")), min_size=1
)
_words = _lines.map(squeeze).filter(bool)
_days = st.dates(dt.date(1990, 1, 1), dt.date(2100, 1, 1))
_notes = st.builds(
    AnswerNote,
    st.sampled_from([kind for kind in NoteKind if kind is not NoteKind.SUB_VALUE]),
    _words,
    st.none() | _numbers,
    st.none() | _days,
)


@st.composite
def _contents(draw: st.DrawFn, kind: Kind) -> AnswerContent:
    if draw(st.integers(0, 4)) == 0:
        status = draw(st.sampled_from([Status.NO_DATA, Status.NOT_APPLICABLE]))
        return AnswerContent(status, reason=draw(_words))
    notes = tuple(draw(st.lists(_notes, max_size=3)))
    answer = AnswerContent(Status.VALUE, notes=notes)
    entries = st.lists(st.builds(Entry, _words, st.none() | _numbers), min_size=1, max_size=6)
    if kind in (Kind.LIST, Kind.BREAKDOWN):
        return replace(answer, entries=tuple(draw(entries)))
    if kind is Kind.ORDINAL:
        levels = draw(st.lists(st.sampled_from(LEVEL.levels), min_size=1, unique=True))
        return replace(answer, entries=tuple(Entry(one, draw(_numbers)) for one in levels))
    if kind is Kind.TEXT:
        return replace(answer, text=draw(_words))
    if kind is Kind.PERCENT:
        return replace(answer, numerator=draw(_numbers), denominator=draw(_numbers))
    return replace(answer, number=draw(_numbers))


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_whatever_is_answered_comes_back(data: st.DataObject) -> None:
    answers = {one.indicator: data.draw(_contents(one.kind)) for one in ALL if one is not SPLIT}
    reading = read(sent(answers), current=answers)
    assert reading.cell_faults == ()
    assert reading.answers == answers
    assert reading.differences == ()


# --- what the sheet shows and allows -------------------------------------------------------------


def test_only_cells_to_be_filled_in_are_unlocked() -> None:
    book = load_workbook(io.BytesIO(sent(FILLED)))
    sheet = book["Odpowiedzi"]
    assert all(one.protection.sheet for one in book.worksheets)
    unlocked = {
        cell.coordinate for row in sheet.iter_rows() for cell in row if not cell.protection.locked
    }
    _, cells = edited(lambda book, cells: None, sent(FILLED))
    assert {
        cells.at("1.status.0"),
        cells.at("1.status.0", "F"),
        cells.at("3.numerator.0"),
    } <= unlocked
    for key, row in cells.rows.items():
        assert f"A{row}" not in unlocked, key
        if not any(part in key for part in (".note.", ".own_row.")):
            assert f"C{row}" not in unlocked, key
    assert not unlocked & {f"{column}3" for column in "ABCDEF"}
    assert not unlocked & {cells.at("1.head.0", column) for column in "ABCDEF"}


def test_identifiers_lie_on_a_sheet_that_no_menu_shows() -> None:
    book = load_workbook(io.BytesIO(sent()))
    assert [one.sheet_state for one in book.worksheets] == ["visible", "visible", "veryHidden"]
    sheet = book["Odpowiedzi"]
    assert sheet.column_dimensions["A"].hidden
    assert sheet.row_dimensions[1].hidden
    shown = " ".join(
        str(cell.value) for row in sheet.iter_rows(min_col=2, min_row=2) for cell in row
    )
    assert str(FORM) not in shown
    assert MEALS.indicator not in shown


def test_last_years_value_stands_beside_the_question_with_its_note() -> None:
    book = load_workbook(io.BytesIO(sent()))
    _, cells = edited(lambda book, cells: None)
    earlier = book["Odpowiedzi"][cells.at("1.head.0", "D")].value
    assert earlier == ("w 2017: 3 821, w tym 1921 objętych dożywianiem decyzją MOPR. A teraz?")
    assert book["Odpowiedzi"][cells.at("1.sub_value.0", "D")].value == "1\u00a0921"


def test_the_instruction_has_five_sentences_a_deadline_and_a_contact() -> None:
    book = load_workbook(io.BytesIO(sent()))
    words = [str(row[1].value) for row in book["Instrukcja"].iter_rows() if row[1].value]
    assert [w for w in words if w[0].isdigit()] == words[3:8]
    assert "Termin: 28 lutego 2019 r." in words
    assert f"Pytania: {FACTS.contact}" in words
    assert f"Strona formularza: {FACTS.link}" in words


def test_choices_are_lists_with_polish_words_and_the_page_is_a4_across() -> None:
    book = load_workbook(io.BytesIO(sent()))
    sheet = book["Odpowiedzi"]
    _, cells = edited(lambda book, cells: None)
    lists = {
        str(rule.sqref): rule.formula1
        for rule in sheet.data_validations.dataValidation
        if rule.type == "list"
    }
    name, place = lists[cells.at("1.status.0")].replace("$", "").lstrip("=").split("!")
    choices = [row[0].value for row in book[name.strip("'")][place]]
    assert choices == ["podaję wartość", "zero – naprawdę nic", "nie dotyczy nas", "brak danych"]
    name, place = lists[cells.at("4.level.0")].replace("$", "").lstrip("=").split("!")
    assert [row[0].value for row in book[name.strip("'")][place]] == list(LEVEL.levels)
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.sheet_properties.pageSetUpPr is not None
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.page_setup.fitToHeight == 0
    assert sheet.freeze_panes == "A4"


def test_nothing_typed_becomes_a_formula_or_a_link() -> None:
    hostile = {
        WORDS.indicator: AnswerContent(Status.VALUE, text='=HYPERLINK("https://example.com")'),
        ITEMS.indicator: AnswerContent(Status.VALUE, entries=(Entry("https://example.com"),)),
    }
    data = sent(hostile)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        sheet = package.read("xl/worksheets/sheet2.xml")
    assert b"<f>" not in sheet
    assert b"hyperlink" not in sheet
    assert read(data).answers == hostile


def test_the_file_says_whose_it_is_before_anything_is_known() -> None:
    identity = read_identity(write_workbook(FACTS, (MEALS,), {}))
    assert identity.form == FORM  # type: ignore[union-attr]


def test_a_row_shows_long_words_in_full_and_an_empty_one_grows_with_its_words() -> None:
    reason = "Ewidencja zaginęła przy przeprowadzce. " * 6
    data = sent({UNKNOWN.indicator: AnswerContent(Status.NO_DATA, reason=reason.strip())})
    sheet = load_workbook(io.BytesIO(data))["Odpowiedzi"]
    _, cells = edited(lambda book, cells: None, data)
    assert sheet.row_dimensions[cells.rows["8.status.0"]].height >= 6 * 15
    assert sheet.row_dimensions[cells.rows["1.status.0"]].height is None
