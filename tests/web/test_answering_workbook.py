"""The form as a workbook: sent out, tried, taken, refused."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from miernik.collection.content import from_json
from miernik.collection.models import Channel, Submission
from miernik.collection.services.taking import form_workbook, take_workbook
from tests.collection.campaigns import (
    BY,
    FIRST_SCHOOL,
    MEALS,
    MONEY,
    NOW,
    SECOND_SCHOOL,
    City,
    an_open_one,
    everything,
    number,
)
from tests.web.answering_pages import on, opened

pytestmark = [pytest.mark.django_db, pytest.mark.storage]


@pytest.fixture
def city() -> City:
    """A city whose campaign is open."""
    return an_open_one()


def _url(city: City, tail: str = "arkusz/") -> str:
    return f"/formularz/{city.form(FIRST_SCHOOL).uuid}/{tail}"


def _edited(data: bytes, edit: Callable[[Any], None]) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(data))
    edit(book)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _typing(label: str, value: object) -> Callable[[Any], None]:
    """Type into the answer beside the first cell with this label."""

    def edit(book: Any) -> None:
        sheet = book["Odpowiedzi"]
        codes = {cell.value: cell.column for cell in sheet[1]}
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value == label:
                    sheet.cell(cell.row, codes["answer"], value)
                    return
        raise AssertionError(label)

    return edit


def _upload(client: Client, city: City, data: bytes) -> str:
    with on():
        answer = client.post(_url(city), {"plik": SimpleUploadedFile("f.xlsx", data)})
    return answer.content.decode()


def _confirm(client: Client, city: City, page: str, step: str) -> Any:
    hidden = dict(re.findall(r'name="(tresc|widziana)" value="([^"]*)"', page))
    with on():
        return client.post(_url(city), hidden | {"krok": step}, follow=True)


def _number(city: City, name: str) -> Decimal | None:
    row = city.form(FIRST_SCHOOL).answers.get(indicator=city.indicators[name])
    return from_json(row.content).number


def test_a_workbook_is_tried_then_taken_and_handed_in(city: City) -> None:
    city.save(FIRST_SCHOOL, everything())
    client = opened(city.form(FIRST_SCHOOL))
    with on():
        sent = client.get(_url(city))
    assert sent.headers["Content-Disposition"].endswith('.xlsx"')
    data = _edited(sent.content, _typing("Kwota w złotych", "17 898,80"))
    page = _upload(client, city, data)
    assert "15\xa0300,5" in page
    assert "<strong>17\xa0898,8</strong>" in page
    assert _number(city, MONEY) == Decimal("15300.5")  # nothing was stored yet
    answer = _confirm(client, city, page, "przekaz")
    submission = Submission.objects.get()
    assert submission.channel == Channel.SPREADSHEET
    assert submission.receipt in answer.content.decode()
    assert _number(city, MONEY) == Decimal("17898.8")


def test_every_fault_is_told_with_its_cell_and_nothing_is_stored(city: City) -> None:
    client = opened(city.form(FIRST_SCHOOL))
    data = form_workbook(questionnaire=city.form(FIRST_SCHOOL), link=None)
    data = _edited(data, _typing("Kwota w złotych", "dużo"))
    data = _edited(data, _typing("Liczba", "1.234"))
    page = _upload(client, city, data)
    assert "Popraw w arkuszu 2 komórki" in page
    assert len(re.findall(r'<span class="code">[A-Z]+\d+</span>', page)) == 2
    assert "„dużo” nie jest liczbą" in page
    assert 'name="tresc"' not in page
    assert not city.form(FIRST_SCHOOL).answers.exists()


def test_another_schools_workbook_or_a_forged_one_is_refused(city: City) -> None:
    client = opened(city.form(FIRST_SCHOOL))
    other = form_workbook(questionnaire=city.form(SECOND_SCHOOL), link=None)
    assert "To jest inny formularz" in _upload(client, city, other)
    assert "To nie jest skoroszyt XLSX" in _upload(client, city, b"zwykly tekst")


def test_a_workbook_that_stops_is_saved_and_says_what_is_missing(city: City) -> None:
    client = opened(city.form(FIRST_SCHOOL))
    data = form_workbook(questionnaire=city.form(FIRST_SCHOOL), link=None)
    page = _upload(client, city, _edited(data, _typing("Kwota w złotych", 5)))
    answer = _confirm(client, city, page, "przekaz")
    assert "do poprawienia lub wyjaśnienia" in answer.content.decode()
    assert _number(city, MONEY) == 5
    assert not Submission.objects.exists()


def test_an_older_workbook_overwrites_only_what_a_person_has_seen(city: City) -> None:
    client = opened(city.form(FIRST_SCHOOL))
    data = form_workbook(questionnaire=city.form(FIRST_SCHOOL), link=None)
    data = _edited(data, _typing("Kwota w złotych", 5))
    city.save(FIRST_SCHOOL, {MONEY: number(7)})
    page = _upload(client, city, data)
    assert "odpowiedzi w formularzu zmieniono" in page
    city.save(FIRST_SCHOOL, {MONEY: number(8)})
    _confirm(client, city, page, "zapisz")  # the person saw 7, and now there is 8
    assert _number(city, MONEY) == 8
    _confirm(client, city, _upload(client, city, data), "zapisz")
    assert _number(city, MONEY) == 5


def test_an_older_workbook_in_a_letter_answers_only_what_nobody_answered(city: City) -> None:
    form = city.form(FIRST_SCHOOL)
    sent = form_workbook(questionnaire=form, link=None)
    data = _edited(sent, _typing("Kwota w złotych", 5))
    city.save(FIRST_SCHOOL, {MEALS: number(7)})

    def take(content: bytes) -> bool:
        taken = take_workbook(
            questionnaire=form, data=content, channel=Channel.MAIL, submit=False, by=BY, at=NOW
        )
        return taken.saved

    assert take(data)
    assert [_number(city, MEALS), _number(city, MONEY)] == [Decimal(7), Decimal(5)]
    assert not take(_edited(sent, _typing("Kwota w złotych", 6)))
    assert _number(city, MONEY) == 5
    assert take(data)  # the same file twice changes nothing and is no fault
