"""Versions of a strategy: identity for life, derived labels, frozen wording."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction

from miernik.kernel.quantities import CountedUnit, Kind
from miernik.strategy.content import Card, IndicatorContent, UnitContent
from miernik.strategy.errors import CodeTakenError, EmptyWorkError, UnknownWorkError
from miernik.strategy.models import Placement, UnitKind, Version, VersionState, Work, WorkKind
from miernik.strategy.selectors import content_of, goal_letter, latest_version, tree, work_by_code
from miernik.strategy.services import create_work, write_version

AT = dt.datetime(2018, 5, 31, 12, 0, tzinfo=dt.UTC)

pytestmark = pytest.mark.django_db


def made_work(code: str = "srps-2011-2020") -> Work:
    return create_work(
        code=code,
        kind=WorkKind.STRATEGY,
        title="Strategia Rozwiązywania Problemów Społecznych",
        municipality="Białystok",
        years=(2011, 2020),
        by="test",
        at=AT,
    )


def made_content() -> list[UnitContent]:
    def task(title: str, *indicators: str) -> UnitContent:
        return UnitContent(
            title,
            implementers=["MOPR", "Urząd Miejski"],
            funding=["Budżet Miasta"],
            indicators=[
                IndicatorContent(name, Card(Kind.COUNT, CountedUnit.FAMILY)) for name in indicators
            ],
        )

    first = UnitContent("Profilaktyka", children=[task("Wsparcie", "Liczba rodzin"), task("Kadry")])
    second = UnitContent("Piecza", children=[task("Rozwój form", "Liczba kampanii", "Liczba osób")])
    return [UnitContent("Rodzina", children=[first, second]), UnitContent("Bezpieczeństwo")]


def write(work: Work, goals: list[UnitContent]) -> Version:
    return write_version(work=work, goals=goals, note="test", by="test", at=AT)


def test_labels_are_derived_from_the_place() -> None:
    version = write(made_work(), made_content())
    goal = tree(version)[0]
    assert goal.label == "A"
    assert [child.label for child in goal.children] == ["A.1", "A.2"]
    assert [task.label for task in goal.tasks()] == ["A.1.1", "A.1.2", "A.2.1"]
    assert [task.kind for task in goal.tasks()] == [UnitKind.TASK] * 3
    assert [item.name for item in goal.tasks()[2].definitions] == ["Liczba kampanii", "Liczba osób"]
    assert [item.printed_name for item in goal.tasks()[0].implementations] == [
        "MOPR",
        "Urząd Miejski",
    ]


def test_a_unit_keeps_its_identity_when_its_number_changes() -> None:
    work = made_work()
    write(work, made_content())
    content = content_of(latest_version(work))
    dropped, kept = content[0].children[0].children
    content[0].children[0].children = [kept]
    second = write(work, content)
    task = tree(second)[0].tasks()[0]
    assert task.label == "A.1.1"
    assert kept.unit is not None
    assert task.placement.unit_id == kept.unit.pk
    assert dropped.unit is not None
    labels = Placement.objects.filter(unit__in=[kept.unit, dropped.unit])
    assert sorted(labels.values_list("version__number", "frozen_label")) == [
        (1, "A.1.1"),
        (1, "A.1.2"),
        (2, "A.1.1"),
    ]


def test_the_same_content_has_the_same_hash_and_another_has_another() -> None:
    work = made_work()
    first = write(work, made_content())
    second = write(work, content_of(first))
    content = content_of(first)
    content[0].title = "Rodzina i dziecko"
    third = write(work, content)
    assert first.content_hash == second.content_hash != third.content_hash


def _update(version: Version) -> None:
    version.placements.update(title="inny")


def _delete(version: Version) -> None:
    version.definitions.all().delete()


def _insert(version: Version) -> None:
    first = version.placements.order_by("pk")[0]
    Placement.objects.create(version=version, unit=first.unit, position=9, title="nowy")


def _thaw(version: Version) -> None:
    Version.objects.filter(pk=version.pk).update(state=VersionState.DRAFT)


@pytest.mark.parametrize("change", [_update, _delete, _insert, _thaw])
def test_a_frozen_version_refuses_every_change_in_the_database_itself(
    change: Callable[[Version], None],
) -> None:
    version = write(made_work(), made_content())
    with (
        pytest.raises(IntegrityError, match="Zamrożonej wersji nie zmienia się"),
        transaction.atomic(),
    ):
        change(version)
    assert [root.title for root in tree(version)] == ["Rodzina", "Bezpieczeństwo"]


def test_a_code_is_taken_once_whatever_its_case() -> None:
    made_work("srps")
    with pytest.raises(CodeTakenError, match="Kod „SRPS” ma już inna strategia"):
        made_work("SRPS")


def test_the_beginning_of_a_code_is_enough_when_it_is_the_only_one() -> None:
    work = made_work("srps-2011-2020")
    made_work("program-2017")
    assert work_by_code("SRPS") == work
    with pytest.raises(UnknownWorkError, match="program-2017, srps-2011-2020"):
        work_by_code("brak")


@pytest.mark.parametrize(
    ("position", "letter"), [(1, "A"), (7, "G"), (26, "Z"), (27, "AA"), (52, "AZ"), (53, "BA")]
)
def test_goals_are_lettered(position: int, letter: str) -> None:
    assert goal_letter(position) == letter


def test_a_work_without_a_text_says_so() -> None:
    with pytest.raises(EmptyWorkError, match="nie ma jeszcze tekstu"):
        latest_version(made_work())
