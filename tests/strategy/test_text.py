"""The text of a programme: labels from places, identity over versions, frozen versions."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from miernik.strategy.errors import (
    ChangedMeanwhileError,
    DraftWaitsError,
    FrozenTextError,
    NotEnactedError,
)
from miernik.strategy.models import FieldType, Passage, Stage, UnitKind, Version, Work, WorkKind
from miernik.strategy.selectors import content_of, latest_version, works_in_force
from miernik.strategy.services import create_work
from miernik.strategy.text.content import PassageContent, dump_text, load_text
from miernik.strategy.text.editing import add_passage, edit_passage, remove_passage
from miernik.strategy.text.labels import letters
from miernik.strategy.text.reading import lines, text_of
from miernik.strategy.text.services import enact, freeze_text, start_draft, write_text

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2020, 9, 1, 10, tzinfo=dt.UTC)
K = UnitKind


def field(kind: FieldType, *children: PassageContent) -> PassageContent:
    return PassageContent(K.FIELD, kind.label, field_type=kind, children=list(children))


def section(title: str, *points: str) -> PassageContent:
    return PassageContent(
        K.SECTION,
        title,
        children=[
            field(FieldType.ADDRESSEES, PassageContent(K.PARAGRAPH, "Program jest dla osób.")),
            field(FieldType.AIM, PassageContent(K.PARAGRAPH, "Aktywizacja osób.")),
            field(FieldType.ACTIONS, *(PassageContent(K.POINT, point) for point in points)),
            field(FieldType.INDICATORS, PassageContent(K.INDICATOR, "Liczba osób objętych.")),
            field(
                FieldType.IMPLEMENTERS,
                PassageContent(
                    K.PARAGRAPH,
                    "MOPR, szkoły oraz inne podmioty, o których mowa w art. 2 ust. 2 ustawy.",
                ),
            ),
        ],
    )


def programme() -> list[PassageContent]:
    return [
        PassageContent(
            K.PART, "POMOC OSOBOM", children=[section("Pierwsza", "praca;").children[0]]
        ),
        PassageContent(
            K.PART, "DZIAŁANIA", children=[section("Bezdomni", "schronienie;", "posiłek.")]
        ),
    ]


@pytest.fixture
def work() -> Work:
    return create_work(
        code="program",
        kind=WorkKind.PROGRAMME,
        title="Program",
        municipality="Białystok",
        years=(2021, 2024),
        by="test",
        at=NOW,
    )


def written(work: Work, stage: Stage = Stage.CONSULTED) -> Version:
    return write_text(work=work, roots=programme(), stage=stage, note="projekt", by="test", at=NOW)


def test_a_point_is_found_by_the_words_of_its_path(work: Work) -> None:
    paths = {line.path: line.text for line in lines(written(work))}
    assert paths["2.1 / Realizacja zadania / 2)"] == "posiłek."
    assert paths["2.1 / Adresaci"] == "Program jest dla osób."
    assert paths["2.1 / Wskaźniki / 1"] == "Liczba osób objętych."


def test_a_new_first_point_moves_the_numbers_and_no_identity(work: Work) -> None:
    first = written(work)
    before = {line.text: line.code for line in lines(first)}
    draft = start_draft(work=work, roots=text_of(first), note="", by="test", at=NOW)
    actions = next(line for line in lines(draft) if line.field_type is FieldType.ACTIONS)
    add_passage(
        version=draft, after=None, under=actions.uuid, kind=K.POINT, text="rozmowa;",
        by="test", at=NOW,
    )  # fmt: skip
    labels = {line.text: (line.label, line.code) for line in lines(draft) if line.kind is K.POINT}
    assert labels["rozmowa;"][0] == "1)"
    assert labels["posiłek."] == ("3)", before["posiłek."])


def test_a_removed_point_closes_the_gap(work: Work) -> None:
    draft = start_draft(work=work, roots=programme(), note="", by="test", at=NOW)
    first = next(line for line in lines(draft) if line.text == "schronienie;")
    remove_passage(version=draft, unit=first.uuid, by="test", at=NOW)
    assert [line.label for line in lines(draft) if line.text == "posiłek."] == ["1)"]


def test_two_editors_of_one_unit_notice_each_other(work: Work) -> None:
    draft = start_draft(work=work, roots=programme(), note="", by="test", at=NOW)
    point = next(line for line in lines(draft) if line.text == "posiłek.")
    edit_passage(
        version=draft, unit=point.uuid, text="ciepły posiłek.", seen="posiłek.", by="a", at=NOW
    )
    with pytest.raises(ChangedMeanwhileError) as error:
        edit_passage(version=draft, unit=point.uuid, text="obiad.", seen="posiłek.", by="b", at=NOW)
    assert error.value.now == "ciepły posiłek."


def test_a_frozen_text_is_not_edited_by_service_or_by_hand(work: Work) -> None:
    version = written(work)
    point = next(line for line in lines(version) if line.text == "posiłek.")
    with pytest.raises(FrozenTextError):
        edit_passage(version=version, unit=point.uuid, text="x", seen=None, by="a", at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Passage.objects.filter(version=version).update(text="x")


def test_the_hash_tells_two_wordings_apart(work: Work) -> None:
    first = written(work)
    draft = start_draft(work=work, roots=text_of(first), note="", by="test", at=NOW)
    point = next(line for line in lines(draft) if line.text == "posiłek.")
    edit_passage(version=draft, unit=point.uuid, text="obiad.", seen=None, by="a", at=NOW)
    freeze_text(version=draft, stage=Stage.AFTER, by="test", at=NOW)
    assert len(first.content_hash) == 64
    assert draft.content_hash != first.content_hash


def test_one_draft_at_a_time(work: Work) -> None:
    start_draft(work=work, roots=programme(), note="", by="test", at=NOW)
    with pytest.raises(DraftWaitsError):
        start_draft(work=work, roots=programme(), note="", by="test", at=NOW)


def test_a_project_carries_no_figures_until_it_is_enacted(work: Work) -> None:
    version = written(work)
    with pytest.raises(NotEnactedError):
        latest_version(work)
    assert not works_in_force().exists()
    adopted = enact(
        version=version, number="XXXII/1/20", date=dt.date(2020, 11, 23), body="Rada Miasta",
        in_force_from=dt.date(2021, 1, 1), by="test", at=NOW,
    )  # fmt: skip
    assert latest_version(work) == adopted
    goal = content_of(adopted)[1]
    assert goal.title == "Działania"
    assert goal.children[0].title == "2.1. Bezdomni"
    task = goal.children[0].children[0]
    assert task.title == "Aktywizacja osób."
    assert task.implementers == [
        "MOPR",
        "szkoły",
        "inne podmioty, o których mowa w art. 2 ust. 2 ustawy",
    ]
    assert [item.name for item in task.indicators] == ["Liczba osób objętych."]


def test_an_indicator_keeps_its_identity_in_the_next_enacted_text(work: Work) -> None:
    written(work, Stage.ENACTED)
    first = latest_version(work)
    again = write_text(
        work=work, roots=text_of(first), stage=Stage.ENACTED, note="", by="test", at=NOW
    )
    known = {line.text: line.indicator_id for line in lines(first) if line.indicator_id}
    assert known == {line.text: line.indicator_id for line in lines(again) if line.indicator_id}
    assert [g.unit for g in content_of(first)] == [g.unit for g in content_of(again)]


def test_a_text_survives_its_plain_form() -> None:
    assert load_text(dump_text(programme())) == programme()


def test_letters_go_on_after_the_alphabet() -> None:
    assert [letters(n) for n in (1, 4, 26, 27)] == ["a", "d", "z", "aa"]
