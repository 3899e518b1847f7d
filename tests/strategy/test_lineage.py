"""From one programme to the next: what a careful reader finds in section 2.1 of both texts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from miernik.audit.models import Event
from miernik.strategy.errors import (
    LineageThereError,
    NoReasonError,
    NotEarlierError,
    NothingToRejectError,
    WrongEndsError,
)
from miernik.strategy.models import FieldType, Lineage, LineageKind, Unit, UnitKind, Version
from miernik.strategy.text.content import PassageContent
from miernik.strategy.text.editing import remove_passage
from miernik.strategy.text.lineage import (
    change_lineage,
    confirm_kind,
    confirm_lineage,
    propose_lineage,
    reject,
    start_successor,
)
from miernik.strategy.text.matching import propose
from miernik.strategy.text.orphans import orphaned_indicators
from miernik.strategy.text.reading import lines, lines_of, text_of
from miernik.strategy.text.services import discard_draft, enact, start_draft
from tests.strategy import city_text
from tests.strategy.city_text import NOW

pytestmark = pytest.mark.django_db
Kind = LineageKind
ACTIONS = "2.1 / Realizacja zadania / "


@pytest.fixture
def both() -> tuple[Version, Version]:
    return city_text.two_programmes()


def told(earlier: Version, later: Version) -> dict[str, tuple[str, Kind]]:
    """What became of each unit, by its path in the earlier text ("+ path" for a new one)."""
    past = {line.unit_id: line.path for line in lines(earlier)}
    now = {line.unit_id: line.path for line in lines(later)}
    found = {}
    for link in Lineage.objects.filter(earlier_version=earlier, later_version=later).order_by("pk"):
        there = now[link.later_id] if link.later_id else ""
        known = past[link.earlier_id] if link.earlier_id else f"+ {there}"
        found[known] = (there, LineageKind(link.kind))
    return found


def link_of(earlier: Version, later: Version, path: str) -> Lineage:
    unit = next(line.unit_id for line in lines(earlier) if line.path == path)
    return Lineage.objects.get(earlier_version=earlier, later_version=later, earlier=unit)


def unit_at(version: Version, path: str) -> Unit:
    found = next(
        line for line in lines(version) if line.path == path and line.kind is not UnitKind.FIELD
    )
    return Unit.objects.get(pk=found.unit_id)


def test_the_section_of_the_test_is_that_of_the_documents(golden: Callable[[str], Any]) -> None:
    programme = golden("programme_2017_2020_sections_1_to_2_3")
    old = next(item for item in programme["sections"] if item["code"] == "2.1")
    draft = golden("consultation_2020")["annex"]["proposals"][0]["current"]
    for roots, read in ((city_text.old_text(), old), (city_text.new_text(), draft)):
        section = roots[1].children[0]
        fields = {child.field_type: child for child in section.children}
        points = fields[FieldType.ACTIONS].children
        assert [point.text for point in points] == [item["text"] for item in read["realizacja"]]
        assert [item.text for item in points[0].children] == [
            item["text"] for item in read["realizacja"][0]["sub"]
        ]
        assert fields[FieldType.AIM].children[0].text == read["cel"]
        assert fields[FieldType.ADDRESSEES].children[0].text == read["adresaci"]
        assert section.text == read["title"]
    indicators = [item["text"] for item in old["wskazniki"]]
    assert list(city_text.INDICATORS) == indicators


def test_every_unit_of_the_section_finds_its_heir(both: tuple[Version, Version]) -> None:
    propose_lineage(*both, by="anna", at=NOW)
    found = told(*both)
    same = {f"2.1 / Wskaźniki / {n}": (f"2.1 / Wskaźniki / {n}", Kind.KEPT) for n in range(1, 7)}
    assert found == {
        "1": ("1", Kind.KEPT),
        "2": ("2", Kind.CHANGED),
        "2.1": ("2.1", Kind.KEPT),
        "2.1 / Adresaci": ("2.1 / Adresaci", Kind.KEPT),
        "2.1 / Cel zadania": ("2.1 / Cel zadania", Kind.CHANGED),
        f"{ACTIONS}1)": (f"{ACTIONS}1)", Kind.KEPT),
        f"{ACTIONS}1) / a)": (f"{ACTIONS}1) / a)", Kind.CHANGED),
        f"{ACTIONS}1) / b)": (f"{ACTIONS}1) / b)", Kind.KEPT),
        f"{ACTIONS}1) / c)": (f"{ACTIONS}1) / c)", Kind.KEPT),
        f"{ACTIONS}1) / d)": (f"{ACTIONS}1) / d)", Kind.CHANGED),
        f"{ACTIONS}2)": (f"{ACTIONS}2)", Kind.KEPT),
        f"{ACTIONS}3)": (f"{ACTIONS}3)", Kind.CHANGED),
        f"{ACTIONS}4)": ("", Kind.DROPPED),
        f"{ACTIONS}5)": (f"{ACTIONS}4)", Kind.CHANGED),
        f"{ACTIONS}6)": (f"{ACTIONS}5)", Kind.CHANGED),
        **same,
    }


def test_the_indicator_of_the_dropped_point_is_an_orphan_and_no_other(
    both: tuple[Version, Version],
) -> None:
    propose_lineage(*both, by="anna", at=NOW)
    (orphan,) = orphaned_indicators(both[1])
    assert orphan.indicator.text == "Liczba osób, które wykonywały prace społecznie użyteczne."
    assert orphan.gone.text == "kontynuacja programu prac społecznie użytecznych;"


def test_a_point_removed_from_a_draft_warns_before_any_lineage(
    both: tuple[Version, Version],
) -> None:
    old, _ = both
    draft = start_draft(work=old.work, roots=text_of(old), note="", by="a", at=NOW)
    assert orphaned_indicators(draft) == []
    point = next(line for line in lines(draft) if line.text == city_text.USEFUL_WORK)
    remove_passage(version=draft, unit=point.uuid, by="a", at=NOW)
    assert [orphan.gone.text for orphan in orphaned_indicators(draft)] == [city_text.USEFUL_WORK]


def points(*texts: str) -> list[PassageContent]:
    found = [PassageContent(UnitKind.POINT, text) for text in texts]
    for item in found:
        item.unit = Unit(pk=id(item))
    chapter = PassageContent(UnitKind.CHAPTER, "Działania", children=found, unit=Unit(pk=1))
    return [chapter]


def kinds(old: list[PassageContent], new: list[PassageContent]) -> list[Kind]:
    return [pair.kind for pair in propose(list(lines_of(old)), list(lines_of(new)))][1:]


ONE = "organizowanie warsztatów kompetencji społecznych dla osób bezdomnych"
TWO = "zapewnienie miejsc noclegowych w okresie zimowym"


def test_a_wording_under_another_number_is_renumbered() -> None:
    found = kinds(points(ONE, TWO), points("praca;", ONE, TWO))
    assert found == [Kind.NEW, Kind.RENUMBERED, Kind.RENUMBERED]


def test_one_point_torn_in_two_is_split() -> None:
    assert kinds(points(f"{ONE} oraz {TWO};"), points(ONE, TWO)) == [Kind.SPLIT, Kind.SPLIT]


def test_two_points_in_one_are_merged() -> None:
    assert kinds(points(ONE, TWO), points(f"{ONE} oraz {TWO};")) == [Kind.MERGED, Kind.MERGED]


def test_unlike_points_at_one_place_are_dropped_and_new() -> None:
    assert kinds(points(ONE), points(TWO)) == [Kind.NEW, Kind.DROPPED]


def test_what_was_confirmed_stays_when_it_is_proposed_again(both: tuple[Version, Version]) -> None:
    propose_lineage(*both, by="anna", at=NOW)
    link = link_of(*both, f"{ACTIONS}5)")
    confirm_lineage(lineage=link, by="anna", at=NOW)
    propose_lineage(*both, by="jan", at=NOW)
    again = link_of(*both, f"{ACTIONS}5)")
    assert (again.pk, again.confirmed_by) == (link.pk, "anna")
    assert Lineage.objects.filter(confirmed_at__isnull=False).count() == 1


def test_the_confirmed_map_follows_the_text_to_the_enacted_version(
    both: tuple[Version, Version],
) -> None:
    old, new = both
    propose_lineage(old, new, by="anna", at=NOW)
    assert confirm_kind(earlier=old, later=new, kind=Kind.DROPPED, by="anna", at=NOW) == 1
    adopted = enact(
        version=new, number="XXXII/1/20", date=NOW.date(), body="Rada Miasta",
        in_force_from=NOW.date(), by="anna", at=NOW,
    )  # fmt: skip
    propose_lineage(old, adopted, by="jan", at=NOW)
    dropped = link_of(old, adopted, f"{ACTIONS}4)")
    assert (dropped.kind, dropped.confirmed_by) == (Kind.DROPPED, "anna")


def test_a_rejected_pair_leaves_a_dropped_and_a_new_unit(both: tuple[Version, Version]) -> None:
    propose_lineage(*both, by="anna", at=NOW)
    with pytest.raises(NoReasonError):
        reject(lineage=link_of(*both, f"{ACTIONS}5)"), by="anna", at=NOW, reason=" ")
    reject(lineage=link_of(*both, f"{ACTIONS}5)"), by="anna", at=NOW, reason="inne projekty")
    found = told(*both)
    assert found[f"{ACTIONS}5)"] == ("", Kind.DROPPED)
    assert found[f"+ {ACTIONS}4)"] == (f"{ACTIONS}4)", Kind.NEW)
    event = Event.objects.filter(action="lineage.rejected").get()
    assert event.data["reason"] == "inne projekty"
    with pytest.raises(NothingToRejectError):
        reject(lineage=link_of(*both, f"{ACTIONS}5)"), by="anna", at=NOW, reason="raz jeszcze")


def test_a_person_joins_what_the_program_kept_apart(both: tuple[Version, Version]) -> None:
    propose_lineage(*both, by="anna", at=NOW)
    reject(lineage=link_of(*both, f"{ACTIONS}5)"), by="anna", at=NOW, reason="pomyłka")
    change_lineage(
        lineage=link_of(*both, f"{ACTIONS}5)"), kind=Kind.CHANGED,
        earlier=unit_at(both[0], f"{ACTIONS}5)"), later=unit_at(both[1], f"{ACTIONS}4)"),
        by="jan", at=NOW, reason="te same projekty",
    )  # fmt: skip
    found = told(*both)
    assert found[f"{ACTIONS}5)"] == (f"{ACTIONS}4)", Kind.CHANGED)
    assert f"+ {ACTIONS}4)" not in found
    link = link_of(*both, f"{ACTIONS}5)")
    assert (link.score, link.confirmed_by) == (77, "jan")


def test_a_link_takes_no_ends_that_do_not_fit(both: tuple[Version, Version]) -> None:
    propose_lineage(*both, by="anna", at=NOW)
    link = link_of(*both, f"{ACTIONS}5)")
    mine, theirs = unit_at(both[0], f"{ACTIONS}5)"), unit_at(both[1], f"{ACTIONS}4)")
    first = unit_at(both[1], f"{ACTIONS}1)")
    wrong = [
        (Kind.DROPPED, mine, theirs, WrongEndsError),
        (Kind.CHANGED, mine, mine, WrongEndsError),
        (Kind.CHANGED, unit_at(both[0], f"{ACTIONS}1)"), first, LineageThereError),
    ]
    for kind, earlier, later, error in wrong:
        with pytest.raises(error):
            change_lineage(
                lineage=link, kind=kind, earlier=earlier, later=later, by="jan", at=NOW,
                reason="próba",
            )  # fmt: skip


def test_a_successor_starts_with_new_units_and_its_lineage(both: tuple[Version, Version]) -> None:
    old, _ = both
    draft = start_successor(
        earlier=old, code="pps-2025", title="Program 2025", years=(2025, 2028), by="a", at=NOW
    )
    assert draft.work.predecessor == old.work
    assert not {line.uuid for line in lines(old)} & {line.uuid for line in lines(draft)}
    links = Lineage.objects.filter(earlier_version=old, later_version=draft)
    assert set(links.values_list("kind", flat=True)) == {Kind.KEPT}
    discard_draft(version=draft, by="a", at=NOW)
    assert not links.exists()


def test_lineage_leads_from_a_frozen_text_of_another_programme(
    both: tuple[Version, Version],
) -> None:
    old, new = both
    draft = start_draft(work=old.work, roots=text_of(old), note="", by="a", at=NOW)
    for pair in ((draft, new), (old, old)):
        with pytest.raises(NotEarlierError):
            propose_lineage(*pair, by="a", at=NOW)
