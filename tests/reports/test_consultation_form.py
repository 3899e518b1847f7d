"""The consultation form: a Word file that comes back, a PDF that can be written on."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import page
import pdfplumber
import pytest

from miernik.consultations.form_content import FormText, groups_of
from miernik.kernel.office.tracked import read_tracked
from miernik.kernel.office.tracked_blocks import TrackedBlock, accepted
from miernik.kernel.text import squeeze
from miernik.reports.texts.form import consultation_form_docx, consultation_form_pdf
from tests.consultations.drafts import K, draft_2020, form_2020, line


@pytest.fixture
def form(golden: Callable[[str], Any]) -> FormText:
    return form_2020(draft_2020(golden))


def _blocks(tmp_path: Path, form: FormText) -> list[TrackedBlock]:
    path = tmp_path / "ankieta.docx"
    path.write_bytes(consultation_form_docx(form))
    return read_tracked(path)


def test_every_unit_stands_with_its_wording_in_both_columns(tmp_path: Path, form: FormText) -> None:
    blocks = _blocks(tmp_path, form)
    asked = [item for item in form.lines if item.kind is not K.FIELD]
    for item in asked:
        (place,) = [block for block in blocks if f"u_{item.code}" in block.tags]
        assert accepted(place) == item.text
        assert place.bookmarks == [f"u_{item.code}"]
        assert place.cell is not None
        assert place.cell.column == 3
        row = [b for b in blocks if b.cell and b.cell.table == place.cell.table
               and b.cell.row == place.cell.row]  # fmt: skip
        assert f"kod: {item.code}" in [accepted(block) for block in row]
        assert [accepted(b) for b in row if b.cell and b.cell.column == 2] == [item.text]


def test_a_list_of_points_ends_with_an_empty_row(form: FormText) -> None:
    (group,) = groups_of(form.lines)
    assert group.title.startswith("2.1. Pomoc osobom bezrobotnym")
    new = [row.where for row in group.rows if row.is_new]
    assert new == ["Dodaj punkt po 5)"]
    assert group.rows[-1].is_new


def test_the_empty_row_follows_the_letters_of_the_last_point() -> None:
    point = line(K.POINT, "praca, tj.:", "1)", depth=1, section="s")
    letter = line(K.LETTER, "rozmowa;", "a)", depth=2, section="s", parent=point.code)
    other = line(K.INDICATOR, "Liczba osób.", "1.", depth=1, section="s")
    (group,) = groups_of([point, letter, other])
    assert [row.where or row.current for row in group.rows] == [
        "praca, tj.:", "rozmowa;", "Dodaj punkt po 1)", "Liczba osób.", "Dodaj wskaźnik po 1",
    ]  # fmt: skip


def test_the_form_says_all_that_a_submitter_must_know(tmp_path: Path, form: FormText) -> None:
    text = " ".join(accepted(block) for block in _blocks(tmp_path, form))
    said = (form.title, form.draft_title, form.addressees, form.dates, *form.ways, *form.privacy,
            form.legal, form.form_code)  # fmt: skip
    assert [part for part in said if part not in text] == []
    with pdfplumber.open(io.BytesIO(consultation_form_pdf(form))) as pdf:
        printed = "".join(sheet.extract_text() for sheet in pdf.pages)
    flat = "".join(printed.split())
    assert [part for part in said if "".join(squeeze(part).split()) not in flat] == []
    assert [item.code for item in form.lines if item.kind is not K.FIELD
            and item.code not in printed] == []  # fmt: skip


def test_equal_forms_are_equal_files(form: FormText) -> None:
    assert consultation_form_docx(form) == consultation_form_docx(form)


@pytest.mark.parametrize("profile", ["ua1", "2a"])
def test_the_printed_form_is_accessible_and_archivable(form: FormText, profile: str) -> None:
    checked = page.validate_pdf_bytes(consultation_form_pdf(form), profile=profile)
    assert [(fault.rule_id, fault.message) for fault in checked.failures] == []
    assert checked.is_compliant


def test_words_of_the_draft_are_never_read_as_markup(tmp_path: Path, form: FormText) -> None:
    text = '#panic("x") *nie* $x$ <b>&amp; "a" ]]>'
    hostile = form_2020([line(K.POINT, text, "1)", name="a")])
    places = [b for b in _blocks(tmp_path, hostile) if any(t.startswith("u_") for t in b.tags)]
    assert [accepted(block) for block in places] == [text]
    assert consultation_form_pdf(hostile).startswith(b"%PDF")
    assert isinstance(form.prepared_at, dt.datetime)
