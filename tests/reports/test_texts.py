"""Texts of programmes as Word and PDF: nothing lost, every difference a tracked change."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import page
import pdfplumber
import pytest

from miernik.kernel.office.tracked import read_tracked
from miernik.kernel.office.tracked_blocks import (
    TrackedBlock,
    accepted_paragraphs,
    rejected_paragraphs,
)
from miernik.kernel.text import squeeze
from miernik.reports.texts.clean import TextFrame, docx_text, pdf_text
from miernik.reports.texts.redline import docx_redline
from miernik.strategy.text.content import Table
from miernik.strategy.text.reading import Line
from tests.consultations.drafts import (
    K,
    draft_2020,
    line,
    needs_office,
    proposed_2020,
    resaved,
)

AT = dt.datetime(2020, 11, 10, 12, tzinfo=dt.UTC)
AUTHOR = "Departament Spraw Społecznych"
FRAME = TextFrame(
    "Program Pomocy Społecznej Miasta Białegostoku na lata 2021-2024",
    AUTHOR,
    above=("Załącznik do uchwały nr XXXII/480/20",),
    below=("Projekt po konsultacjach",),
)
TABLE: Table = {
    "columns": ["Powód", "2017", "2018"],
    "rows": [["Ubóstwo", "3 512", "3 201"], ["Bezrobocie", "2 998", "2 640"]],
    "note": "Źródło: opracowanie MOPR",
}


def _redline(tmp_path: Path, old: list[Line], new: list[Line]) -> Path:
    path = tmp_path / "zmiany.docx"
    path.write_bytes(docx_redline(old, new, title=FRAME.title, author=AUTHOR, at=AT))
    return path


def _filled(paragraphs: list[str]) -> list[str]:
    return [text for text in paragraphs if text]


def _expected(lines: list[Line]) -> list[str]:
    """Label and wording of every unit, then header, rows and note of its table."""
    found = []
    for item in lines:
        found.append(item.printed)
        if item.table:
            found += item.table["columns"] + [text for row in item.table["rows"] for text in row]
            found.append(item.table["note"])
    return _filled(found)


def _holds(blocks: list[TrackedBlock], old: list[Line], new: list[Line]) -> None:
    assert _filled(rejected_paragraphs(blocks)) == _expected(old)
    assert _filled(accepted_paragraphs(blocks)) == _expected(new)


def test_rejecting_gives_the_draft_and_accepting_what_the_association_proposed(
    tmp_path: Path, golden: Callable[[str], Any]
) -> None:
    old, new = draft_2020(golden), proposed_2020(golden)
    blocks = read_tracked(_redline(tmp_path, old, new))
    _holds(blocks, old, new)
    changed = [block for block in blocks if block.is_tracked]
    assert len(changed) == 4
    assert {block.author for block in changed} == {AUTHOR}
    assert changed[-1].pieces[0].text.startswith("6) wsparcie osób z niepełnosprawnościami")


@needs_office
def test_the_changes_survive_libreoffice(tmp_path: Path, golden: Callable[[str], Any]) -> None:
    old, new = _everything_changes(draft_2020(golden))
    _holds(read_tracked(resaved(_redline(tmp_path, old, new))), old, new)


def _everything_changes(draft: list[Line]) -> tuple[list[Line], list[Line]]:
    """A point gone, a letter moved, the rest relabelled, a table changed, one gone, one new."""
    tables = [
        line(K.TABLE, "Tabela Nr 1", table=TABLE, name="t1"),
        line(K.TABLE, "Tabela Nr 2", table=TABLE, name="t2"),
        line(K.PARAGRAPH, "Zakończenie.", name="end"),
    ]
    points = [item for item in draft if item.kind is K.POINT]
    gone = points[3]
    new = [item for item in draft if item is not gone]
    last = new.pop()
    new.append(replace(last, label="4)", text=last.text.replace("udziału", "uczestnictwa")))
    letter = next(item for item in new if item.kind is K.LETTER)
    new.remove(letter)
    new.insert(new.index(points[1]), replace(letter, label="d)"))
    rows = [["Ubóstwo", "3 512", "3 200"], ["Bezdomność", "210", "199"], *TABLE["rows"][1:]]
    changed: Table = {**TABLE, "rows": rows, "note": "Źródło: MOPR"}
    fresh = line(K.TABLE, "Tabela Nr 3", table=TABLE, name="t3")
    return draft + tables, [*new, replace(tables[0], table=changed), tables[2], fresh]


def test_units_and_tables_that_came_went_moved_or_changed_come_apart_again(
    tmp_path: Path, golden: Callable[[str], Any]
) -> None:
    old, new = _everything_changes(draft_2020(golden))
    _holds(read_tracked(_redline(tmp_path, old, new)), old, new)
    wider: Table = {"columns": ["a", "b"], "rows": [["1", "2"]], "note": ""}
    alone = [line(K.TABLE, "Tabela", table=TABLE, name="t")]
    other = [replace(alone[0], table=wider)]
    _holds(read_tracked(_redline(tmp_path, alone, other)), alone, other)


def test_a_new_label_is_a_tracked_change_of_the_label_alone(tmp_path: Path) -> None:
    old = [line(K.POINT, "praca socjalna;", "6)", name="a")]
    blocks = read_tracked(_redline(tmp_path, old, [replace(old[0], label="5)")]))
    assert [(piece.change.value, piece.text) for piece in blocks[0].pieces] == [
        ("removed", "6"), ("added", "5"), ("kept", ") praca socjalna;"),
    ]  # fmt: skip


def test_equal_versions_have_no_changes_and_equal_bytes(golden: Callable[[str], Any]) -> None:
    draft = draft_2020(golden)
    made = [docx_redline(draft, draft, title="x", author="y", at=AT) for _ in range(2)]
    assert made[0] == made[1]


# --- the clean text ------------------------------------------------------------------------------


def _with_table(golden: Callable[[str], Any]) -> list[Line]:
    return [*draft_2020(golden), line(K.TABLE, "Tabela Nr 1", table=TABLE, name="t1")]


def test_the_clean_text_holds_frame_and_units_in_order(
    tmp_path: Path, golden: Callable[[str], Any]
) -> None:
    lines = _with_table(golden)
    path = tmp_path / "tekst.docx"
    path.write_bytes(docx_text(lines, frame=FRAME, at=AT))
    blocks = read_tracked(path)
    frame = [*FRAME.above, FRAME.title, *FRAME.below]
    assert _filled(accepted_paragraphs(blocks)) == frame + _expected(lines)
    assert not any(block.is_tracked for block in blocks)
    styles = [block.style.casefold() for block in blocks]
    assert styles[2:6] == ["normal", "heading 1", "heading 2", "heading 3"]
    assert sum(name.startswith("u_") for block in blocks for name in block.bookmarks) == len(lines)


@pytest.mark.parametrize("profile", ["ua1", "2a"])
def test_the_pdf_is_accessible_and_archivable(golden: Callable[[str], Any], profile: str) -> None:
    checked = page.validate_pdf_bytes(
        pdf_text(_with_table(golden), frame=FRAME, at=AT), profile=profile
    )
    assert [(fault.rule_id, fault.message) for fault in checked.failures] == []
    assert checked.is_compliant


def test_the_pdf_says_every_unit_with_its_label(golden: Callable[[str], Any]) -> None:
    lines = _with_table(golden)
    with pdfplumber.open(io.BytesIO(pdf_text(lines, frame=FRAME, at=AT))) as pdf:
        text = squeeze(" ".join(sheet.extract_text() for sheet in pdf.pages)).replace(" ", "")
    foot = FRAME.title.replace(" ", "")
    missing = [
        item.printed for item in lines
        if item.printed.replace(" ", "") not in text and foot not in text
    ]  # fmt: skip
    assert missing == []
    assert "Ubóstwo35123201" in text


def test_a_text_that_begins_deep_has_headings_without_gaps() -> None:
    lines = [line(K.FIELD, "Adresaci"), line(K.SECTION, "Zadanie", "2.1."), line(K.FIELD, "Cel")]
    assert pdf_text(lines, frame=FRAME, at=AT).startswith(b"%PDF")
