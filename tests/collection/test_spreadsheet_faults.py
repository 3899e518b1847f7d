"""What people and programs do to a form: all of it told at once, with addresses, in Polish."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from miernik.collection.content import AnswerContent, AnswerNote, Entry
from miernik.collection.spreadsheet import FileReading
from miernik.kernel.quantities import NoteKind, Status
from tests.collection.forms import (
    ITEMS,
    LEVEL,
    MEALS,
    MONEY,
    SHARE,
    WORDS,
    Cells,
    edited,
    read,
    sent,
)


def _with(key: str, value: Any, column: str = "E", number_format: str = "") -> FileReading:
    def fill(book: Any, cells: Cells) -> None:
        cell = cells.put(key, value, column)
        if number_format:
            cell.number_format = number_format

    return read(edited(fill)[0])


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("1 020 osoby", "1020"),
        ("1\u00a0020", "1020"),
        ("2659*", "2659"),
        ("22 351", "22351"),
        ("12,5", "12.5"),
        (12.5, "12.5"),
        (0.1 + 0.2, "0.3"),
        (1234567.891, "1234567.891"),
        ("17.898,80 tys. zł", "17898800"),
        ("1.129,1 tys. zł*", "1129100"),
    ],
)
def test_a_number_is_read_in_full_however_it_was_typed(typed: Any, number: str) -> None:
    reading = _with("2.number.0", typed)
    assert reading.sound
    assert reading.answers[MONEY.indicator] == AnswerContent(Status.VALUE, Decimal(number))


def test_places_that_the_cell_does_not_show_are_not_lost() -> None:
    assert _with("1.number.0", 2659.75, number_format="0").answers[
        MEALS.indicator
    ].number == Decimal("2659.75")


@pytest.mark.parametrize(
    ("stored", "number_format", "percent"),
    [(0.71, "0%", "71"), (0.0071, "0.00%", "0.71"), ("71 %", "", "71"), (71, "General", "71")],
)
def test_a_share_is_in_percent_whether_the_cell_or_the_text_says_so(
    stored: Any, number_format: str, percent: str
) -> None:
    reading = _with("3.number.0", stored, number_format=number_format)
    assert reading.answers[SHARE.indicator].number == Decimal(percent)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("-", "może znaczyć zero, nie dotyczy albo brak danych"),
        ("dużo", "„dużo” nie jest liczbą"),
        ("1.129", "na dwa sposoby"),
        ("12 i 7", "nie jest liczbą"),
        (True, "Zamiast liczby stoi PRAWDA"),
        ("=1/0", "Formuła nie ma obliczonego wyniku"),
        (dt.date(2018, 3, 12), "zamienił wpis na datę 12.03.2018"),
        ("71 %", "odsetek"),
    ],
)
def test_what_is_no_number_is_told_with_its_address_and_advice(typed: Any, words: str) -> None:
    data, cells = edited(lambda book, cells: cells.put("1.number.0", typed))
    reading = read(data)
    [fault] = reading.cell_faults
    assert (fault.sheet, fault.address) == ("Odpowiedzi", cells.at("1.number.0"))
    assert fault.indicator == MEALS.indicator
    assert words in fault.message
    assert MEALS.indicator not in reading.answers


def test_an_error_of_the_spreadsheet_is_named_as_a_polish_excel_shows_it() -> None:
    def fill(book: Any, cells: Cells) -> None:
        cells.put("1.number.0", "#DIV/0!").data_type = "e"

    [fault] = read(edited(fill)[0]).cell_faults
    assert "#DZIEL/0!" in fault.message


def test_a_share_in_a_cell_asking_for_a_count_is_asked_about() -> None:
    [fault] = _with("1.number.0", 0.71, number_format="0%").cell_faults
    assert "71 %" in fault.message


def test_words_instead_of_a_number_choose_the_answer() -> None:
    reading = _with("1.number.0", "nie dotyczy")
    assert reading.answers[MEALS.indicator].status is Status.NOT_APPLICABLE
    [fault] = _with("1.number.0", "brak danych").cell_faults
    assert "potrzebny jest powód" in fault.message


def test_every_fault_is_listed_at_once_to_the_last_row() -> None:
    def fill(book: Any, cells: Cells) -> None:
        cells.put("1.status.0", "brak danych")
        cells.put("2.number.0", "dużo")
        cells.put("3.numerator.0", "kilka")
        cells.put("3.denominator.0", "-")
        cells.put("4.level.0", "średni")
        cells.put("5.item.0", 3, "F")
        cells.put("6.status.0", "może")
        cells.put("8.note.1", "inna", "C")

    data, cells = edited(fill)
    assert [(fault.address) for fault in read(data).cell_faults] == [
        cells.at("1.status.0", "F"),
        cells.at("2.number.0"),
        cells.at("3.numerator.0"),
        cells.at("3.denominator.0"),
        cells.at("4.level.0"),
        cells.at("5.item.0"),
        cells.at("6.status.0"),
        cells.at("8.note.1", "C"),
    ]


@pytest.mark.parametrize(
    ("status", "number", "words"),
    [
        ("podaję wartość", None, "a wartości nie ma"),
        ("zero – naprawdę nic", 5, "Wybrano „zero”"),
        ("nie dotyczy nas", 5, "Wybrano „nie dotyczy nas”"),
        ("podaję wartość", "nie dotyczy", "zostaw jedno"),
    ],
)
def test_a_choice_and_a_value_that_disagree_are_asked_about(
    status: str, number: Any, words: str
) -> None:
    def fill(book: Any, cells: Cells) -> None:
        cells.put("1.status.0", status)
        cells.put("1.number.0", number)

    [fault] = read(edited(fill)[0]).cell_faults
    assert words in fault.message


# --- moved, renamed, inserted, merged ------------------------------------------------------------


def test_inserted_rows_and_columns_and_a_new_name_of_the_sheet_do_no_harm() -> None:
    def fill(book: Any, cells: Cells) -> None:
        cells.put("1.number.0", 25)
        cells.put("8.number.0", 7)
        cells.sheet.title = "Arkusz1"
        cells.sheet.insert_rows(cells.rows["2.head.0"], 3)
        cells.sheet.insert_cols(4)

    reading = read(edited(fill)[0])
    assert reading.sound
    assert [one.number for one in reading.answers.values()] == [25, 7]


def test_a_row_inserted_into_a_list_is_one_more_item() -> None:
    def fill(book: Any, cells: Cells) -> None:
        cells.put("5.item.0", "Archipelag skarbów")
        row = cells.rows["5.item.0"] + 1
        cells.sheet.insert_rows(row)
        cells.sheet[f"E{row}"] = "Unplugged"
        cells.sheet[f"E{row + 1}"] = "Debata\nDomowi Detektywi"

    assert read(edited(fill)[0]).answers[ITEMS.indicator].entries == (
        Entry("Archipelag skarbów"),
        Entry("Unplugged"),
        Entry("Debata"),
        Entry("Domowi Detektywi"),
    )


def test_words_below_the_form_or_between_questions_are_not_dropped_in_silence() -> None:
    def fill(book: Any, cells: Cells) -> None:
        cells.sheet["E500"] = 12

    [fault] = read(edited(fill)[0]).cell_faults
    assert fault.address == "E500"
    assert "nie należy do żadnego pytania" in fault.message


def test_a_deleted_row_is_missed() -> None:
    data, _ = edited(lambda book, cells: cells.sheet.delete_rows(cells.rows["1.number.0"]))
    [fault] = read(data).cell_faults
    assert fault.indicator == MEALS.indicator
    assert "brakuje wierszy: „Liczba”" in fault.message


def test_a_cell_merged_under_another_is_told() -> None:
    def fill(book: Any, cells: Cells) -> None:
        cells.put("3.numerator.0", 199)
        cells.sheet.merge_cells(f"{cells.at('3.numerator.0')}:{cells.at('3.denominator.0')}")

    data, cells = edited(fill)
    [fault] = read(data).cell_faults
    assert fault.address == cells.at("3.denominator.0")
    assert f"scalona z {cells.at('3.numerator.0')}" in fault.message


def test_a_cell_taken_out_of_its_merged_range_is_read() -> None:
    def fill(book: Any, cells: Cells) -> None:
        cells.sheet.unmerge_cells(f"{cells.at('6.text.0')}:{cells.at('6.text.0', 'F')}")
        cells.put("6.text.0", "Zajęcia świetlicowe")

    assert read(edited(fill)[0]).answers[WORDS.indicator].text == "Zajęcia świetlicowe"


@pytest.mark.parametrize("typed", [dt.date(2018, 12, 31), "31.12.2018", "2018-12-31"])
def test_a_day_is_read_as_a_date_or_as_text(typed: Any) -> None:
    def fill(book: Any, cells: Cells) -> None:
        cells.put("1.number.0", 5)
        cells.put("1.note.0", "stan na dzień", "C")
        cells.put("1.note.0", typed, "D")

    assert read(edited(fill)[0]).answers[MEALS.indicator].notes == (
        AnswerNote(NoteKind.AS_OF, "", None, dt.date(2018, 12, 31)),
    )


def test_a_day_that_no_calendar_has_is_a_fault_of_its_cell_and_not_of_the_file() -> None:
    def fill(book: Any, cells: Cells) -> None:
        cells.put("1.number.0", 5)
        cells.put("1.note.0", "stan na dzień", "C")
        cells.put("1.note.0", 31122018, "D").number_format = "dd.mm.yyyy"

    data, cells = edited(fill)
    assert cells.at("1.note.0", "D") in [fault.address for fault in read(data).cell_faults]


@pytest.mark.parametrize("word", ["Zero - naprawdę nic", "ZERO", "zero – naprawde nic "])
def test_a_choice_typed_by_hand_is_understood(word: str) -> None:
    assert _with("1.status.0", word).answers[MEALS.indicator].status is Status.TRUE_ZERO
    [fault] = _with("1.status.0", "zero chyba").cell_faults
    assert "Nie ma odpowiedzi „zero chyba”" in fault.message


# --- dry run -------------------------------------------------------------------------------------


def test_the_dry_run_says_what_was_and_what_would_be() -> None:
    current = {
        MEALS.indicator: AnswerContent(Status.VALUE, Decimal(3821)),
        LEVEL.indicator: AnswerContent(Status.VALUE, entries=(Entry("minimalny"),)),
    }
    data, _ = edited(lambda book, cells: cells.put("1.number.0", 4648), sent(current))
    [one] = read(data, current=current).differences
    assert (one.indicator, one.what) == (MEALS.indicator, "wartość")
    assert (one.was, one.now, one.clears) == ("3\u00a0821", "4\u00a0648", False)


def test_an_emptied_answer_is_a_difference_and_overwrites_nothing() -> None:
    current = {MEALS.indicator: AnswerContent(Status.VALUE, Decimal(3821))}
    reading = read(sent(), current=current)
    [one] = reading.differences
    assert one.clears
    assert (one.was, one.now) == ("odpowiedź: podaję wartość; wartość: 3\u00a0821", "puste")
    assert MEALS.indicator in reading.left_empty
    assert MEALS.indicator not in reading.answers
