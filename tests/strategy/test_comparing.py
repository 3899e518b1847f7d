"""Two versions of one work: units are the same by identity, whatever happened around them."""

from __future__ import annotations

import pytest

from miernik.kernel.redline import Change, Piece
from miernik.strategy.models import Stage, UnitKind, Version
from miernik.strategy.text.comparing import (
    ComparedLine,
    Fate,
    compare,
    compare_tables,
    count_fates,
    differences,
)
from miernik.strategy.text.content import PassageContent, Table
from miernik.strategy.text.editing import add_passage, edit_passage, move_passage, remove_passage
from miernik.strategy.text.reading import Line, lines, text_of
from miernik.strategy.text.services import start_draft, write_text
from tests.strategy import city_text
from tests.strategy.city_text import NOW

pytestmark = pytest.mark.django_db
K = UnitKind


@pytest.fixture
def versions() -> tuple[Version, Version]:
    """A frozen version with three points and the draft made from it."""
    work = city_text.a_work("program", (2021, 2024))
    part = PassageContent(
        K.PART, "Pomoc", children=[PassageContent(K.POINT, text) for text in ("a;", "b;", "c;")]
    )
    first = write_text(work=work, roots=[part], stage=Stage.CONSULTED, note="", by="test", at=NOW)
    return first, start_draft(work=work, roots=text_of(first), note="", by="test", at=NOW)


def reading(text: str, version: Version) -> Line:
    return next(line for line in lines(version) if line.text == text)


def told(first: Version, draft: Version) -> list[tuple[str, Fate]]:
    return [(item.line.text, item.fate) for item in compare(lines(first), lines(draft))]


def test_an_untouched_draft_differs_in_nothing(versions: tuple[Version, Version]) -> None:
    first, draft = versions
    compared = compare(lines(first), lines(draft))
    assert len(compared) == 4
    assert differences(compared) == []


def test_a_removed_unit_stands_where_it_stood_and_the_next_is_only_relabelled(
    versions: tuple[Version, Version],
) -> None:
    first, draft = versions
    remove_passage(version=draft, unit=reading("b;", draft).uuid, by="a", at=NOW)
    assert told(first, draft) == [
        ("Pomoc", Fate.KEPT), ("a;", Fate.KEPT), ("b;", Fate.REMOVED), ("c;", Fate.RELABELLED),
    ]  # fmt: skip


def test_a_new_wording_is_shown_word_by_word(versions: tuple[Version, Version]) -> None:
    first, draft = versions
    edit_passage(
        version=draft, unit=reading("b;", draft).uuid, text="b razem;", seen=None, by="a", at=NOW
    )
    (item,) = differences(compare(lines(first), lines(draft)))
    assert item.fate is Fate.CHANGED
    assert item.pieces == (
        Piece(Change.KEPT, "b"), Piece(Change.ADDED, " razem"), Piece(Change.KEPT, ";"),
    )  # fmt: skip


def test_one_of_two_units_that_change_places_is_moved(versions: tuple[Version, Version]) -> None:
    first, draft = versions
    move_passage(version=draft, unit=reading("c;", draft).uuid, up=True, by="a", at=NOW)
    counted = count_fates(compare(lines(first), lines(draft)))
    assert counted[Fate.MOVED] == 1
    assert counted[Fate.RELABELLED] == 1


def test_an_added_unit_moves_nobody(versions: tuple[Version, Version]) -> None:
    first, draft = versions
    part = reading("Pomoc", draft)
    add_passage(version=draft, after=None, under=part.uuid, kind=K.POINT, text="z;", by="a", at=NOW)
    assert told(first, draft)[1:] == [
        ("z;", Fate.ADDED), ("a;", Fate.RELABELLED), ("b;", Fate.RELABELLED),
        ("c;", Fate.RELABELLED),
    ]  # fmt: skip


def test_a_removed_branch_stays_together(versions: tuple[Version, Version]) -> None:
    first, draft = versions
    remove_passage(version=draft, unit=reading("Pomoc", draft).uuid, by="a", at=NOW)
    found: list[ComparedLine] = compare(lines(first), lines(draft))
    assert [item.line.text for item in found] == ["Pomoc", "a;", "b;", "c;"]
    assert {item.fate for item in found} == {Fate.REMOVED}


def test_a_longer_table_keeps_its_note_and_shows_only_the_new_cells() -> None:
    old = Table(columns=["Rok", "Liczba"], rows=[["2015", "10"]], note="źródło: MOPR")
    new = Table(columns=["Rok", "Liczba"], rows=[["2015", "11"], ["2016", "9"]],
                note="źródło: MOPR")  # fmt: skip
    found = [(cell.row, cell.column) for cell in compare_tables(old, new)]
    assert found == [(1, 2), (2, 1), (2, 2)]
